"""The register of inspectors 执法检查人员名录库: qualification, absences, recusals."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.store.base import Base, Id, Instant


class Inspector(Base):
    """An inspector, known by the number of the enforcement certificate 执法证号. ``role`` is lead or member."""

    __tablename__ = "inspectors"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    certificate: Mapped[str] = mapped_column(String(100), unique=True)
    name: Mapped[str] = mapped_column(String(100))
    unit: Mapped[str] = mapped_column(String(100), default="")
    role: Mapped[str] = mapped_column(String(10))
    status: Mapped[str] = mapped_column(String(10), default="active")
    version: Mapped[int] = mapped_column(Integer, default=1)
    updated_at: Mapped[datetime] = mapped_column(Instant)
    programmes: Mapped[list[InspectorProgramme]] = relationship(
        cascade="all, delete-orphan", order_by="InspectorProgramme.programme"
    )
    absences: Mapped[list[Absence]] = relationship(
        primaryjoin="and_(Inspector.id == Absence.inspector_id, Absence.status == 'active')",
        order_by="Absence.first",
    )
    recusals: Mapped[list[Recusal]] = relationship(
        primaryjoin="and_(Inspector.id == Recusal.inspector_id, Recusal.status == 'active')"
    )


class InspectorProgramme(Base):
    """A programme that an inspector is qualified for."""

    __tablename__ = "inspector_programmes"

    inspector_id: Mapped[str] = mapped_column(ForeignKey("inspectors.id"), primary_key=True)
    programme: Mapped[str] = mapped_column(String(40), primary_key=True)


class Absence(Base):
    """Days, both inclusive, on which an inspector cannot be drawn, with the reason.

    ``status`` closed: withdrawn, it counts no more; ``Inspector.absences`` holds the active ones."""

    __tablename__ = "absences"
    __table_args__ = (UniqueConstraint("inspector_id", "first"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    inspector_id: Mapped[str] = mapped_column(ForeignKey("inspectors.id"), index=True)
    first: Mapped[date] = mapped_column(Date)
    last: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(String(200))
    status: Mapped[str] = mapped_column(String(10), default="active")
    version: Mapped[int] = mapped_column(Integer, default=1)


class Recusal(Base):
    """A declared conflict of interest 回避 between an inspector and an object.

    ``status`` closed: withdrawn, it counts no more; ``Inspector.recusals`` holds the active ones."""

    __tablename__ = "recusals"
    __table_args__ = (UniqueConstraint("inspector_id", "object_id"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    inspector_id: Mapped[str] = mapped_column(ForeignKey("inspectors.id"))
    object_id: Mapped[str] = mapped_column(ForeignKey("objects.id"), index=True)
    reason: Mapped[str] = mapped_column(String(200), default="")
    status: Mapped[str] = mapped_column(String(10), default="active")
    version: Mapped[int] = mapped_column(Integer, default=1)
