"""Inspection plans 抽查计划."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, Integer, String
from sqlalchemy.ext.associationproxy import AssociationProxy, association_proxy
from sqlalchemy.orm import Mapped, mapped_column, relationship

from server.store.base import Base, Id, Instant, Json


class Plan(Base):
    """What an authority will inspect in a period; with several ``programmes`` it is a joint inspection 联合抽查.

    ``programmes`` are in the order of their keys. ``authority`` starts the inspection and leads it; ``taking_part``
    names the authorities that join it. ``sample`` is a list of rules ``{"division": code or "*", "risk_class": letter,
    "-" (none) or "*", "ratio": "0.05"}`` or with ``"number": 12``, or with ``"margin": "0.05", "confidence": "0.95"``
    instead, and in a joint plan with ``"programmes": [...]`` when it is for objects under exactly these; the first rule
    that fits a stratum (domain.strata) counts.
    ``left_out`` maps an inspector's certificate to the reason; ``yearly_cap`` is visits to one object in a year.
    ``second_stage`` is how many instruments or products of an object are inspected (0: all). ``strata`` is what
    the register held on publication: ``[{"stratum": "379901/C", "objects": 40, "sample": 2}]``; empty before.
    """

    __tablename__ = "plans"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    authority: Mapped[str] = mapped_column(String(100))
    taking_part: Mapped[Any] = mapped_column(Json, default=list)
    year: Mapped[int] = mapped_column(Integer)
    first: Mapped[date] = mapped_column(Date)
    last: Mapped[date] = mapped_column(Date)
    sample: Mapped[Any] = mapped_column(Json)
    team_size: Mapped[int] = mapped_column(Integer, default=2)
    strata: Mapped[Any] = mapped_column(Json, default=list)
    left_out: Mapped[Any] = mapped_column(Json, default=dict)
    yearly_cap: Mapped[int] = mapped_column(Integer, default=2)
    second_stage: Mapped[int] = mapped_column(Integer, default=0)
    basis: Mapped[str] = mapped_column(String(300), default="")
    state: Mapped[str] = mapped_column(String(12), default="draft", index=True)
    version: Mapped[int] = mapped_column(Integer, default=1)
    created_at: Mapped[datetime] = mapped_column(Instant)
    published_at: Mapped[datetime | None] = mapped_column(Instant)
    programme_rows: Mapped[list[PlanProgramme]] = relationship(
        cascade="all, delete-orphan", order_by="PlanProgramme.programme", lazy="selectin"
    )
    programmes: AssociationProxy[list[str]] = association_proxy(
        "programme_rows", "programme", creator=lambda name: PlanProgramme(programme=name)
    )


class PlanProgramme(Base):
    """A programme of a plan."""

    __tablename__ = "plan_programmes"
    __table_args__ = (Index(None, "programme"),)

    plan_id: Mapped[str] = mapped_column(ForeignKey("plans.id"), primary_key=True)
    programme: Mapped[str] = mapped_column(String(40), primary_key=True)
