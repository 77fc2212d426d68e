"""Rectifications 责令改正: what an officer ordered a business to put right by a day, and everything since."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, ForeignKey, Index, Select, String, Text, func, or_, select
from sqlalchemy.orm import Mapped, Session, contains_eager, mapped_column, relationship

from server.store.base import Base, Id, Instant, Json
from server.store.inspections import Inspection
from server.store.numbers import number_after
from server.store.objects import Object
from server.store.rows import row_of

#: In these states the business has something to do.
OPEN = ("ordered", "extended", "proof_refused")
TABS = ("overdue", "open", "proof", "closed")


class Rectification(Base):
    """One notice. ``items`` is ``[{"text", "basis"}]`` as ordered; ``last_day`` the day set, or set later, ``unit``
    that of the inspection."""

    __tablename__ = "rectifications"
    __table_args__ = (
        Index(None, "state", "last_day"),
        Index(None, "unit", "state", "last_day"),
        Index(None, "ordered_by", "state", "last_day"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    inspection_id: Mapped[str] = mapped_column(ForeignKey("inspections.id"), index=True)
    unit: Mapped[str] = mapped_column(String(100), default="")
    items: Mapped[Any] = mapped_column(Json)
    state: Mapped[str] = mapped_column(String(16))
    last_day: Mapped[date] = mapped_column(Date)
    ordered_by: Mapped[str] = mapped_column(String(100))
    ordered_at: Mapped[datetime] = mapped_column(Instant)
    inspection: Mapped[Inspection] = relationship()


class RectificationStep(Base):
    """One step of a rectification: the action, what was said, the day set by it, who and when. Never changed."""

    __tablename__ = "rectification_steps"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    rectification_id: Mapped[str] = mapped_column(ForeignKey("rectifications.id"), index=True)
    action: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text, default="")
    last_day: Mapped[date | None] = mapped_column(Date)
    by: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime] = mapped_column(Instant)


def next_number(session: Session, year: int, word: str = "") -> str:
    """Return the next number of a year that begins with the authority's ``word``: R2026-000001."""
    return number_after(session, Rectification.number, f"{word}R{year}-", 6)


def lock(session: Session, rectification_id: str) -> Rectification:
    """Return a rectification under a lock; :class:`Problem` ``not_found``."""
    return row_of(session, Rectification, rectification_id, lock=True)


def get(session: Session, rectification_id: str) -> Rectification:
    """Return a rectification; :class:`Problem` ``not_found``."""
    return row_of(session, Rectification, rectification_id)


def of_inspection(session: Session, inspection_id: str) -> list[Rectification]:
    """Return the rectifications of an inspection in their order."""
    query = select(Rectification).where(Rectification.inspection_id == inspection_id)
    return list(session.scalars(query.order_by(Rectification.number)))


def steps(session: Session, rectification_id: str) -> list[RectificationStep]:
    """Return what happened to a rectification, in its order."""
    query = select(RectificationStep).where(RectificationStep.rectification_id == rectification_id)
    return list(session.scalars(query.order_by(RectificationStep.at, RectificationStep.id)))


def listing(tab: str, today: date, words: str = "") -> Select[tuple[Rectification]]:
    """Return the query of one of :data:`TABS`: overdue, still open, with proof to be looked at, closed."""
    query = (
        select(Rectification)
        .join(Rectification.inspection)
        .join(Inspection.object)
        .options(contains_eager(Rectification.inspection).contains_eager(Inspection.object))
        .where(*_tab(tab, today))
    )
    if words:
        columns = (Object.name, Object.number, Rectification.number)
        query = query.where(or_(*(column.icontains(words, autoescape=True) for column in columns)))
    if tab == "closed":
        return query.order_by(Rectification.ordered_at.desc(), Rectification.id.desc())
    return query.order_by(Rectification.last_day, Rectification.number)


def counts(session: Session, today: date) -> dict[str, int]:
    """Return how many rectifications each tab that asks for something holds."""
    names = [name for name in TABS if name != "closed"]
    return {
        name: session.scalar(select(func.count()).select_from(Rectification).where(*_tab(name, today))) or 0
        for name in names
    }


def _tab(tab: str, today: date) -> list[ColumnElement[bool]]:
    if tab == "closed":
        return [Rectification.state == "accepted"]
    if tab == "proof":
        return [Rectification.state == "proof_received"]
    late = Rectification.last_day < today
    return [Rectification.state.in_(OPEN), late if tab == "overdue" else ~late]
