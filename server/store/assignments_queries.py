"""Reading assignments: lists, one with all that a page shows, and the instruments chosen on site."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload

from sampling import second_stage
from server.store.assignments import Assignment
from server.store.draws import Draw
from server.store.inspections import Inspection
from server.store.inspectors import Inspector
from server.store.instruments import Instrument
from server.store.objects import Object
from server.store.outcomes import Outcome
from server.store.products import Product
from server.store.rows import row_of

# SQLite takes at most 32766 variables in one statement.
_MANY = 10_000


def get(session: Session, assignment_id: str) -> Assignment:
    """Return an assignment; :class:`Problem` ``not_found``."""
    return row_of(session, Assignment, assignment_id)


def listing(
    words: str = "",
    state: str | None = None,
    programme: str | None = None,
    draw_id: str | None = None,
    team: int | None = None,
) -> Select[tuple[Assignment]]:
    """Return the query of assignments, newest draw first, then in order of visits."""
    query = (
        select(Assignment)
        .join(Assignment.draw)
        .join(Draw.plan)
        .join(Assignment.object)
        .options(contains_eager(Assignment.draw).contains_eager(Draw.plan), contains_eager(Assignment.object))
        .order_by(Draw.drawn_at.desc(), Draw.id, Assignment.order, Assignment.programme)
    )
    if words:
        columns = (Object.name, Object.number, Object.address, Draw.number)
        query = query.where(or_(*(column.icontains(words, autoescape=True) for column in columns)))
    if state:
        query = query.where(Assignment.state == state)
    if programme:
        query = query.where(Assignment.programme == programme)
    if draw_id:
        query = query.where(Assignment.draw_id == draw_id)
    if team is not None:
        query = query.where(Assignment.team == team)
    return query


def of_draw(session: Session, draw_id: str) -> list[Assignment]:
    """Return the assignments of a draw in order of visits, with their objects."""
    query = select(Assignment).options(joinedload(Assignment.object)).where(Assignment.draw_id == draw_id)
    return list(session.scalars(query.order_by(Assignment.order, Assignment.programme)).unique())


def of_visit(session: Session, assignment: Assignment) -> list[Assignment]:
    """Return the assignments of the visit to which one belongs, as the database has them now, by programme."""
    query = select(Assignment).where(Assignment.draw_id == assignment.draw_id)
    query = query.where(Assignment.object_id == assignment.object_id).order_by(Assignment.programme)
    return list(session.scalars(query.execution_options(populate_existing=True)))


def visits(rows: Iterable[Assignment]) -> list[list[Assignment]]:
    """Put assignments in order of visits together by visit."""
    return [list(some) for _, some in groupby(rows, key=lambda row: (row.draw_id, row.object_id))]


def drawn(draw_id: str, words: str = "") -> Select[tuple[Assignment]]:
    """Return the query of a draw's visits in their order, an assignment for each; ``words`` are looked for in name and
    number."""
    beside = aliased(Assignment)
    earlier = (
        exists()
        .where(beside.draw_id == draw_id, beside.object_id == Assignment.object_id)
        .where(beside.programme < Assignment.programme)
    )
    query = select(Assignment).join(Assignment.object).options(contains_eager(Assignment.object))
    query = query.where(Assignment.draw_id == draw_id, ~earlier).order_by(Assignment.order)
    if words:
        found = (column.icontains(words, autoescape=True) for column in (Object.name, Object.number))
        query = query.where(or_(*found))
    return query


def substitutions(session: Session, draw_id: str) -> dict[str, str]:
    """Return, for each substitute's assignment, the number of the object that it replaces."""
    replaced = aliased(Assignment)
    query = (
        select(Assignment.id, Object.number)
        .join(replaced, replaced.id == Assignment.substitute_for)
        .join(Object, Object.id == replaced.object_id)
        .where(Assignment.draw_id == draw_id)
    )
    return dict(session.execute(query).all())


def inspections(session: Session, draw_id: str) -> dict[str, Inspection]:
    """Return the inspections of a draw by assignment."""
    query = select(Inspection).join(Inspection.assignment).where(Assignment.draw_id == draw_id)
    return {row.assignment_id: row for row in session.scalars(query)}


