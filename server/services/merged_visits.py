"""Visits to one business made together 合并到访, on one day.

What was drawn stands: each visit keeps its team, its place in the order and its record. Only the day is agreed, so
that the business is visited once, as 国办发〔2024〕54号 asks and Tianjin does each quarter (津市场监管信监〔2025〕9号;
both mark B: read about, not in their text).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from server.domain.problems import Problem
from server.services.actors import Actor
from server.services.audit import Change, new_id, writes
from server.store import merged_visits
from server.store.assignments import Assignment
from server.store.merged_visits import DUE, MergedVisit

MOST = 20


@writes("assignment.staff", "visit.merge")
def merge(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    assignment_ids: Collection[str],
    day: date | None,
    zone: ZoneInfo,
) -> Change:
    """Set one day for visits that are due at one business; each is named by an assignment. Returns how many visits.

    Problems at ``day``: ``required``, ``merge_day_past``, ``merge_day_period``; at ``visits``: ``merge_few``,
    ``merge_businesses``, ``merge_done`` when one was begun or replaced meanwhile.
    """
    if day is None:
        raise Problem("required", at="day")
    if day < now.astimezone(zone).date():
        raise Problem("merge_day_past", at="day")
    found = merged_visits.locked(session, list(assignment_ids)[:MOST])
    rows = [row for _, row in found]
    if len({row.draw_id for row in rows}) < 2:
        raise Problem("merge_few", at="visits")
    if len({business for business, _ in found}) > 1:
        raise Problem("merge_businesses", at="visits")
    for row in rows:
        _check(row, day)
    merge_id = new_id(now)
    for row in rows:
        _set(session, row, MergedVisit(merge_id=merge_id, day=day, set_by=actor.name, set_at=now))
    body = {"day": day.isoformat(), "assignments": [row.id for row in rows]}
    return Change("object", rows[0].object_id, len({row.draw_id for row in rows}), body)


@writes("assignment.staff", "visit.part")
def part(session: Session, actor: Actor, now: datetime, *, merge_id: str) -> Change:
    """Take the day back: each visit is made for itself again. Problem ``not_found``."""
    rows = merged_visits.of_merge(session, merge_id)
    if not rows:
        raise Problem("not_found", what=merge_id)
    body = {"day": rows[0].day.isoformat(), "assignments": [row.assignment_id for row in rows]}
    object_id = session.get_one(Assignment, rows[0].assignment_id).object_id
    for row in rows:
        session.delete(row)
    return Change("object", object_id, None, body)


def _check(row: Assignment, day: date) -> None:
    plan = row.draw.plan
    if row.state not in DUE or row.draw.voided_at is not None:
        raise Problem("merge_done", at="visits", draw=row.draw.number)
    if not plan.first <= day <= plan.last:
        raise Problem("merge_day_period", at="day", plan=plan.number, first=plan.first, last=plan.last)


def _set(session: Session, row: Assignment, given: MergedVisit) -> None:
    """Put a visit to others; those that it was with before stay together, unless only one is left of them."""
    before = session.get(MergedVisit, row.id)
    left = before.merge_id if before else None
    given_columns = {name: getattr(given, name) for name in ("merge_id", "day", "set_by", "set_at")}
    if before is None:
        session.add(MergedVisit(assignment_id=row.id, **given_columns))
    else:
        for name, value in given_columns.items():
            setattr(before, name, value)
    session.flush()
    if left and left != given.merge_id:
        _dissolve(session, left)


def _dissolve(session: Session, merge_id: str) -> None:
    rows = merged_visits.of_merge(session, merge_id)
    if len({session.get_one(Assignment, row.assignment_id).draw_id for row in rows}) < 2:
        for row in rows:
            session.delete(row)
