"""Corrections 更正 that two people make: proposed by one, published once another has confirmed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, Select, String, Text, or_, select
from sqlalchemy.orm import Mapped, Session, contains_eager, mapped_column, relationship

from server.store.base import Base, Id, Instant, Json
from server.store.inspections import Inspection
from server.store.objects import Object
from server.store.rows import row_of


class Correction(Base):
    """What was proposed is never changed: to follow ``version`` of ``number`` with the results ``items``, which is
    ``[{"item": text, "category": code}]``, with ``photos`` (hashes as received) public and for a public ``reason``.
    With ``objection_id`` an objection is upheld by it.

    A decision is taken once: ``state``, who took it, ``refusal``, the reason when it was declined, and ``made``, the
    version that came of it.
    """

    __tablename__ = "corrections"
    __table_args__ = (Index(None, "number", "state"), Index(None, "state", "proposed_at"))

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    inspection_id: Mapped[str] = mapped_column(ForeignKey("inspections.id"), index=True)
    objection_id: Mapped[str | None] = mapped_column(ForeignKey("objections.id"), index=True)
    number: Mapped[str] = mapped_column(String(40))
    version: Mapped[int] = mapped_column(Integer)
    items: Mapped[Any] = mapped_column(Json)
    photos: Mapped[Any] = mapped_column(Json)
    reason: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(10))
    proposed_by: Mapped[str] = mapped_column(Id)
    proposed_name: Mapped[str] = mapped_column(String(100))
    proposed_at: Mapped[datetime] = mapped_column(Instant)
    decided_by: Mapped[str | None] = mapped_column(Id)
    decided_name: Mapped[str] = mapped_column(String(100), default="")
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    refusal: Mapped[str] = mapped_column(Text, default="")
    made: Mapped[int | None] = mapped_column(Integer)
    inspection: Mapped[Inspection] = relationship()

    @property
    def categories(self) -> dict[str, str]:
        """The result category of each item."""
        return {entry["item"]: entry["category"] for entry in self.items}


def get(session: Session, correction_id: str, *, lock: bool = False) -> Correction:
    """Return a correction, on demand read anew and locked; :class:`Problem` ``not_found``."""
    return row_of(session, Correction, correction_id, lock=lock)


def of_inspection(session: Session, inspection_id: str) -> list[Correction]:
    """Return what was proposed for the outcome of an inspection, the earliest first."""
    query = select(Correction).where(Correction.inspection_id == inspection_id)
    return list(session.scalars(query.order_by(Correction.proposed_at, Correction.id)))


def of_objections(session: Session, inspection_id: str) -> dict[str, Correction]:
    """Return by objection the newest correction that was proposed for it."""
    return {row.objection_id: row for row in of_inspection(session, inspection_id) if row.objection_id}


def waiting_for(session: Session, number: str) -> Correction | None:
    """Return the correction of an outcome that waits for the second person."""
    return session.scalar(
        select(Correction).where(Correction.number == number, Correction.state == "proposed")
    )


def waiting_on(session: Session, objection_id: str) -> Correction | None:
    """Return the correction with which an objection is to be upheld, while it waits for the second person."""
    query = select(Correction).where(Correction.objection_id == objection_id, Correction.state == "proposed")
    return session.scalar(query)


def objections_waiting(session: Session) -> set[str]:
    """Return the objections that are upheld as soon as a second person confirms."""
    query = select(Correction.objection_id).where(Correction.state == "proposed")
    return {key for key in session.scalars(query) if key}


def listing(words: str = "", state: str | None = None) -> Select[tuple[Correction]]:
    """Return the query of all corrections that were proposed, the newest first."""
    query = (
        select(Correction)
        .join(Correction.inspection)
        .join(Inspection.object)
        .options(contains_eager(Correction.inspection).contains_eager(Inspection.object))
    )
    if state:
        query = query.where(Correction.state == state)
    if words:
        columns = (Correction.number, Correction.proposed_name, Object.name, Object.number)
        query = query.where(or_(*(column.icontains(words, autoescape=True) for column in columns)))
    return query.order_by(Correction.proposed_at.desc(), Correction.id.desc())