def unpublished_inspections(session: Session, draw_id: str) -> tuple[int, int]:
    """Return how many inspections of a draw were begun and have no published outcome, and how many of these are
    finished; without those that were withdrawn, such as of an object that another took the place of."""
    query = select(func.count(), func.count(Inspection.finished_at)).join(Inspection.assignment)
    query = query.where(Assignment.draw_id == draw_id, Inspection.entries > 0)
    begun, finished = session.execute(query.where(Inspection.state.not_in(("published", "withdrawn")))).one()
    return begun, finished


def inspection_of(session: Session, assignment_id: str) -> Inspection | None:
    """Return the inspection of an assignment."""
    return session.scalar(select(Inspection).where(Inspection.assignment_id == assignment_id))


def outcomes(
    session: Session, draw_id: str, object_ids: Iterable[str]
) -> dict[str, list[tuple[Assignment, Outcome | None]]]:
    """Return the assignments of some objects of a draw by object, each with its outcome in force if there is one."""
    query = (
        select(Assignment, Outcome)
        .join(Inspection, Inspection.assignment_id == Assignment.id)
        .outerjoin(Outcome, (Outcome.inspection_id == Inspection.id) & Outcome.current.is_(True))
        .where(Assignment.draw_id == draw_id, Assignment.object_id.in_(list(object_ids)))
        .order_by(Assignment.programme)
    )
    found: dict[str, list[tuple[Assignment, Outcome | None]]] = {}
    for row, outcome in session.execute(query):
        found.setdefault(row.object_id, []).append((row, outcome))
    return found


def loads(session: Session, draw_id: str, teams: int) -> list[int]:
    """Return how many objects each of the first ``teams`` teams has; replaced objects no longer count."""
    query = (
        select(Assignment.team, func.count(Assignment.object_id.distinct()))
        .where(Assignment.draw_id == draw_id, Assignment.state != "substituted")
        .group_by(Assignment.team)
    )
    counts = dict(session.execute(query).all())
    return [counts.get(number, 0) for number in range(1, teams + 1)]


def team_numbers(session: Session) -> list[int]:
    """Return every team number in use, for the list's filter."""
    query = select(Assignment.team).where(Assignment.team.is_not(None)).distinct().order_by(Assignment.team)
    return [number for number in session.scalars(query) if number is not None]


def objects_by_number(session: Session, numbers: Iterable[str]) -> dict[str, str]:
    """Return the ids of objects by their register number; unknown numbers are left out."""
    return _ids(session, Object.number, Object.id, numbers)


def inspectors_by_certificate(session: Session, certificates: Iterable[str]) -> dict[str, str]:
    """Return the ids of inspectors by certificate; unknown ones are left out."""
    return _ids(session, Inspector.certificate, Inspector.id, certificates)


def chosen_instruments(session: Session, assignment: Assignment, k: int) -> list[Instrument]:
    """Return the ``k`` active instruments of the object with the lowest tickets (0: all), in ticket order.

    The tablet chooses the same offline: ticket(object's ticket, instrument number), docs/protocol.md.
    """
    query = select(Instrument).where(Instrument.object_id == assignment.object_id)
    return _chosen(assignment.ticket, session.scalars(query.where(Instrument.status == "active")).all(), k)


def chosen_products(session: Session, assignment: Assignment, k: int) -> list[Product]:
    """Return the ``k`` active products of the object with the lowest tickets (0: all), in ticket order."""
    query = select(Product).where(Product.object_id == assignment.object_id)
    return _chosen(assignment.ticket, session.scalars(query.where(Product.status == "active")).all(), k)


def _chosen(ticket: str, rows: Iterable, k: int) -> list:
    by_number = {row.number: row for row in rows}
    return [by_number[number] for number, _ in second_stage(ticket, by_number, k or len(by_number))]


def _ids(session: Session, key: object, value: object, wanted: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    everything = list(wanted)
    for start in range(0, len(everything), _MANY):
        some = everything[start : start + _MANY]
        found |= dict(session.execute(select(key, value).where(key.in_(some))).all())
    return found
