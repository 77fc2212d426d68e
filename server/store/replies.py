"""Replies 陈述: what a business says to an inspection."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Select, String, Text, or_, select
from sqlalchemy.orm import Mapped, Session, contains_eager, mapped_column, relationship

from server.store.base import Base, Id, Instant
from server.store.inspections import Inspection
from server.store.objects import Object
from server.store.outcomes import Outcome
from server.store.rows import row_of


class Reply(Base):
    """``text`` is kept as it was sent. ``reason`` says why it is not shown beside the result."""

    __tablename__ = "replies"
    __table_args__ = (Index(None, "state", "received_at"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    inspection_id: Mapped[str] = mapped_column(ForeignKey("inspections.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(12))
    received_at: Mapped[datetime] = mapped_column(Instant)
    reason: Mapped[str] = mapped_column(Text, default="")
    decided_by: Mapped[str] = mapped_column(String(100), default="")
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    inspection: Mapped[Inspection] = relationship()


def of_inspection(session: Session, inspection_id: str) -> list[Reply]:
    """Return the replies to an inspection in the order of their arrival."""
    query = select(Reply).where(Reply.inspection_id == inspection_id)
    return list(session.scalars(query.order_by(Reply.received_at, Reply.id)))


def lock(session: Session, reply_id: str) -> Reply:
    """Return a reply under a lock; :class:`Problem` ``not_found``."""
    return row_of(session, Reply, reply_id, lock=True)


def waiting(words: str = "") -> Select[tuple[Reply]]:
    """Return the query of replies that nobody has decided on, the oldest first."""
    query = (
        select(Reply)
        .join(Reply.inspection)
        .join(Inspection.object)
        .options(contains_eager(Reply.inspection).contains_eager(Inspection.object))
        .where(Reply.state == "received")
        .order_by(Reply.received_at, Reply.id)
    )
    if words:
        columns = (Object.name, Object.number)
        query = query.where(or_(*(column.icontains(words, autoescape=True) for column in columns)))
    return query


def released(session: Session, number: str) -> list[Reply]:
    """Return the replies that are shown beside the outcome of a number, in the order of their arrival."""
    query = (
        select(Reply)
        .join(Outcome, Outcome.inspection_id == Reply.inspection_id)
        .where(Outcome.number == number, Outcome.current.is_(True), Reply.state == "released")
    )
    return list(session.scalars(query.order_by(Reply.received_at, Reply.id)))
