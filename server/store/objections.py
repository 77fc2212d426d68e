"""Objections 异议: a business's claim that a published outcome is wrong, and its answer."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, Select, String, Text, or_, select
from sqlalchemy.orm import Mapped, Session, contains_eager, mapped_column, relationship

from server.store.base import Base, Id, Instant
from server.store.inspections import Inspection
from server.store.objects import Object
from server.store.rows import row_of

#: What each tab of the list holds.
TABS = {"received": ("received",), "answered": ("upheld", "rejected")}


class Objection(Base):
    """``number`` and ``version`` name what it objects to, ``corrected`` the version that came of it.

    ``late`` says that it came after the period that this authority has set. ``last_day`` is the last day for the
    answer, ``unit`` that of the inspection.
    """

    __tablename__ = "objections"
    __table_args__ = (Index(None, "state", "last_day"), Index(None, "unit", "state", "last_day"))

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    inspection_id: Mapped[str] = mapped_column(ForeignKey("inspections.id"), index=True)
    unit: Mapped[str] = mapped_column(String(100), default="")
    number: Mapped[str] = mapped_column(String(40), index=True)
    version: Mapped[int] = mapped_column(Integer)
    text: Mapped[str] = mapped_column(Text)
    contact: Mapped[str] = mapped_column(String(200), default="")
    late: Mapped[bool] = mapped_column(Boolean)
    state: Mapped[str] = mapped_column(String(12))
    received_at: Mapped[datetime] = mapped_column(Instant)
    last_day: Mapped[date] = mapped_column(Date)
    last_day_provisional: Mapped[bool] = mapped_column(Boolean)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_by: Mapped[str] = mapped_column(String(100), default="")
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    corrected: Mapped[int | None] = mapped_column(Integer)
    inspection: Mapped[Inspection] = relationship()


def of_inspection(session: Session, inspection_id: str) -> list[Objection]:
    """Return the objections to an inspection's outcome in the order of their arrival."""
    query = select(Objection).where(Objection.inspection_id == inspection_id)
    return list(session.scalars(query.order_by(Objection.received_at, Objection.id)))


def of_number(session: Session, number: str) -> list[Objection]:
    """Return the objections to the outcome of a number in the order of their arrival."""
    query = select(Objection).where(Objection.number == number)
    return list(session.scalars(query.order_by(Objection.received_at, Objection.id)))


def get(session: Session, objection_id: str) -> Objection:
    """Return an objection; :class:`Problem` ``not_found``."""
    return row_of(session, Objection, objection_id)


def lock(session: Session, objection_id: str) -> Objection:
    """Return an objection under a lock; :class:`Problem` ``not_found``."""
    return row_of(session, Objection, objection_id, lock=True)


def listing(tab: str, words: str = "") -> Select[tuple[Objection]]:
    """Return the query of a tab's objections: those to be answered by their last day, the answered newest first."""
    query = (
        select(Objection)
        .join(Objection.inspection)
        .join(Inspection.object)
        .options(contains_eager(Objection.inspection).contains_eager(Inspection.object))
        .where(Objection.state.in_(TABS[tab]))
    )
    if words:
        columns = (Object.name, Object.number, Objection.number)
        query = query.where(or_(*(column.icontains(words, autoescape=True) for column in columns)))
    if tab == "received":
        return query.order_by(Objection.last_day, Objection.received_at, Objection.id)
    return query.order_by(Objection.answered_at.desc(), Objection.id.desc())
