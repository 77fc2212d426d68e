"""Penalties 行政处罚信息: entered from a case, published and withdrawn in periods of their own.

The outcome beside which they stand is not touched by any of it.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from server.domain import penalties, workflow
from server.domain.problems import Problem
from server.domain.writing import written
from server.services.actors import Actor
from server.services.audit import Change, new_id, writes
from server.store import handovers
from server.store import penalties as stored
from server.store.calendar import working_days
from server.store.handovers import Handover
from server.store.penalties import Penalty

LONGEST_DECISION = 100
LONGEST_REASON = 500
CASE = "case"
#: A decision is there once the case was taken up.
DECIDED = ("taken_up", "concluded")


@writes("penalty.decide", "penalty.enter")
def enter(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    handover_id: str,
    decision: str,
    decided_on: date | None,
    facts: str,
    measures: str,
    basis: str,
    weight: str,
    zone: ZoneInfo,
) -> Change:
    """Enter a decision in a case of the own authority. Returns the penalty; a warning alone is kept and never shown.

    Problems: ``not_found``; ``penalty_no_case`` unless the hand-over is a case that was taken up; ``required`` at
    ``weight`` and ``decided_on``; ``date_out_of_range`` for a day before the hand-over or after today; ``required``,
    ``too_long``, ``control_character`` at the texts.
    """
    row = handovers.lock(session, handover_id)
    if row.kind != CASE or row.state not in DECIDED:
        raise Problem("penalty_no_case")
    if weight not in penalties.MONTHS:
        raise Problem("required", at="weight")
    day = _day(
        decided_on, "decided_on", row.handed_over_at.astimezone(zone).date(), now.astimezone(zone).date()
    )
    alone = weight == penalties.WARNING_ALONE
    last = None if alone else penalties.publication(day, working_days(session))
    penalty = Penalty(
        id=new_id(now),
        handover_id=row.id,
        inspection_id=row.inspection_id,
        unit=row.unit,
        decision=written(decision, "decision", LONGEST_DECISION),
        decided_on=day,
        facts=written(facts, "facts"),
        measures=written(measures, "measures"),
        basis=written(basis, "basis"),
        weight=weight,
        entered_by=actor.name,
        entered_at=now,
        state="kept" if alone else "entered",
        last_day=last.day if last else None,
        last_day_provisional=bool(last and last.provisional),
    )
    session.add(penalty)
    return _changed(penalty, row, {"decided_on": day.isoformat(), "weight": weight})


@writes("penalty.decide", "penalty.publish")
def publish(session: Session, actor: Actor, now: datetime, *, penalty_id: str, zone: ZoneInfo) -> Change:
    """Show a penalty beside the public result until its time is over. Returns it. Problem: ``wrong_state``."""
    row = _advanced(session, penalty_id, "publish")
    row.published_by, row.published_at = actor.name, now
    row.shown_until = penalties.shown_until(now.astimezone(zone).date(), row.weight)
    return _changed(row, row.handover, {"shown_until": row.shown_until.isoformat()})


@writes("penalty.decide", "penalty.withdraw")
def withdraw(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    penalty_id: str,
    changed_on: date | None,
    reason: str,
    zone: ZoneInfo,
) -> Change:
    """Take a penalty whose decision was changed or cancelled out of the public; one not yet shown will never be.

    Returns it; ``late`` says whether a shown one was withdrawn after its last day. Problems: ``wrong_state``;
    ``required``, ``date_out_of_range`` at ``changed_on``; ``required``, ``too_long``, ``control_character`` at
    ``reason``.
    """
    row = _advanced(session, penalty_id, "withdraw")
    today = now.astimezone(zone).date()
    day = _day(changed_on, "changed_on", row.decided_on, today)
    row.changed_on, row.reason = day, written(reason, "reason", LONGEST_REASON)
    row.withdrawn_by, row.withdrawn_at = actor.name, now
    row.late = row.published_at is not None and today > penalties.withdrawal(day, working_days(session)).day
    said = {"changed_on": day.isoformat(), "reason": row.reason, "late": row.late}
    return _changed(row, row.handover, said)


def _advanced(session: Session, penalty_id: str, action: str) -> Penalty:
    row = stored.lock(session, penalty_id)
    row.state = workflow.advance("penalty", row.state, action)
    return row


def _day(day: date | None, at: str, first: date, last: date) -> date:
    if day is None:
        raise Problem("required", at=at)
    if not first <= day <= last:
        raise Problem("date_out_of_range", at=at, value=day, first=first, last=last)
    return day


def _changed(row: Penalty, handover: Handover, body: dict[str, object]) -> Change:
    return Change("penalty", row.id, row, {"handover": handover.number, "decision": row.decision, **body})
