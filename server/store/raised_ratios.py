"""Raised ratios: what a supervisor took for a stratum of a plan, with the numbers that led to it; and these numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Integer, Select, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from server.domain.raised_ratios import rule_of
from server.domain.strata import programmes_of
from server.store import plans_queries
from server.store.assignments import Assignment
from server.store.base import Base, Instant
from server.store.complaints import Complaint
from server.store.draws import Draw
from server.store.inspections import Inspection
from server.store.look_backs import LookBack
from server.store.outcomes import Outcome
from server.store.plans import Plan


class RaisedRatio(Base):
    """``ratio`` was typed for a stratum because of ``complaints`` and ``look_backs`` from ``first`` to ``last``."""

    __tablename__ = "raised_ratios"

    plan_id: Mapped[str] = mapped_column(ForeignKey("plans.id"), primary_key=True)
    stratum: Mapped[str] = mapped_column(String(100), primary_key=True)
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
    """Return how many complaints about a plan's programmes were received from ``first`` to ``last`` by stratum of the
    active objects, as the register is now. In a joint plan only those that are about a programme of the object count.
    """
    query = (
        select(Complaint.object_id, Complaint.programme)
        .where(Complaint.programme.in_(programmes), Complaint.withdrawn_at.is_(None))
        .where(Complaint.day.between(first, last))
    )
    return _by_stratum(session, query, programmes)


def look_backs(session: Session, programmes: Sequence[str], first: date, last: date) -> Counter[str]:
    """Return how many look-backs under the programmes failed, inspected from ``first`` to ``last``, by stratum as
    above."""
    planned = select(LookBack.plan_id)
    query = (
        select(Outcome.object_id, Outcome.programme)
        .join(Inspection, Inspection.id == Outcome.inspection_id)
        .join(Assignment, Assignment.id == Inspection.assignment_id)
        .join(Draw, Draw.id == Assignment.draw_id)
        .where(Outcome.current.is_(True), Outcome.verdict == "fail", Draw.plan_id.in_(planned))
        .where(Outcome.programme.in_(programmes), Outcome.inspected_on.between(first, last))
    )
    return _by_stratum(session, query, programmes)


def _by_stratum(session: Session, query: Select[tuple[str, str]], programmes: Sequence[str]) -> Counter[str]:
    """Count rows of object and programme by the stratum of the object."""
    rows, found = query.subquery(), plans_queries.subjects(programmes)
    columns = (found.c.division, found.c.risk_class, found.c.mask, rows.c.programme)
    grouped = select(*columns, func.count()).join(rows, rows.c.object_id == found.c.id).group_by(*columns)
    counted: Counter[str] = Counter()
    for division, risk_class, mask, programme, count in session.execute(grouped):
        stratum = plans_queries.stratum_of(division, risk_class, mask, programmes)
        if programme in programmes_of(stratum, programmes):
            counted[stratum] += count
    return counted
