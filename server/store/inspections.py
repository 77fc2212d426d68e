"""Inspections 检查: what the tablets sent, verbatim, and what was made of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.store.assignments import Assignment
from server.store.base import Base, Id, Instant, Json
from server.store.objects import Object


class Inspection(Base):
    """One visit under one programme. ``folded`` and ``result`` are computed from the applied operations
    and may be computed again; ``entries`` counts the applied ones; ``last_day`` is the last day for publication.
    ``result`` is the evaluator's, or ``{"error": …}`` for a record that the rules cannot judge. ``catalogue`` says by
    which state of the editions it was begun, and is judged for good (domain.programmes.catalogue). ``unit`` is that of
    its assignment."""

    __tablename__ = "inspections"
    __table_args__ = (Index(None, "state", "last_day"), Index(None, "unit", "state", "last_day"))

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    assignment_id: Mapped[str] = mapped_column(ForeignKey("assignments.id"), unique=True)
    object_id: Mapped[str] = mapped_column(ForeignKey("objects.id"), index=True)
    programme: Mapped[str] = mapped_column(String(40), index=True)
    unit: Mapped[str] = mapped_column(String(100), default="")
    state: Mapped[str] = mapped_column(String(12), default="open")
    revision: Mapped[int] = mapped_column(Integer, default=1)
    return_reason: Mapped[str] = mapped_column(String(500), default="")
    started_at: Mapped[datetime | None] = mapped_column(Instant)
    finished_at: Mapped[datetime | None] = mapped_column(Instant)
    last_day: Mapped[date | None] = mapped_column(Date)
    last_day_provisional: Mapped[bool] = mapped_column(Boolean, default=False)
    folded: Mapped[Any] = mapped_column(Json, nullable=True)
    result: Mapped[Any] = mapped_column(Json, nullable=True)
    verdict: Mapped[str | None] = mapped_column(String(12))
    conflicts: Mapped[int] = mapped_column(Integer, default=0)
    catalogue: Mapped[int | None] = mapped_column(Integer)
    entries: Mapped[int] = mapped_column(Integer, default=0)
    assignment: Mapped[Assignment] = relationship()
    object: Mapped[Object] = relationship()


class Operation(Base):
    """An entry made on a tablet (docs/sync.md, rule 1), kept as received. ``state``: applied, held (a gap in
    ``seq`` before it), failed (a supervisor's task; ``fault`` says why), set_aside (a supervisor looked and left
    it out). ``place`` counts the applied entries of an inspection, ``receipt`` the receipts of a device: cursors
    that never skip, because both are given under a lock."""

    __tablename__ = "operations"
    __table_args__ = (
        UniqueConstraint("device_id", "seq"),
        Index(None, "inspection_id", "place"),
        Index(None, "device_id", "receipt"),
        Index(None, "state"),
    )

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    device_id: Mapped[str] = mapped_column(ForeignKey("devices.id"))
    seq: Mapped[int] = mapped_column(Integer)
    inspection_id: Mapped[str] = mapped_column(Id)
    revision: Mapped[int] = mapped_column(Integer, default=1)
    at: Mapped[datetime] = mapped_column(Instant)
    kind: Mapped[str] = mapped_column(String(20))
    body: Mapped[Any] = mapped_column(Json)
    raw: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    clock_offset_ms: Mapped[int | None] = mapped_column(BigInteger)
    received_at: Mapped[datetime] = mapped_column(Instant, index=True)
    state: Mapped[str] = mapped_column(String(10))
    fault: Mapped[Any] = mapped_column(Json, nullable=True)
    place: Mapped[int | None] = mapped_column(Integer)
    receipt: Mapped[int] = mapped_column(Integer)


class Quarantined(Base):
    """An operation that could not be taken: the same id or number with other content, or one that makes no
    sense. Shown to a supervisor; the device goes on with its next. ``seq`` and ``revision`` are what it claims,
    where it claims numbers; its ``seq`` is no gap."""

    __tablename__ = "quarantine"
    __table_args__ = (UniqueConstraint("device_id", "sha256"), Index(None, "device_id", "seq"))

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    operation_id: Mapped[str] = mapped_column(String(100), index=True)
    device_id: Mapped[str] = mapped_column(ForeignKey("devices.id"))
    inspection_id: Mapped[str | None] = mapped_column(String(100), index=True)
    seq: Mapped[int | None] = mapped_column(Integer)
    revision: Mapped[int | None] = mapped_column(Integer)
    raw: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    problem: Mapped[Any] = mapped_column(Json)
    received_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime | None] = mapped_column(Instant)


class Photo(Base):
    """A photo as received: its hash is its name in the file store."""

    __tablename__ = "photos"
    __table_args__ = (Index(None, "device_id", "receipt"),)

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int] = mapped_column(Integer)
    mime: Mapped[str] = mapped_column(String(20))
    width: Mapped[int] = mapped_column(Integer)
    height: Mapped[int] = mapped_column(Integer)
    device_id: Mapped[str] = mapped_column(ForeignKey("devices.id"))
    received_at: Mapped[datetime] = mapped_column(Instant)
    receipt: Mapped[int] = mapped_column(Integer)


class InspectionPhoto(Base):
    """A photo of an inspection. ``public`` is None until a reviewer decided."""

    __tablename__ = "inspection_photos"

    inspection_id: Mapped[str] = mapped_column(ForeignKey("inspections.id"), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    operation_id: Mapped[str] = mapped_column(Id)
    caption: Mapped[str] = mapped_column(String(300), default="")
    public: Mapped[bool | None] = mapped_column(Boolean)
    public_sha256: Mapped[str | None] = mapped_column(String(64), index=True)


class Manifest(Base):
    """What a device says it has sent of an inspection (rule 3); ``complete`` once all of it is here."""

    __tablename__ = "manifests"

    inspection_id: Mapped[str] = mapped_column(ForeignKey("inspections.id"), primary_key=True)
    device_id: Mapped[str] = mapped_column(ForeignKey("devices.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(Integer, primary_key=True)
    operations: Mapped[int] = mapped_column(Integer)
    photos: Mapped[Any] = mapped_column(Json)
    complete: Mapped[bool] = mapped_column(Boolean, default=False)
    at: Mapped[datetime] = mapped_column(Instant)
    receipt: Mapped[int | None] = mapped_column(Integer)
