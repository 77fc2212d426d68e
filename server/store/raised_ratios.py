"""Raised ratios: what a supervisor took for a stratum of a plan, with the numbers that led to it; and these numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Integer, Select, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from server.domain.plans import stratum_name
from server.domain.raised_ratios import rule_of
from server.store.assignments import Assignment
from server.store.base import Base, Instant
from server.store.complaints import Complaint
from server.store.draws import Draw
from server.store.inspections import Inspection
from server.store.look_backs import LookBack
from server.store.objects import Object
from server.store.outcomes import Outcome
from server.store.plans import Plan


class RaisedRatio(Base):
    """``ratio`` was typed for a stratum because of ``complaints`` and ``look_backs`` from ``first`` to ``last``."""

    __tablename__ = "raised_ratios"

    plan_id: Mapped[str] = mapped_column(ForeignKey("plans.id"), primary_key=True)
    stratum: Mapped[str] = mapped_column(String(10), primary_key=True)
    ratio: Mapped[str] = mapped_column(String(30))
    complaints: Mapped[int] = mapped_column(Integer)
    look_backs: Mapped[int] = mapped_column(Integer)
    first: Mapped[date] = mapped_column(Date)
    last: Mapped[date] = mapped_column(Date)
    set_by: Mapped[str] = mapped_column(String(100))
    set_at: Mapped[datetime] = mapped_column(Instant)


def in_force(session: Session, plan: Plan) -> list[RaisedRatio]:
    """Return what was raised in a plan, by stratum, as far as its rules still say so."""
    rows = session.scalars(
        select(RaisedRatio).where(RaisedRatio.plan_id == plan.id).order_by(RaisedRatio.stratum)
    )
    return [row for row in rows if rule_of(row.stratum, row.ratio) in plan.sample]


def complaints(session: Session, programmes: Sequence[str], first: date, last: date) -> Counter[str]:
    """Return how many complaints about the programmes were received from ``first`` to ``last`` by stratum of the
    active objects, as the register is now."""
    query = (
        select(Object.division, Object.risk_class, func.count())
        .join(Complaint, Complaint.object_id == Object.id)
        .where(Complaint.programme.in_(list(programmes)), Complaint.withdrawn_at.is_(None))
        .where(Complaint.day.between(first, last))
    )
    return _by_stratum(session, query)


def look_backs(session: Session, programmes: Sequence[str], first: date, last: date) -> Counter[str]:
    """Return how many look-backs under the programmes failed, inspected from ``first`` to ``last``, by stratum as
    above."""
    planned = select(LookBack.plan_id)
    query = (
        select(Object.division, Object.risk_class, func.count())
        .join(Outcome, Outcome.object_id == Object.id)
        .join(Inspection, Inspection.id == Outcome.inspection_id)
        .join(Assignment, Assignment.id == Inspection.assignment_id)
        .join(Draw, Draw.id == Assignment.draw_id)
        .where(Outcome.current.is_(True), Outcome.verdict == "fail", Draw.plan_id.in_(planned))
        .where(Outcome.programme.in_(list(programmes)), Outcome.inspected_on.between(first, last))
    )
    return _by_stratum(session, query)


def _by_stratum(session: Session, query: Select[tuple[str, str | None, int]]) -> Counter[str]:
    counted: Counter[str] = Counter()
    grouped = query.where(Object.status == "active").group_by(Object.division, Object.risk_class)
    for division, risk_class, count in session.execute(grouped):
        counted[stratum_name(division, risk_class)] += count
    return counted
