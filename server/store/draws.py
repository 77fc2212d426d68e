"""Draws 抽取: the frozen lists, the public log of their events, and the teams they made."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from server.store.base import Base, Id, Instant, Json
from server.store.inspectors import Inspector
from server.store.plans import Plan


class Draw(Base):
    """A draw from its commitment on. The files are kept as the bytes that were hashed; ``secret`` stays
    unpublished until the draw is opened. ``left_out`` maps a certificate to ``{"why": code, "reason": text}``;
    ``sources`` holds where the public value comes from (domain.entropy.Source.as_json), ``strata`` what the frame
    holds: ``[{"stratum": "379901/C", "objects": 40, "sample": 2}]``."""

    __tablename__ = "draws"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    plan_id: Mapped[str] = mapped_column(ForeignKey("plans.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(12), index=True)
    commitment: Mapped[str] = mapped_column(String(64), unique=True)
    rule_json: Mapped[bytes] = mapped_column(LargeBinary)
    frame_tsv: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    roster_tsv: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    recusals_tsv: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    result_json: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    secret: Mapped[str] = deferred(mapped_column(String(64)))
    entropy_source: Mapped[str] = mapped_column(String(500))
    sources: Mapped[Any] = mapped_column(Json, default=list)
    entropy: Mapped[str | None] = mapped_column(Text)
    seed: Mapped[str | None] = mapped_column(String(64))
    left_out: Mapped[Any] = mapped_column(Json, default=dict)
    strata: Mapped[Any] = mapped_column(Json, default=list)
    object_count: Mapped[int] = mapped_column(Integer, default=0)
    drawn_count: Mapped[int] = mapped_column(Integer, default=0)
    committed_at: Mapped[datetime] = mapped_column(Instant)
    entropy_at: Mapped[datetime | None] = mapped_column(Instant)
    drawn_at: Mapped[datetime | None] = mapped_column(Instant)
    opened_at: Mapped[datetime | None] = mapped_column(Instant)
    voided_at: Mapped[datetime | None] = mapped_column(Instant)
    void_reason: Mapped[str] = mapped_column(String(500), default="")
    plan: Mapped[Plan] = relationship()


class DrawEvent(Base):
    """One line of the public log of draws (sampling.log); ``line`` is the canonical JSON that is hashed.
    ``detail`` is what the office knows of the event and the public learns when the draw is opened."""

    __tablename__ = "draw_events"
    __table_args__ = (Index(None, "draw_id"),)

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    draw_id: Mapped[str] = mapped_column(ForeignKey("draws.id"))
    event: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(Instant)
    line: Mapped[str] = mapped_column(Text)
    detail: Mapped[Any] = mapped_column(Json, default=dict)
    hash: Mapped[str] = mapped_column(String(64))


class TeamMember(Base):
    """An inspector in a team of a draw. ``position`` 0 is the lead; ``turn`` 0 was drawn, or named by hand, and each
    further turn came ``since`` in place of the one before, who was absent. The highest turn of a position serves."""

    __tablename__ = "team_members"

    draw_id: Mapped[str] = mapped_column(ForeignKey("draws.id"), primary_key=True)
    team: Mapped[int] = mapped_column(Integer, primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True)
    turn: Mapped[int] = mapped_column(Integer, primary_key=True, default=0)
    since: Mapped[datetime | None] = mapped_column(Instant)
    inspector_id: Mapped[str] = mapped_column(ForeignKey("inspectors.id"), index=True)
    inspector: Mapped[Inspector] = relationship()
