"""What the registers share: the history of every entry, and imports."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from server.store.base import Base, Id, Instant, Json


class RegisterChange(Base):
    """One version of a register entry: what it was made by, when, and its columns from then on."""

    __tablename__ = "register_changes"
    __table_args__ = (Index(None, "noun", "entry_id", "version"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    noun: Mapped[str] = mapped_column(String(20))
    entry_id: Mapped[str] = mapped_column(Id)
    version: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(Instant)
    actor: Mapped[str] = mapped_column(String(100))
    source: Mapped[str] = mapped_column(String(200), default="")
    columns: Mapped[Any] = mapped_column(Json)


class Import(Base):
    """An uploaded register file: checked first, then taken whole or not at all."""

    __tablename__ = "imports"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    noun: Mapped[str] = mapped_column(String(20))
    filename: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(12), index=True)
    at: Mapped[datetime] = mapped_column(Instant)
    actor: Mapped[str] = mapped_column(String(100))
    rows: Mapped[int] = mapped_column(Integer, default=0)
    done: Mapped[int] = mapped_column(Integer, default=0)
    added: Mapped[int] = mapped_column(Integer, default=0)
    changed: Mapped[int] = mapped_column(Integer, default=0)
    unchanged: Mapped[int] = mapped_column(Integer, default=0)
    faults: Mapped[Any] = mapped_column(Json, default=list)
    fault_count: Mapped[int] = mapped_column(Integer, default=0)
    error: Mapped[str] = mapped_column(Text, default="")
