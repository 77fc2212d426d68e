"""The outbox of the national system: which published versions were handed to the authority's link, and its answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ForeignKey, Integer, Select, String, and_, func, or_, select
from sqlalchemy.orm import Mapped, Session, contains_eager, mapped_column, relationship

from server.store.base import Base, Instant
from server.store.outcomes import Outcome

STATES = ("sending", "accepted", "refused", "failed")


class NationalRecord(Base):
    """One published version that was handed over, or is being. ``standing``: sending until the link answers, accepted,
    refused (its answer was no), failed (it could not be reached); ``answer`` is what it said last."""

    __tablename__ = "national_records"

    outcome_id: Mapped[str] = mapped_column(ForeignKey("outcomes.id"), primary_key=True)
    standing: Mapped[str] = mapped_column(String(10), index=True)
    attempts: Mapped[int] = mapped_column(Integer)
    handed_at: Mapped[datetime] = mapped_column(Instant, index=True)
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    answer: Mapped[str] = mapped_column(String(500), default="")
    outcome: Mapped[Outcome] = relationship()


def documents(
    session: Session, first: datetime | None, before: datetime | None, programme: str | None
) -> Iterator[str]:
    """Yield the documents in force that were published from ``first`` on and before ``before``, in this order, a few
    hundred at a time."""
    query = select(Outcome.content).where(Outcome.current).order_by(Outcome.published_at, Outcome.id)
    if first:
        query = query.where(Outcome.published_at >= first)
    if before:
        query = query.where(Outcome.published_at < before)
    if programme:
        query = query.where(Outcome.programme == programme)
    yield from session.scalars(query.execution_options(yield_per=200))


def waiting(session: Session, stale: datetime, again: bool, most: int) -> list[str]:
    """Return versions in force that the link has to get, the earliest first: never handed over, failed, or without an
    answer since before ``stale``; with ``again`` those that it refused too."""
    states = ("failed", "refused") if again else ("failed",)
    abandoned = and_(NationalRecord.standing == "sending", NationalRecord.handed_at < stale)
    query = (
        select(Outcome.id)
        .outerjoin(NationalRecord, NationalRecord.outcome_id == Outcome.id)
        .where(
            Outcome.current,
            or_(NationalRecord.standing.is_(None), NationalRecord.standing.in_(states), abandoned),
        )
    )
    return list(session.scalars(query.order_by(Outcome.published_at, Outcome.id).limit(most)))


def listing(state: str | None, words: str = "") -> Select[tuple[NationalRecord]]:
    """Return the query of what was handed over, the latest first."""
    query = (
        select(NationalRecord)
        .join(NationalRecord.outcome)
        .options(contains_eager(NationalRecord.outcome))
        .order_by(NationalRecord.handed_at.desc(), NationalRecord.outcome_id)
    )
    if state:
        query = query.where(NationalRecord.standing == state)
    if words:
        columns = (Outcome.number, Outcome.object_name, NationalRecord.answer)
        query = query.where(or_(*(column.icontains(words, autoescape=True) for column in columns)))
    return query


def counts(session: Session) -> dict[str, int]:
    """Return how many versions are in each state."""
    query = select(NationalRecord.standing, func.count()).group_by(NationalRecord.standing)
    return dict(session.execute(query).all())
