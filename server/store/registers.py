"""What the registers share: the history of every entry, and imports."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from server.store.base import Base, Id, Instant, Json


class RegisterChange(Base):
    """One version of a register entry: what it was made by, when, and its columns from then on.

    ``source`` is the id of the import that made it; empty when it was typed."""

    __tablename__ = "register_changes"

    entry_id: Mapped[str] = mapped_column(Id, primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    noun: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(Instant)
    actor: Mapped[str] = mapped_column(String(100))
    source: Mapped[str] = mapped_column(String(200), default="")
    columns: Mapped[Any] = mapped_column(Json)


class Import(Base):
    """An uploaded register file: checked first, then taken whole or not at all.

    ``rows`` counts the rows that are not blank. ``faults`` holds the first faulty cells, ``warnings`` the first
    doubtful ones, ``sample`` the first rows as ``[row number, cells]``; ``plan`` is the hash of the stored file
    with all of them and with what applying will do. ``error`` is the problem that ended a check or an
    application that failed: ``{"code", "at", "values"}``.
    """

    __tablename__ = "imports"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    noun: Mapped[str] = mapped_column(String(20))
    filename: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int] = mapped_column(Integer, default=0)
    state: Mapped[str] = mapped_column(String(12), index=True)
    at: Mapped[datetime] = mapped_column(Instant)
    actor: Mapped[str] = mapped_column(String(100))
    plan: Mapped[str | None] = mapped_column(String(64))
    rows: Mapped[int] = mapped_column(Integer, default=0)
    added: Mapped[int] = mapped_column(Integer, default=0)
    changed: Mapped[int] = mapped_column(Integer, default=0)
    unchanged: Mapped[int] = mapped_column(Integer, default=0)
    fault_count: Mapped[int] = mapped_column(Integer, default=0)
    warning_count: Mapped[int] = mapped_column(Integer, default=0)
    faulty_rows: Mapped[int] = mapped_column(Integer, default=0)
    faults: Mapped[Any] = mapped_column(Json, default=list)
    warnings: Mapped[Any] = mapped_column(Json, default=list)
    headers: Mapped[Any] = mapped_column(Json, default=list)
    sample: Mapped[Any] = mapped_column(Json, default=list)
    error: Mapped[Any] = mapped_column(Json, nullable=True)
    applied_at: Mapped[datetime | None] = mapped_column(Instant)
    applied_by: Mapped[str] = mapped_column(String(100), default="")
