"""Complaints 投诉举报 about objects of the register: what came, when, from where; never who complained."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Select, String, or_, select
from sqlalchemy.orm import Mapped, Session, contains_eager, mapped_column, relationship

from server.store.base import Base, Id, Instant
from server.store.objects import Object
from server.store.rows import row_of


class Complaint(Base):
    """One complaint, received on a ``day``, about what a ``programme`` inspects. ``source`` is where it came from, with
    its number there. One that was entered by mistake is withdrawn and stays."""

    __tablename__ = "complaints"
    __table_args__ = (Index(None, "programme", "day"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    object_id: Mapped[str] = mapped_column(ForeignKey("objects.id"), index=True)
    programme: Mapped[str] = mapped_column(String(40))
    day: Mapped[date] = mapped_column(Date, index=True)
    source: Mapped[str] = mapped_column(String(100))
    note: Mapped[str] = mapped_column(String(500), default="")
    entered_by: Mapped[str] = mapped_column(String(100))
    entered_at: Mapped[datetime] = mapped_column(Instant)
    withdrawn_by: Mapped[str] = mapped_column(String(100), default="")
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    object: Mapped[Object] = relationship()


def get(session: Session, complaint_id: str) -> Complaint:
    """Return a complaint under a lock; :class:`Problem` ``not_found``."""
    return row_of(session, Complaint, complaint_id, lock=True)


def listing(words: str = "", programme: str | None = None) -> Select[tuple[Complaint]]:
    """Return the query of complaints, the latest day first."""
    query = select(Complaint).join(Complaint.object).options(contains_eager(Complaint.object))
    if words:
        columns = (Object.name, Object.number, Complaint.source, Complaint.note)
        query = query.where(or_(*(column.icontains(words, autoescape=True) for column in columns)))
    if programme:
        query = query.where(Complaint.programme == programme)
    return query.order_by(Complaint.day.desc(), Complaint.id.desc())
