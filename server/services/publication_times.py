"""Publication at a set time 定时公布: set for one approved inspection or for all those of a plan, cancelled, and
carried out when it is due.

Results are public within 20 working days (domain.deadlines); a later time needs that whoever sets it says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from server.domain import permissions, workflow
from server.domain.problems import Problem
from server.services import outcomes
from server.services.actors import Actor
from server.services.audit import Change, append, writes
from server.store import (
    inspections_queries,
    plans_queries,
    publication_times,
    reviews_queries,
    users_queries,
)
from server.store.files import FileStore
from server.store.inspections import Inspection
from server.store.outcomes import Outcome
from server.store.publication_times import PublicationTime

#: Who acts when a time has come: nobody is there, so the log names who set it behind this.
TIMED = "timed:"


@writes("outcome.publish", "publication.set")
def set_time(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    inspection_id: str,
    at: datetime | None,
    zone: ZoneInfo,
    late: bool = False,
) -> Change:
    """Set when an approved inspection is published, or another time than before. Returns the row.

    ``late`` accepts a day after the last one. Problems at ``at``: ``required``, ``publish_at_past``,
    ``publish_at_late``; ``wrong_state``, ``not_found``.
    """
    moment = _moment(at, now)
    inspection = inspections_queries.lock(session, inspection_id)
    if not late:
        _check_late([inspection], moment, zone)
    row = _set(session, actor, inspection, moment)
    return Change("inspection", inspection_id, row, {"at": moment.isoformat(), "late": late})


@writes("outcome.publish", "publication.set_plan")
def set_plan(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    plan_id: str,
    at: datetime | None,
    zone: ZoneInfo,
    late: bool = False,
) -> Change:
    """Set when everything of a plan that is approved now is published. Returns how many inspections.

    Problems: those of :func:`set_time`; ``required`` and ``publish_at_nothing`` at ``plan_id``; ``not_found``.
    """
    moment = _moment(at, now)
    if not plan_id:
        raise Problem("required", at="plan_id")
    plan = plans_queries.get(session, plan_id)
    locked = inspections_queries.locked(session, publication_times.of_plan(session, plan.id))
    found = [one for one in locked.values() if one.state == "approved"]
    if not found:
        raise Problem("publish_at_nothing", at="plan_id")
    if not late:
        _check_late(found, moment, zone)
    for inspection in found:
        _set(session, actor, inspection, moment)
    body = {"at": moment.isoformat(), "inspections": [one.id for one in found], "late": late}
    return Change("plan", plan.id, len(found), body)


@writes("outcome.publish", "publication.cancel")
def cancel(session: Session, actor: Actor, now: datetime, *, inspection_id: str) -> Change:
    """Take the time back; nothing is published by itself then. Problem: ``not_found`` when none is set."""
    inspections_queries.lock(session, inspection_id)
    row = publication_times.of_inspection(session, inspection_id)
    if row is None:
        raise Problem("not_found", what=inspection_id)
    session.delete(row)
    return Change("inspection", inspection_id, None, {"at": row.at.isoformat()})


def publish(
    session: Session, now: datetime, *, inspection_id: str, files: FileStore, zone: ZoneInfo, second: bool
) -> Outcome | None:
    """Publish an inspection whose time has come, for whoever set it; None when somebody was quicker.

    Problems: those of :func:`outcomes.publish`; ``publish_at_changed`` when it was reviewed again since;
    ``publish_at_account`` when whoever set the time may not publish any more.
    """
    inspections_queries.lock(session, inspection_id)
    row = publication_times.of_inspection(session, inspection_id)
    if row is None or row.fault or row.at > now:
        return None
    approval = reviews_queries.approval(session, inspection_id)
    if approval is None or approval.id != row.review_id:
        raise Problem("publish_at_changed")
    user = users_queries.named(session, row.set_by)
    if user is None or not user.active or not permissions.holds(user.role, "outcome.publish"):
        raise Problem("publish_at_account", by=row.set_by)
    actor = Actor(user.id, f"{TIMED}{user.username}", user.role)
    return outcomes.publish(
        session, actor, now, inspection_id=inspection_id, files=files, zone=zone, second=second
    )


def refuse(session: Session, now: datetime, *, inspection_id: str, problem: Problem) -> None:
    """Keep what stood in the way, so that a person looks at it and it is not tried again and again."""
    inspections_queries.lock(session, inspection_id)
    row = publication_times.of_inspection(session, inspection_id)
    if row is not None:
        row.fault = problem.code
        row.fault_values = {name: str(value) for name, value in problem.values.items()}
        actor = Actor("", f"{TIMED}{row.set_by}", "supervisor")
        body = {"problem": row.fault, "values": row.fault_values}
        append(session, actor, now, "publication.refused", Change("inspection", inspection_id, body=body))


def _set(session: Session, actor: Actor, inspection: Inspection, at: datetime) -> PublicationTime:
    workflow.advance("inspection", inspection.state, "publish")
    approval = reviews_queries.approval(session, inspection.id)
    if approval is None:
        raise Problem("wrong_state", state=f"inspection.{inspection.state}", action="inspection.publish")
    row = publication_times.of_inspection(session, inspection.id)
    if row is None:
        row = PublicationTime(inspection_id=inspection.id)
        session.add(row)
    row.at, row.review_id, row.set_by = at, approval.id, actor.name
    row.fault, row.fault_values = "", {}
    session.flush()
    return row


def _moment(at: datetime | None, now: datetime) -> datetime:
    if at is None:
        raise Problem("required", at="at")
    if at <= now:
        raise Problem("publish_at_past", at="at")
    return at


def _check_late(inspections: Sequence[Inspection], at: datetime, zone: ZoneInfo) -> None:
    day = at.astimezone(zone).date()
    passed = [one.last_day for one in inspections if one.last_day and one.last_day < day]
    if passed:
        raise Problem("publish_at_late", at="at", day=min(passed), count=len(passed))
