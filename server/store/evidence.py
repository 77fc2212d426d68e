"""Evidence 证据材料: files that a business handed in, kept as received. Their bytes are in the file store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from server.store.base import Base, Id, Instant


class Evidence(Base):
    """One file, which belongs to a ``noun`` such as an objection."""

    __tablename__ = "evidence"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    inspection_id: Mapped[str] = mapped_column(ForeignKey("inspections.id"), index=True)
    noun: Mapped[str] = mapped_column(String(20))
    noun_id: Mapped[str] = mapped_column(Id)
    sha256: Mapped[str] = mapped_column(String(64))
    mime: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(200))
    size: Mapped[int] = mapped_column(Integer)
    received_at: Mapped[datetime] = mapped_column(Instant)


def of_inspection(session: Session, inspection_id: str) -> Mapping[str, list[Evidence]]:
    """Return the files of an inspection by the id of what they belong to, in the order of their arrival."""
    query = select(Evidence).where(Evidence.inspection_id == inspection_id).order_by(Evidence.id)
    found: dict[str, list[Evidence]] = defaultdict(list)
    for row in session.scalars(query):
        found[row.noun_id].append(row)
    return found


def size_of(session: Session, inspection_id: str) -> int:
    """Return how many bytes were handed in for an inspection."""
    query = select(func.coalesce(func.sum(Evidence.size), 0))
    return session.scalar(query.where(Evidence.inspection_id == inspection_id)) or 0


def one(session: Session, inspection_id: str, evidence_id: str) -> Evidence | None:
    """Return a file of an inspection."""
    row = session.get(Evidence, evidence_id)
    return row if row and row.inspection_id == inspection_id else None
