"""Reading one object of the register as the public sees it: itself, its instruments, the opened draws it came from."""

from __future__ import annotations

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from server.store.assignments import Assignment
from server.store.draws import Draw
from server.store.instruments import Instrument
from server.store.objects import Object


def by_number(session: Session, number: str) -> Object | None:
    """Return the object with this number, or None."""
    return session.scalar(select(Object).where(Object.number == number))


def instruments(session: Session, object_id: str) -> list[Instrument]:
    """Return the instruments in use of an object, by number."""
    query = select(Instrument).where(Instrument.object_id == object_id, Instrument.status == "active")
    return list(session.scalars(query.order_by(Instrument.number)))


def opened_draws(session: Session, object_id: str) -> list[Row[tuple[Draw, int, bool]]]:
    """Return the opened draws that drew an object, newest first, with its place in the order of visits and
    whether it came in as a substitute. A draw that is not opened keeps its list to itself."""
    columns = (Draw, Assignment.order, Assignment.substitute_for.is_not(None).label("substitute"))
    query = select(*columns).join(Assignment, Assignment.draw_id == Draw.id)
    query = query.where(Assignment.object_id == object_id, Draw.opened_at.is_not(None))
    return list(session.execute(query.order_by(Draw.opened_at.desc(), Draw.id.desc())))
