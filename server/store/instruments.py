"""The measuring instruments 计量器具 of an object."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.store.base import Base, Id, Instant
from server.store.objects import Object


class Instrument(Base):
    """An instrument of an object. max, min, e, d are decimal strings in ``unit``."""

    __tablename__ = "instruments"
    __table_args__ = (UniqueConstraint("object_id", "number"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    object_id: Mapped[str] = mapped_column(ForeignKey("objects.id"), index=True)
    number: Mapped[str] = mapped_column(String(100), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    accuracy_class: Mapped[str | None] = mapped_column(String(4))
    max: Mapped[str | None] = mapped_column(String(30))
    min: Mapped[str | None] = mapped_column(String(30))
    e: Mapped[str | None] = mapped_column(String(30))
    d: Mapped[str | None] = mapped_column(String(30))
    unit: Mapped[str] = mapped_column(String(10), default="")
    valid_until: Mapped[date | None] = mapped_column(Date)
    certificate: Mapped[str] = mapped_column(String(100), default="")
    maker: Mapped[str] = mapped_column(String(100), default="")
    model: Mapped[str] = mapped_column(String(100), default="")
    location: Mapped[str] = mapped_column(String(100), default="")
    status: Mapped[str] = mapped_column(String(10), default="active")
    version: Mapped[int] = mapped_column(Integer, default=1)
    updated_at: Mapped[datetime] = mapped_column(Instant)
    object: Mapped[Object] = relationship()
