"""Visits to one business that are made together 合并到访: which are due at the same time, and the day that was set.

A business is its unified social credit code, or the object itself when it has none. Several assignments of the same
draw and object are one visit already.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKey, Select, String, func, or_, select
from sqlalchemy.orm import Mapped, Session, contains_eager, mapped_column

from server.store.assignments import Assignment
from server.store.base import Base, Id, Instant
from server.store.draws import Draw
from server.store.inspections import Inspection
from server.store.objects import Object
from server.store.plans import Plan
from server.store.plans_queries import VISITED

#: States of an assignment whose visit is still to be made.
DUE = ("unstaffed", "assigned")
BUSINESS = func.coalesce(Object.uscc, Object.id)


class MergedVisit(Base):
    """An assignment whose visit is made together with those of the same ``merge_id``, on ``day``. What was drawn, the
    team above all, is not touched by it."""

    __tablename__ = "merged_visits"

    assignment_id: Mapped[str] = mapped_column(ForeignKey("assignments.id"), primary_key=True)
    merge_id: Mapped[str] = mapped_column(Id, index=True)
    day: Mapped[date] = mapped_column(Date)
    set_by: Mapped[str] = mapped_column(String(100))
    set_at: Mapped[datetime] = mapped_column(Instant)


@dataclass(frozen=True)
class Visit:
    """One visit that is due: its assignments, one for each programme; what was set for it, if anything was."""

    business: str
    assignments: list[Assignment]
    merged: MergedVisit | None

    @property
    def first(self) -> Assignment:
        """The assignment that stands for the visit: object, draw, team and order are the same in all."""
        return self.assignments[0]


def businesses(words: str = "") -> Select[Any]:
    """Return the query of the businesses with visits due under plans whose periods overlap: key, name, and how many."""
    each = (
        select(
            BUSINESS.label("business"), Draw.id, Plan.first, Plan.last, func.min(Object.name).label("name")
        )
        .select_from(Assignment)
        .join(Assignment.object)
        .join(Assignment.draw)
        .join(Draw.plan)
        .where(Assignment.state.in_(DUE), Draw.voided_at.is_(None))
        .group_by(BUSINESS, Draw.id, Plan.first, Plan.last)
    )
    if words:
        columns = (Object.name, Object.number, Object.address)
        each = each.where(or_(*(column.icontains(words, autoescape=True) for column in columns)))
    drawn = each.subquery()
    before = func.max(drawn.c.last).over(
        partition_by=drawn.c.business, order_by=(drawn.c.first, drawn.c.id), rows=(None, -1)
    )
    ordered = select(drawn, before.label("before")).subquery()
    found = select(ordered.c.business).where(ordered.c.before >= ordered.c.first)
    name = func.min(drawn.c.name)
    query = select(drawn.c.business, name.label("name"), func.count().label("visits"))
    return (
        query.where(drawn.c.business.in_(found)).group_by(drawn.c.business).order_by(name, drawn.c.business)
    )


def due(session: Session, businesses: Collection[str]) -> dict[str, list[Visit]]:
    """Return the visits that are due at each of the businesses, the earliest end of a plan first."""
    query = (
        select(BUSINESS, Assignment, MergedVisit)
        .join(Assignment.object)
        .join(Assignment.draw)
        .join(Draw.plan)
        .outerjoin(MergedVisit, MergedVisit.assignment_id == Assignment.id)
        .options(contains_eager(Assignment.draw).contains_eager(Draw.plan), contains_eager(Assignment.object))
        .where(BUSINESS.in_(list(businesses)), Assignment.state.in_(DUE), Draw.voided_at.is_(None))
        .order_by(Plan.last, Draw.number, Assignment.order, Assignment.programme)
    )
    found: dict[tuple[str, str, str], Visit] = {}
    for business, row, merged in session.execute(query):
        key = (business, row.draw_id, row.object_id)
        found.setdefault(key, Visit(business, [], merged)).assignments.append(row)
    visits: dict[str, list[Visit]] = defaultdict(list)
    for visit in found.values():
        visits[visit.business].append(visit)
    return visits


def businesses_of(session: Session, object_ids: Iterable[str]) -> dict[str, str]:
    """Return the business of each object."""
    query = select(Object.id, BUSINESS).where(Object.id.in_(list(object_ids)))
    return dict(session.execute(query).all())


def made(session: Session, businesses: Collection[str], begin: datetime, end: datetime) -> Mapping[str, int]:
    """Return how many visits each business had from ``begin`` up to ``end``, under whatever programme."""
    query = (
        select(BUSINESS, func.count(Assignment.draw_id.distinct()))
        .select_from(Inspection)
        .join(Inspection.assignment)
        .join(Object, Object.id == Inspection.object_id)
        .where(BUSINESS.in_(list(businesses)), Inspection.state.in_(VISITED))
        .where(Inspection.finished_at >= begin, Inspection.finished_at < end)
        .group_by(BUSINESS)
    )
    return dict(session.execute(query).all())


def locked(session: Session, assignment_ids: Collection[str]) -> list[tuple[str, Assignment]]:
    """Return all assignments of the visits to which some belong, each with its business, under a lock."""
    named = select(Assignment.draw_id, Assignment.object_id).where(Assignment.id.in_(list(assignment_ids)))
    pairs = session.execute(named.distinct()).all()
    conditions = [(Assignment.draw_id == draw) & (Assignment.object_id == found) for draw, found in pairs]
    query = select(Assignment).where(or_(False, *conditions)).order_by(Assignment.id)
    rows = session.scalars(query.with_for_update().execution_options(populate_existing=True)).all()
    keys = businesses_of(session, {row.object_id for row in rows})
    return [(keys[row.object_id], row) for row in rows]


def of_merge(session: Session, merge_id: str) -> list[MergedVisit]:
    """Return the rows of visits that are made together."""
    query = select(MergedVisit).where(MergedVisit.merge_id == merge_id).order_by(MergedVisit.assignment_id)
    return list(session.scalars(query.with_for_update()))
