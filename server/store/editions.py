"""Editions 版本: limits, checklists and legal bases that the office entered as data, and a second person confirmed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Index, Integer, String, Text, event, inspect
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from server.store.base import Base, Id, Instant


class Edition(Base):
    """One entry, never changed: ``content`` is its canonical JSON with the hash ``sha256``; ``kind``, ``programme``,
    ``code``, ``title``, ``source`` and ``first`` (the first day in force) repeat parts of it for lists. ``state`` is
    proposed, confirmed, refused or withdrawn; ``place`` counts the confirmed ones from 1 and is never given twice."""

    __tablename__ = "editions"
    __table_args__ = (Index(None, "state", "entered_at"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(String(12))
    programme: Mapped[str] = mapped_column(String(40))
    code: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(300))
    source: Mapped[str] = mapped_column(String(300))
    first: Mapped[date] = mapped_column(Date)
    content: Mapped[str] = mapped_column(Text, deferred=True)
    sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(10))
    place: Mapped[int | None] = mapped_column(Integer, unique=True)
    entered_by: Mapped[str] = mapped_column(Id)
    entered_name: Mapped[str] = mapped_column(String(100))
    entered_at: Mapped[datetime] = mapped_column(Instant)
    decided_by: Mapped[str | None] = mapped_column(Id)
    decided_name: Mapped[str] = mapped_column(String(100), default="")
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    reason: Mapped[str] = mapped_column(String(500), default="")


#: What a decision writes, once.
DECIDED = frozenset({"state", "place", "decided_by", "decided_name", "decided_at", "reason"})


class Frozen(RuntimeError):
    """An attempt to change or delete what was entered, or a decision that was taken."""


@event.listens_for(Edition, "before_update")
def _refuse_change(_mapper: Mapper[Any], _connection: Any, edition: Edition) -> None:
    state = inspect(edition)
    names = {attribute.key for attribute in state.mapper.column_attrs}
    changed = {name for name in names if state.attrs[name].history.has_changes()}
    before = state.attrs["state"].history.deleted
    if changed - DECIDED or (changed and list(before or [edition.state]) != ["proposed"]):
        raise Frozen(f"{edition.id}: {', '.join(sorted(changed))}")


@event.listens_for(Edition, "before_delete")
def _refuse_deletion(_mapper: Mapper[Any], _connection: Any, edition: Edition) -> None:
    raise Frozen(edition.id)
