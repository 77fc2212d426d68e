"""Set times of publication 定时公布: when an approved inspection is to be published, and what stood in the way."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Select, String, func, or_, select
from sqlalchemy.orm import Mapped, Session, contains_eager, mapped_column, relationship

from server.store.assignments import Assignment
from server.store.base import Base, Id, Instant, Json
from server.store.draws import Draw
from server.store.inspections import Inspection
from server.store.objects import Object
from server.store.plans import Plan


class PublicationTime(Base):
    """``at`` is the instant from which on it is published; ``review_id`` the approval that was meant. ``fault``
    is the problem that stood in the way, ``fault_values`` fill its text; a person then sets a new time or cancels.
    The row goes once it is published or cancelled: the log keeps both."""

    __tablename__ = "publication_times"

    inspection_id: Mapped[str] = mapped_column(ForeignKey("inspections.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant, index=True)
    review_id: Mapped[str] = mapped_column(Id)
    set_by: Mapped[str] = mapped_column(String(100))
    fault: Mapped[str] = mapped_column(String(40), default="")
    fault_values: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    inspection: Mapped[Inspection] = relationship()


def of_inspection(session: Session, inspection_id: str) -> PublicationTime | None:
    """Return the time set for an inspection as it stands in the database now. Whoever changes it holds the lock of
    its inspection."""
    return session.get(PublicationTime, inspection_id, populate_existing=True)


def due(session: Session, now: datetime) -> list[str]:
    """Return inspections whose time has come, the earliest first; those with a fault wait for a person."""
    query = select(PublicationTime.inspection_id).where(
        PublicationTime.at <= now, PublicationTime.fault == ""
    )
    return list(session.scalars(query.order_by(PublicationTime.at, PublicationTime.inspection_id)))


def waiting_since(session: Session, before: datetime) -> datetime | None:
    """Return the earliest time that passed before an instant without anything having looked at it."""
    query = select(func.min(PublicationTime.at)).where(
        PublicationTime.at <= before, PublicationTime.fault == ""
    )
    return session.scalar(query)


def listing(words: str = "") -> Select[tuple[PublicationTime]]:
    """Return the query of the times that are set, the nearest first."""
    query = (
        select(PublicationTime)
        .join(PublicationTime.inspection)
        .join(Inspection.object)
        .options(contains_eager(PublicationTime.inspection).contains_eager(Inspection.object))
        .order_by(PublicationTime.at, PublicationTime.inspection_id)
    )
    if words:
        columns = (Object.name, Object.number, PublicationTime.set_by)
        query = query.where(or_(*(column.icontains(words, autoescape=True) for column in columns)))
    return query


def plans(session: Session) -> list[tuple[str, str, int]]:
    """Return the plans that have approved inspections: id, number with title, how many."""
    query = (
        select(Plan.id, Plan.number, Plan.title, func.count())
        .join(Draw, Draw.plan_id == Plan.id)
        .join(Assignment, Assignment.draw_id == Draw.id)
        .join(Inspection, Inspection.assignment_id == Assignment.id)
        .where(Inspection.state == "approved")
        .group_by(Plan.id, Plan.number, Plan.title)
        .order_by(Plan.number)
    )
    return [(id, f"{number} {title}", count) for id, number, title, count in session.execute(query)]


def of_plan(session: Session, plan_id: str) -> list[str]:
    """Return the approved inspections of a plan in the order of their ids."""
    query = (
        select(Inspection.id)
        .join(Inspection.assignment)
        .join(Assignment.draw)
        .where(Draw.plan_id == plan_id, Inspection.state == "approved")
    )
    return list(session.scalars(query.order_by(Inspection.id)))
