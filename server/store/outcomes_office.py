"""Reading outcomes for the office: the next number, the version in force, the list of what was published."""

from __future__ import annotations

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, undefer

from server.domain.problems import Problem
from server.store.numbers import number_after
from server.store.outcomes import Outcome


def next_number(session: Session, year: int) -> str:
    """Return the next number of a year: 2026-000001."""
    return number_after(session, Outcome.number, f"{year}-", 6)


def in_force(session: Session, number: str) -> Outcome:
    """Return the version of a number that is in force, with its content; :class:`Problem` ``not_found``."""
    query = select(Outcome).where(Outcome.number == number, Outcome.current.is_(True))
    outcome = session.scalar(
        query.options(undefer(Outcome.content)).execution_options(populate_existing=True)
    )
    if outcome is None:
        raise Problem("not_found", what=number)
    return outcome


def versions(session: Session, number: str) -> list[Outcome]:
    """Return all versions of a number, the newest first."""
    query = select(Outcome).where(Outcome.number == number).order_by(Outcome.version.desc())
    return list(session.scalars(query.options(undefer(Outcome.content))))


def of_inspection(session: Session, inspection_id: str) -> Outcome | None:
    """Return the version in force of an inspection's outcome."""
    query = select(Outcome).where(Outcome.inspection_id == inspection_id, Outcome.current.is_(True))
    return session.scalar(query)


def listing(
    words: str = "", programme: str | None = None, verdict: str | None = None, category: str | None = None
) -> Select[tuple[Outcome]]:
    """Return the query of outcomes in force, the newest first."""
    query = select(Outcome).where(Outcome.current.is_(True))
    query = query.order_by(Outcome.published_at.desc(), Outcome.id.desc())
    if words:
        columns = (Outcome.number, Outcome.object_name, Outcome.object_number, Outcome.address)
        query = query.where(or_(*(column.icontains(words, autoescape=True) for column in columns)))
    for column, value in (
        (Outcome.programme, programme),
        (Outcome.verdict, verdict),
        (Outcome.category, category),
    ):
        if value:
            query = query.where(column == value)
    return query
