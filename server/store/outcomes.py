"""Outcomes 结果: published versions, frozen. The newest version of a number is the one in force."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.store.base import Base, Id, Instant
from server.store.objects import Object


class Outcome(Base):
    """One published version. ``content`` is the canonical JSON whose SHA-256 is ``content_sha256``; the other
    columns repeat parts of it for searching. ``current`` marks the newest version."""

    __tablename__ = "outcomes"
    __table_args__ = (
        UniqueConstraint("number", "version"),
        # One index answers every list and every count without touching the rows: they are wide.
        Index(
            "ix_outcomes_list",
            *("current", "published_at", "id", "programme", "verdict", "category", "division", "inspected_on"),
        ),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    number: Mapped[str] = mapped_column(String(40))
    version: Mapped[int] = mapped_column(Integer)
    current: Mapped[bool] = mapped_column(Boolean)
    inspection_id: Mapped[str] = mapped_column(ForeignKey("inspections.id"), index=True)
    object_id: Mapped[str] = mapped_column(ForeignKey("objects.id"), index=True)
    draw_id: Mapped[str] = mapped_column(ForeignKey("draws.id"), index=True)
    programme: Mapped[str] = mapped_column(String(40))
    object_number: Mapped[str] = mapped_column(String(100), index=True)
    object_name: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(300))
    division: Mapped[str] = mapped_column(String(6))
    inspected_on: Mapped[date] = mapped_column(Date)
    verdict: Mapped[str] = mapped_column(String(12))
    category: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(Text, default="")
    content: Mapped[str] = mapped_column(Text, deferred=True)
    content_sha256: Mapped[str] = mapped_column(String(64))
    published_at: Mapped[datetime] = mapped_column(Instant)
    object: Mapped[Object] = relationship()
