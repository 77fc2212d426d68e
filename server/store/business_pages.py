"""Pages of inspected businesses 被检查人: the secret code that opens the page of one inspection."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, ScalarSelect, String, select
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from server.store.assignments import Assignment
from server.store.base import Base, Instant
from server.store.inspections import Inspection


class BusinessPage(Base):
    """``code`` opens the page of its inspection and nothing else; a new one puts the old one out of use.
    ``rated`` says that the visit was rated, not how."""

    __tablename__ = "business_pages"

    inspection_id: Mapped[str] = mapped_column(ForeignKey("inspections.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    made_at: Mapped[datetime] = mapped_column(Instant)
    rated: Mapped[bool] = mapped_column(Boolean, default=False)


def inspection_of(session: Session, code: str) -> Inspection | None:
    """Return the inspection that a code opens."""
    query = select(Inspection).join(BusinessPage, BusinessPage.inspection_id == Inspection.id)
    return session.scalar(query.where(BusinessPage.code == code))


def of_inspection(session: Session, inspection_id: str) -> BusinessPage | None:
    """Return the page of an inspection; None while it has no code."""
    return session.get(BusinessPage, inspection_id)


def is_rated(session: Session, inspection_id: str) -> bool:
    """Whether the visit was rated, on the page of this inspection or, when several were made in it, of another."""
    own, other = aliased(Assignment), aliased(Assignment)
    query = (
        select(BusinessPage.inspection_id)
        .join(Inspection, Inspection.id == BusinessPage.inspection_id)
        .join(other, other.id == Inspection.assignment_id)
        .join(own, (own.draw_id == other.draw_id) & (own.object_id == other.object_id))
        .where(BusinessPage.rated, own.id == _assignment_of(inspection_id))
    )
    return session.scalar(query.limit(1)) is not None


def _assignment_of(inspection_id: str) -> ScalarSelect[str]:
    return select(Inspection.assignment_id).where(Inspection.id == inspection_id).scalar_subquery()
