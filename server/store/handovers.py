"""Hand-overs 移送: what was handed over to whom with which evidence, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, Select, String, Text, or_, select
from sqlalchemy.orm import Mapped, Session, contains_eager, mapped_column, relationship

from server.store.base import Base, Id, Instant, Json
from server.store.inspections import Inspection
from server.store.numbers import number_after
from server.store.objects import Object
from server.store.rows import row_of

STATES = ("handed_over", "taken_up", "concluded", "sent_back")
#: In these states an answer is still awaited.
OPEN = ("handed_over", "taken_up")


class Handover(Base):
    """One hand-over. Only ``state`` changes once it is there. ``matters`` is ``[{"text", "basis"}]`` as handed over,
    ``manifest`` the canonical JSON that lists the files of the evidence, ``last_day`` the day until which the officer
    wants an answer, or nothing; ``unit`` that of the inspection."""

    __tablename__ = "handovers"
    __table_args__ = (
        Index(None, "state", "last_day"),
        Index(None, "unit", "state", "last_day"),
        Index(None, "handed_over_by", "state", "last_day"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    inspection_id: Mapped[str] = mapped_column(ForeignKey("inspections.id"), index=True)
    unit: Mapped[str] = mapped_column(String(100), default="")
    kind: Mapped[str] = mapped_column(String(16))
    recipient: Mapped[str] = mapped_column(String(200), default="")
    reason: Mapped[str] = mapped_column(Text)
    matters: Mapped[Any] = mapped_column(Json)
    last_day: Mapped[date | None] = mapped_column(Date)
    manifest: Mapped[str] = mapped_column(Text, deferred=True)
    manifest_sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16))
    handed_over_by: Mapped[str] = mapped_column(String(100))
    handed_over_at: Mapped[datetime] = mapped_column(Instant)
    inspection: Mapped[Inspection] = relationship()


class HandoverStep(Base):
    """One step of a hand-over: the action, what was said, who and when. Never changed."""

    __tablename__ = "handover_steps"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    handover_id: Mapped[str] = mapped_column(ForeignKey("handovers.id"), index=True)
    action: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text, default="")
    by: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime] = mapped_column(Instant)


def next_number(session: Session, year: int, word: str = "") -> str:
    """Return the next number of a year that begins with the authority's ``word``: T2026-000001."""
    return number_after(session, Handover.number, f"{word}T{year}-", 6)


def lock(session: Session, handover_id: str) -> Handover:
    """Return a hand-over under a lock; :class:`Problem` ``not_found``."""
    return row_of(session, Handover, handover_id, lock=True)


def get(session: Session, handover_id: str) -> Handover:
    """Return a hand-over; :class:`Problem` ``not_found``."""
    return row_of(session, Handover, handover_id)


def of_inspection(session: Session, inspection_id: str) -> list[Handover]:
    """Return the hand-overs of an inspection in their order."""
    query = select(Handover).where(Handover.inspection_id == inspection_id)
    return list(session.scalars(query.order_by(Handover.number)))


def steps(session: Session, handover_ids: Sequence[str]) -> dict[str, list[HandoverStep]]:
    """Return what happened to each of some hand-overs, in its order."""
    found: dict[str, list[HandoverStep]] = {key: [] for key in handover_ids}
    query = select(HandoverStep).where(HandoverStep.handover_id.in_(handover_ids))
    for step in session.scalars(query.order_by(HandoverStep.at, HandoverStep.id)):
        found[step.handover_id].append(step)
    return found


def listing(state: str | None = None, words: str = "") -> Select[tuple[Handover]]:
    """Return the query of hand-overs, newest first; ``words`` are looked for in numbers, names and recipients."""
    query = (
        select(Handover)
        .join(Handover.inspection)
        .join(Inspection.object)
        .options(contains_eager(Handover.inspection).contains_eager(Inspection.object))
        .order_by(Handover.handed_over_at.desc(), Handover.id.desc())
    )
    if state:
        query = query.where(Handover.state == state)
    if words:
        columns = (Object.name, Object.number, Handover.number, Handover.recipient)
        query = query.where(or_(*(column.icontains(words, autoescape=True) for column in columns)))
    return query
