"""What still has to be published, by its last day, and what was published of a year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, contains_eager

from server.store.assignments import Assignment
from server.store.inspections import Inspection
from server.store.outcomes import Outcome

#: States in which an inspection still has to be published.
PENDING = ("open", "finished", "in_review", "seconding", "approved")


def queue(first: date | None = None, last: date | None = None) -> Select[tuple[Inspection]]:
    """Return the query of inspections to be published, the nearest last day first.

    ``first`` and ``last`` narrow it to last days between them, both inclusive.
    """
    query = (
        select(Inspection)
        .join(Inspection.object)
        .join(Inspection.assignment)
        .join(Assignment.draw)
        .options(
            contains_eager(Inspection.object),
            contains_eager(Inspection.assignment).contains_eager(Assignment.draw),
        )
        .where(Inspection.state.in_(PENDING), Inspection.last_day.is_not(None))
        .order_by(Inspection.last_day, Inspection.finished_at, Inspection.id)
    )
    if first:
        query = query.where(Inspection.last_day >= first)
    return query.where(Inspection.last_day <= last) if last else query


def last_days(session: Session) -> dict[date, int]:
    """Return how many inspections have to be published by each day."""
    query = select(Inspection.last_day, func.count()).where(
        Inspection.state.in_(PENDING), Inspection.last_day.is_not(None)
    )
    return dict(session.execute(query.group_by(Inspection.last_day)).all())


def of_year(session: Session, year: int) -> Iterator[tuple[date, datetime | None]]:
    """Yield the last day of every inspection that was due in a year, with the instant of its first version."""
    query = (
        select(Inspection.last_day, Outcome.published_at)
        .outerjoin(Outcome, (Outcome.inspection_id == Inspection.id) & (Outcome.version == 1))
        .where(
            Inspection.last_day.between(date(year, 1, 1), date(year, 12, 31)), Inspection.state != "withdrawn"
        )
    )
    for row in session.execute(query.execution_options(yield_per=1000)):
        yield row.last_day, row.published_at


def years(session: Session) -> tuple[int, int] | None:
    """Return the first and the last year in which an inspection was due; None when none was."""
    first, last = session.execute(select(func.min(Inspection.last_day), func.max(Inspection.last_day))).one()
    return (first.year, last.year) if first else None
