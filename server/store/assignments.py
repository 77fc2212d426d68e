"""Assignments 任务: a drawn object under one programme, its ticket, its place in the order of visits, its team."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.store.base import Base, Id, Instant
from server.store.draws import Draw
from server.store.objects import Object


class Assignment(Base):
    """One object of one draw, to be inspected under one programme; those of the same draw and object are one visit.

    ``team`` is a number of the draw's teams or None (to be staffed); ``unit`` is the unit of the team's lead when the
    visit was given to it; ``substitute_for`` names the assignment of the same programme that this one replaces."""

    __tablename__ = "assignments"
    __table_args__ = (
        UniqueConstraint("draw_id", "object_id", "programme"),
        Index(None, "draw_id", "team"),
        Index(None, "unit", "state", "draw_id"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    draw_id: Mapped[str] = mapped_column(ForeignKey("draws.id"))
    object_id: Mapped[str] = mapped_column(ForeignKey("objects.id"), index=True)
    programme: Mapped[str] = mapped_column(String(40))
    order: Mapped[int] = mapped_column(Integer)
    stratum: Mapped[str] = mapped_column(String(100))
    ticket: Mapped[str] = mapped_column(String(64))
    team: Mapped[int | None] = mapped_column(Integer)
    unit: Mapped[str] = mapped_column(String(100), default="")
    state: Mapped[str] = mapped_column(String(12), index=True)
    reason: Mapped[str] = mapped_column(String(500), default="")
    substitute_for: Mapped[str | None] = mapped_column(ForeignKey("assignments.id"))
    created_at: Mapped[datetime] = mapped_column(Instant)
    draw: Mapped[Draw] = relationship()
    object: Mapped[Object] = relationship()
