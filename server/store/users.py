"""Accounts and the devices that inspectors carry."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.store.base import Base, Id, Instant
from server.store.inspectors import Inspector


class User(Base):
    """An account. ``role`` is one of domain.permissions.ROLES; inspectors point to their register entry.
    ``sign_outs`` counts, so that a session cookie copied before one is worth nothing after it. ``calendar_code`` opens
    the account's feed of deadlines; reminders of them go to ``email``, if there is one. ``failed_tries`` counts wrong
    passwords, of pages and tablets, since ``signed_in_at``, when somebody signed in on the pages."""

    __tablename__ = "users"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    username: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    password_hash: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(20))
    authority: Mapped[str] = mapped_column(String(100), default="")
    inspector_id: Mapped[str | None] = mapped_column(ForeignKey("inspectors.id"))
    language: Mapped[str] = mapped_column(String(5), default="zh")
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    sign_outs: Mapped[int] = mapped_column(Integer, default=0)
    signed_in_at: Mapped[datetime | None] = mapped_column(Instant)
    failed_tries: Mapped[int] = mapped_column(Integer, default=0)
    email: Mapped[str] = mapped_column(String(254), default="")
    calendar_code: Mapped[str | None] = mapped_column(String(40), unique=True)
    created_at: Mapped[datetime] = mapped_column(Instant)
    inspector: Mapped[Inspector | None] = relationship()


class Device(Base):
    """An enrolled tablet. Only the SHA-256 of its token is kept; a revoked one stays in the list. ``last_seq`` is
    the number up to which its entries are here without a gap; ``receipts`` counts the receipts it was given."""

    __tablename__ = "devices"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str] = mapped_column(String(100))
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    client: Mapped[str] = mapped_column(String(40), default="")
    enrolled_at: Mapped[datetime] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)
    seen_at: Mapped[datetime | None] = mapped_column(Instant)
    last_seq: Mapped[int] = mapped_column(Integer, default=0)
    receipts: Mapped[int] = mapped_column(Integer, default=0)
    unsent: Mapped[int | None] = mapped_column(Integer)
    user: Mapped[User] = relationship()
