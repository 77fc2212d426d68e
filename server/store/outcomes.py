"""Outcomes 结果: published versions, frozen. The newest version of a number is the one in force."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    event,
    inspect,
)
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from server.store.base import Base, Id, Instant
from server.store.objects import Object

IN_FORCE = "in_force"


class Outcome(Base):
    """One published version. ``content`` is the canonical JSON whose SHA-256 is ``content_sha256``; the other
    columns repeat parts of it for searching. ``current`` marks the newest version: an index, no part of the
    content, and the only column that can still be written once the row is there."""

    __tablename__ = "outcomes"
    __table_args__ = (
        UniqueConstraint("number", "version"),
        # One index answers every list and every count without touching the rows: they are wide.
        Index(
            "ix_outcomes_list",
            *(
                "current",
                "published_at",
                "id",
                "programme",
                "verdict",
                "category",
                "division",
                "inspected_on",
            ),
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

    @property
    def standing(self) -> str:
        """Whether it is ``in_force`` or was ``replaced`` by a correction: states of domain.workflow."""
        return IN_FORCE if self.current else "replaced"


#: The index of the version in force; no part of what was published.
MOVABLE = frozenset({"current"})


class Frozen(RuntimeError):
    """An attempt to change or delete a published version."""


@event.listens_for(Outcome, "before_update")
def _refuse_change(_mapper: Mapper[Any], _connection: Any, outcome: Outcome) -> None:
    state = inspect(outcome)
    names = {attribute.key for attribute in state.mapper.column_attrs}
    changed = {name for name in names - MOVABLE if state.attrs[name].history.has_changes()}
    if changed:
        raise Frozen(f"{outcome.number} version {outcome.version}: {', '.join(sorted(changed))}")


@event.listens_for(Outcome, "before_delete")
def _refuse_deletion(_mapper: Mapper[Any], _connection: Any, outcome: Outcome) -> None:
    raise Frozen(f"{outcome.number} version {outcome.version}")
