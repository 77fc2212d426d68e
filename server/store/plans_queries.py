"""Reading plans, and the registers as a plan sees them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, Subquery, Text, case, cast, func, literal, or_, select
from sqlalchemy.orm import Session, selectinload

from server.domain.rosters import Candidate
from server.domain.strata import stratum_name
from server.store.assignments import Assignment
from server.store.draws import Draw
from server.store.inspections import Inspection
from server.store.inspectors import Inspector, InspectorProgramme, Recusal
from server.store.numbers import number_after
from server.store.objects import Division, Object, ObjectProgramme
from server.store.plans import Plan, PlanProgramme
from server.store.rows import row_of

#: States of an inspection in which the visit has taken place.
VISITED = ("finished", "in_review", "seconding", "approved", "published")


def get(session: Session, plan_id: str, lock: bool = False) -> Plan:
    """Return a plan, locked for this transaction on demand; :class:`Problem` ``not_found``."""
    return row_of(session, Plan, plan_id, lock=lock)


def listing(
    words: str = "", state: str | None = None, programme: str | None = None, year: int | None = None
) -> Select[tuple[Plan]]:
    """Return the query of plans, newest first; ``words`` are looked for in number, title and authorities."""
    query = select(Plan).order_by(Plan.year.desc(), Plan.number.desc())
    if words:
        columns = (Plan.number, Plan.title, Plan.authority, cast(Plan.taking_part, Text))
        query = query.where(or_(*(column.icontains(words, autoescape=True) for column in columns)))
    if state:
        query = query.where(Plan.state == state)
    if programme:
        query = query.where(of_programme(programme))
    if year:
        query = query.where(Plan.year == year)
    return query


def of_programme(programme: str) -> ColumnElement[bool]:
    """The condition that a ``Plan`` has a programme."""
    return Plan.programme_rows.any(PlanProgramme.programme == programme)


def undrawn(today: date) -> Select[tuple[Plan]]:
    """Return the query of public plans that are not over and of which nothing has been drawn, the next first."""
    drawn = select(Draw.plan_id).where(Draw.voided_at.is_(None))
    query = select(Plan).where(Plan.state == "published", Plan.last >= today, Plan.id.not_in(drawn))
    return query.order_by(Plan.first, Plan.number)


def next_number(session: Session, year: int) -> str:
    """Return the next free number of a year: P2026-0001."""
    return number_after(session, Plan.number, f"P{year}-", 4)


def divisions(session: Session) -> dict[str, Division]:
    """Return the divisions by code, in the order of their codes."""
    return {row.code: row for row in session.scalars(select(Division).order_by(Division.code))}


def strata_counts(
    session: Session, programmes: Sequence[str], only: Collection[str] | None = None
) -> dict[str, int]:
    """Return how many active objects of a plan's programmes each stratum has; of the numbers ``only`` when they are
    given."""
    if only is not None:
        return dict(Counter(stratum for number, stratum in _frame(session, programmes) if number in only))
    found = subjects(programmes)
    columns = (found.c.division, found.c.risk_class, found.c.mask)
    counts: dict[str, int] = {}
    for division, risk_class, mask, count in session.execute(
        select(*columns, func.count()).group_by(*columns)
    ):
        name = stratum_of(division, risk_class, mask, programmes)
        counts[name] = counts.get(name, 0) + count
    return counts


def frame(
    session: Session, programmes: Sequence[str], strata: set[str], only: Collection[str] | None = None
) -> list[tuple[str, str]]:
    """Return (number, stratum) of the active objects of a plan's programmes in the given strata, each of them once,
    ``only`` as above."""
    rows = _frame(session, programmes)
    return [row for row in rows if row[1] in strata and (only is None or row[0] in only)]


def _frame(session: Session, programmes: Sequence[str]) -> Iterator[tuple[str, str]]:
    found = subjects(programmes)
    query = select(found.c.number, found.c.division, found.c.risk_class, found.c.mask)
    return ((number, stratum_of(*place, programmes)) for number, *place in session.execute(query))


def subjects(programmes: Sequence[str]) -> Subquery:
    """The active objects of at least one of a plan's programmes, each once: ``id``, ``number``, ``division``,
    ``risk_class``, and in ``mask`` a bit for each programme that it belongs to, the first the lowest."""
    columns = (Object.id, Object.number, Object.division, Object.risk_class)
    if len(programmes) == 1:
        return _objects(select(*columns, literal(1).label("mask")), programmes).subquery()
    bits = {name: 1 << place for place, name in enumerate(programmes)}
    mask = func.sum(case(bits, value=ObjectProgramme.programme)).label("mask")
    return _objects(select(*columns, mask), programmes).group_by(*columns).subquery()


def stratum_of(division: str, risk_class: str | None, mask: int, programmes: Sequence[str]) -> str:
    """Return the stratum of a row of :func:`subjects`."""
    joint = programmes if len(programmes) > 1 else ()
    return stratum_name(division, risk_class, (name for place, name in enumerate(joint) if mask >> place & 1))


def candidates(session: Session) -> list[Candidate]:
    """Return every inspector of the register, as the roster needs them."""
    rows = session.scalars(
        select(Inspector).options(selectinload(Inspector.programmes), selectinload(Inspector.absences))
    )
    return [
        Candidate(
            row.certificate,
            row.role,
            row.status == "active",
            frozenset(entry.programme for entry in row.programmes),
            tuple((absence.first, absence.last, absence.reason) for absence in row.absences),
        )
        for row in rows
    ]


def certificates(session: Session) -> dict[str, str]:
    """Return the names of all inspectors by certificate."""
    rows = session.execute(select(Inspector.certificate, Inspector.name).order_by(Inspector.certificate))
    return dict(rows.all())


def recusals(session: Session) -> list[tuple[str, str]]:
    """Return every declared conflict in force as (certificate, object number)."""
    query = (
        select(Inspector.certificate, Object.number)
        .select_from(Recusal)
        .join(Inspector, Inspector.id == Recusal.inspector_id)
        .join(Object, Object.id == Recusal.object_id)
        .where(Recusal.status == "active")
    )
    return [(certificate, number) for certificate, number in session.execute(query)]


def near_cap(
    session: Session, programmes: Sequence[str], cap: int, begin: datetime, end: datetime
) -> list[tuple[Object, int]]:
    """Return the active objects of a plan's programmes with ``cap`` or more visits from ``begin`` up to ``end``.

    A visit is what was inspected under one draw, of whatever programmes; the objects with most visits come first.
    """
    visits = func.count(Assignment.draw_id.distinct())
    own = select(ObjectProgramme.object_id).where(ObjectProgramme.programme.in_(programmes))
    query = (
        select(Object, visits)
        .join(Inspection, Inspection.object_id == Object.id)
        .join(Assignment, Assignment.id == Inspection.assignment_id)
        .where(Object.id.in_(own), Object.status == "active")
        .where(Inspection.state.in_(VISITED), Inspection.finished_at >= begin, Inspection.finished_at < end)
        .group_by(Object.id)
        .having(visits >= cap)
        .order_by(visits.desc(), Object.number)
    )
    return [(row, count) for row, count in session.execute(query)]


def years(session: Session) -> list[int]:
    """Return the years that have published plans, newest first."""
    query = select(Plan.year).where(Plan.state == "published").distinct().order_by(Plan.year.desc())
    return list(session.scalars(query))


def in_force(today: date) -> Select[tuple[Plan]]:
    """Return the query of published plans whose period is not over, earliest end first."""
    return select(Plan).where(Plan.state == "published", Plan.last >= today).order_by(Plan.last, Plan.number)


def qualified(session: Session, programmes: Sequence[str]) -> dict[str, int]:
    """Return how many active inspectors are qualified for each of the programmes."""
    query = (
        select(InspectorProgramme.programme, func.count())
        .join(Inspector, Inspector.id == InspectorProgramme.inspector_id)
        .where(Inspector.status == "active", InspectorProgramme.programme.in_(programmes))
        .group_by(InspectorProgramme.programme)
    )
    counts = dict(session.execute(query).all())
    return {name: counts.get(name, 0) for name in programmes}


def _objects(query: Select, programmes: Sequence[str]) -> Select:
    return query.join(ObjectProgramme, ObjectProgramme.object_id == Object.id).where(
        ObjectProgramme.programme.in_(programmes), Object.status == "active"
    )
