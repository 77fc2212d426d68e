"""Penalties 行政处罚信息: decisions in cases that findings were handed over to, shown beside the result for a time."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, Index, String, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from server.store.base import Base, Id, Instant
from server.store.handovers import Handover
from server.store.inspections import Inspection
from server.store.outcomes import Outcome
from server.store.rows import row_of

#: In this state it still has to be published.
PENDING = "entered"


class Penalty(Base):
    """One decision. What it says never changes once it is there; ``state`` and the days say what became of it.

    ``weight`` is one of domain.penalties.MONTHS, ``last_day`` that for publication; ``changed_on`` and ``reason`` say
    when and why the decision itself was changed, ``late`` whether the withdrawal came after its last day.
    """

    __tablename__ = "penalties"
    __table_args__ = (
        Index(None, "state", "last_day"),
        Index(None, "unit", "state", "last_day"),
        Index(None, "entered_by", "state", "last_day"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    handover_id: Mapped[str] = mapped_column(ForeignKey("handovers.id"), index=True)
    inspection_id: Mapped[str] = mapped_column(ForeignKey("inspections.id"), index=True)
    unit: Mapped[str] = mapped_column(String(100), default="")
    decision: Mapped[str] = mapped_column(String(100))
    decided_on: Mapped[date] = mapped_column(Date)
    facts: Mapped[str] = mapped_column(Text)
    measures: Mapped[str] = mapped_column(Text)
    basis: Mapped[str] = mapped_column(Text)
    weight: Mapped[str] = mapped_column(String(16))
    entered_by: Mapped[str] = mapped_column(String(100))
    entered_at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[str] = mapped_column(String(12))
    last_day: Mapped[date | None] = mapped_column(Date)
    last_day_provisional: Mapped[bool] = mapped_column(Boolean, default=False)
    published_by: Mapped[str] = mapped_column(String(100), default="")
    published_at: Mapped[datetime | None] = mapped_column(Instant)
    shown_until: Mapped[date | None] = mapped_column(Date)
    changed_on: Mapped[date | None] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(Text, default="")
    withdrawn_by: Mapped[str] = mapped_column(String(100), default="")
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    late: Mapped[bool] = mapped_column(Boolean, default=False)
    handover: Mapped[Handover] = relationship()
    inspection: Mapped[Inspection] = relationship()


def lock(session: Session, penalty_id: str) -> Penalty:
    """Return a penalty under a lock; :class:`Problem` ``not_found``."""
    return row_of(session, Penalty, penalty_id, lock=True)


def of_handover(session: Session, handover_id: str) -> list[Penalty]:
    """Return the penalties that came of a hand-over in the order in which they were entered."""
    query = select(Penalty).where(Penalty.handover_id == handover_id)
    return list(session.scalars(query.order_by(Penalty.entered_at, Penalty.id)))


def shown(session: Session, number: str, today: date) -> list[Penalty]:
    """Return the penalties that stand beside the outcome of a number on a day, the earliest decision first."""
    query = (
        select(Penalty)
        .join(Outcome, Outcome.inspection_id == Penalty.inspection_id)
        .where(Outcome.number == number, Outcome.current.is_(True))
        .where(Penalty.state == "published", Penalty.shown_until >= today)
    )
    return list(session.scalars(query.order_by(Penalty.decided_on, Penalty.id)))
