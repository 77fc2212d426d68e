"""Reading entries: the history of an inspection, and what waits for a supervisor."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Select, Text, cast, func, literal, null, or_, select, union_all
from sqlalchemy.orm import Session

from server.store.inspections import Inspection, Operation, Quarantined
from server.store.objects import Object
from server.store.users import Device, User

WAITING = ("failed", "held")
STATES = (*WAITING, "quarantined")


def history(inspection_id: str) -> Select[tuple[Operation, Device]]:
    """Return the query of an inspection's entries with their tablets: applied ones in their order, then the rest."""
    return (
        select(Operation, Device)
        .join(Device, Device.id == Operation.device_id)
        .where(Operation.inspection_id == inspection_id)
        .order_by(Operation.place.is_(None), Operation.place, Operation.received_at, Operation.seq)
    )


def waiting_count(session: Session, inspection_id: str) -> int:
    """Return how many entries of an inspection wait for a supervisor."""
    entries = select(func.count()).where(
        Operation.inspection_id == inspection_id, Operation.state.in_(WAITING)
    )
    refused = select(func.count()).where(
        Quarantined.inspection_id == inspection_id, Quarantined.seen_at.is_(None)
    )
    return (session.scalar(entries) or 0) + (session.scalar(refused) or 0)


def failed(
    session: Session, operation_ids: Sequence[str], inspection_id: str, device_id: str
) -> Sequence[Operation]:
    """Return those of the entries that have failed, all of one tablet and inspection, in the tablet's order."""
    query = select(Operation).where(
        Operation.id.in_(operation_ids),
        Operation.inspection_id == inspection_id,
        Operation.device_id == device_id,
        Operation.state == "failed",
    )
    query = query.order_by(Operation.seq).execution_options(populate_existing=True)
    return session.scalars(query).all()


def quarantined(session: Session, ids: Sequence[str]) -> Sequence[Quarantined]:
    """Return entries in quarantine."""
    return session.scalars(select(Quarantined).where(Quarantined.id.in_(ids)).order_by(Quarantined.id)).all()


def waiting(
    words: str = "", state: str | None = None, inspection_id: str | None = None
) -> Select[tuple[str, str, str]]:
    """Return the query of all that waits: ``(state, id, device_id, device, user, inspection_id, object, seq, kind,
    fault, raw, received_at, inspection_state)``, the oldest first; ``fault`` is JSON text."""
    taken = select(
        Operation.state.label("state"),
        Operation.id.label("id"),
        Operation.device_id.label("device_id"),
        Operation.inspection_id.label("inspection_id"),
        Operation.seq.label("seq"),
        Operation.kind.label("kind"),
        cast(Operation.fault, Text).label("fault"),
        Operation.raw.label("raw"),
        Operation.received_at.label("received_at"),
    ).where(Operation.state.in_(WAITING))
    refused = select(
        literal("quarantined"),
        Quarantined.id,
        Quarantined.device_id,
        Quarantined.inspection_id,
        Quarantined.seq,
        null(),
        cast(Quarantined.problem, Text),
        Quarantined.raw,
        Quarantined.received_at,
    ).where(Quarantined.seen_at.is_(None))
    entry = union_all(taken, refused).subquery()
    query = (
        select(
            entry,
            Device.name.label("device"),
            User.name.label("user"),
            Object.name.label("object"),
            Inspection.state.label("inspection_state"),
        )
        .join(Device, Device.id == entry.c.device_id)
        .join(User, User.id == Device.user_id)
        .outerjoin(Inspection, Inspection.id == entry.c.inspection_id)
        .outerjoin(Object, Object.id == Inspection.object_id)
        .order_by(entry.c.received_at, entry.c.device_id, entry.c.seq, entry.c.id)
    )
    if words:
        columns = (Device.name, User.name, Object.name, Object.number)
        query = query.where(or_(*(column.icontains(words, autoescape=True) for column in columns)))
    if state:
        query = query.where(entry.c.state == state)
    if inspection_id:
        query = query.where(entry.c.inspection_id == inspection_id)
    return query


def total(session: Session) -> int:
    """Return how many entries wait for a supervisor in all."""
    taken = select(func.count()).where(Operation.state.in_(WAITING))
    refused = select(func.count()).where(Quarantined.seen_at.is_(None))
    return (session.scalar(taken) or 0) + (session.scalar(refused) or 0)


def gaps(session: Session, device_ids: Collection[str]) -> dict[str, tuple[int, int]]:
    """Return the first and last number that each tablet's held entries wait for."""
    query = (
        select(Device.id, Device.last_seq, func.min(Operation.seq))
        .join(Operation, Operation.device_id == Device.id)
        .where(Device.id.in_(device_ids), Operation.state == "held")
        .group_by(Device.id, Device.last_seq)
    )
    return {device: (last + 1, first - 1) for device, last, first in session.execute(query)}
