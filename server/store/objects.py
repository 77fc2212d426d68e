"""The register of inspection objects 检查对象名录库."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.store.base import Base, Id, Instant


class Object(Base):
    """A market, shop or producer. ``number`` is the register's key: the USCC, or the register's own number
    for stalls and small shops that have none. ``division`` is the six-digit code of GB/T 2260."""

    __tablename__ = "objects"
    __table_args__ = (Index(None, "division", "status"), Index(None, "name"))

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    number: Mapped[str] = mapped_column(String(100), unique=True)
    uscc: Mapped[str | None] = mapped_column(String(18))
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(40))
    address: Mapped[str] = mapped_column(String(300), default="")
    division: Mapped[str] = mapped_column(String(6))
    contact: Mapped[str] = mapped_column(String(100), default="")
    risk_class: Mapped[str | None] = mapped_column(String(1))
    risk_source: Mapped[str] = mapped_column(String(200), default="")
    risk_date: Mapped[date | None] = mapped_column(Date)
    status: Mapped[str] = mapped_column(String(10), default="active")
    version: Mapped[int] = mapped_column(Integer, default=1)
    updated_at: Mapped[datetime] = mapped_column(Instant)
    programmes: Mapped[list[ObjectProgramme]] = relationship(
        cascade="all, delete-orphan", order_by="ObjectProgramme.programme"
    )


class ObjectProgramme(Base):
    """A programme that an object belongs to."""

    __tablename__ = "object_programmes"
    # Its key is the whole row: one tree instead of two, which an import of many rows feels.
    __table_args__ = (Index(None, "programme"), {"sqlite_with_rowid": False})

    object_id: Mapped[str] = mapped_column(ForeignKey("objects.id"), primary_key=True)
    programme: Mapped[str] = mapped_column(String(40), primary_key=True)


class Division(Base):
    """A division 行政区划 that the authority works in, with its name in both languages."""

    __tablename__ = "divisions"

    code: Mapped[str] = mapped_column(String(6), primary_key=True)
    zh: Mapped[str] = mapped_column(String(100))
    en: Mapped[str] = mapped_column(String(100))
