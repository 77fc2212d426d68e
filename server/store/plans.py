"""Inspection plans 抽查计划."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from server.store.base import Base, Id, Instant, Json


class Plan(Base):
    """What an authority will inspect in a period.

    ``sample`` is a list of rules ``{"division": code or "*", "risk_class": letter, "-" (none) or "*",
    "ratio": "0.05"}`` or with ``"number": 12``, or with ``"margin": "0.05", "confidence": "0.95"`` instead; the first
    rule that fits a stratum counts.
    ``left_out`` maps an inspector's certificate to the reason; ``yearly_cap`` is visits to one object in a year.
    ``second_stage`` is how many instruments or products of an object are inspected (0: all). ``strata`` is what
    the register held on publication: ``[{"stratum": "379901/C", "objects": 40, "sample": 2}]``; empty before.
    """

    __tablename__ = "plans"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    authority: Mapped[str] = mapped_column(String(100))
    programme: Mapped[str] = mapped_column(String(40), index=True)
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
