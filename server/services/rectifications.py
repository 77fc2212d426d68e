"""Rectifications 责令改正: ordered with items, bases and a day; proof received, accepted or refused; extended.

How many days a business gets is the officer's to say: no text that fixes a number was found
(searched in November 2026).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from server.domain import workflow
from server.domain.problems import Problem
from server.domain.writing import written
from server.services import evidence
from server.services.actors import Actor
from server.services.audit import Change, new_id, writes
from server.services.evidence import Upload
from server.store import inspections_queries, rectifications
from server.store.files import FileStore
from server.store.locks import Lock, hold
from server.store.rectifications import Rectification, RectificationStep

LONGEST_ITEM = 500
LONGEST_REASON = 500
MOST_ITEMS = 50
MOST_PROOFS = 30


@writes("rectification.order", "rectification.order")
def order(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    inspection_id: str,
    items: Sequence[Mapping[str, str]],
    last_day: date | None,
    zone: ZoneInfo,
    word: str = "",
) -> Change:
    """Order a business to put things right. ``items`` are ``{"text", "basis"}``; the number begins with the
    authority's ``word``. Returns the rectification.

    Problems: ``rectification_empty`` at ``items``; ``required``, ``too_long``, ``control_character`` at ``item-0``,
    ``basis-0`` and so on; ``required`` and ``deadline_past`` at ``last_day``; ``wrong_state``.
    """
    inspection = inspections_queries.lock(session, inspection_id)
    inspection.state = workflow.advance("inspection", inspection.state, "order")
    checked = _items(items)
    day = _day(last_day, now.astimezone(zone).date())
    hold(session.connection(), Lock.RECTIFICATIONS)
    row = Rectification(
        id=new_id(now),
        number=rectifications.next_number(session, now.astimezone(zone).year, word),
        inspection_id=inspection.id,
        unit=inspection.unit,
        items=checked,
        state="ordered",
        last_day=day,
        ordered_by=actor.name,
        ordered_at=now,
    )
    session.add(row)
    session.flush()
    _step(session, row, actor, now, "order", last_day=day)
    return _changed(row, {"items": len(checked), "last_day": day.isoformat()})


@writes("rectification.decide", "rectification.extend")
def extend(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    rectification_id: str,
    last_day: date | None,
    reason: str,
    zone: ZoneInfo,
) -> Change:
    """Set a later day, with the reason. Returns the rectification.

    Problems: ``wrong_state``; ``required``, ``deadline_past``, ``deadline_earlier`` at ``last_day``; ``required``,
    ``too_long``, ``control_character`` at ``reason``.
    """
    row = _advanced(session, rectification_id, "extend")
    day = _day(last_day, now.astimezone(zone).date())
    if day <= row.last_day:
        raise Problem("deadline_earlier", at="last_day", day=row.last_day)
    text = written(reason, "reason", LONGEST_REASON)
    before, row.last_day = row.last_day, day
    _step(session, row, actor, now, "extend", text, day)
    return _changed(row, {"last_day": day.isoformat(), "before": before.isoformat(), "reason": text})


@writes("business.write", "rectification.prove")
def prove(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    rectification_id: str,
    inspection_id: str,
    text: str = "",
    uploads: Sequence[Upload] = (),
    files: FileStore,
) -> Change:
    """Take in the proof of a business that it put things right, in time or late. Returns the rectification.

    ``inspection_id`` is the one whose page is open: a rectification of another is ``not_found``. Problems:
    ``wrong_state``, ``proof_empty``, ``too_long``, ``control_character`` at ``proof``, ``evidence_many``,
    ``evidence_format``, ``business_enough``.
    """
    row = rectifications.lock(session, rectification_id)
    if row.inspection_id != inspection_id:
        raise Problem("not_found", what=rectification_id)
    row.state = workflow.advance("rectification", row.state, "prove")
    if not text.strip() and not uploads:
        raise Problem("proof_empty", at="proof")
    if sum(step.action == "prove" for step in rectifications.steps(session, row.id)) >= MOST_PROOFS:
        raise Problem("business_enough", most=MOST_PROOFS)
    said = written(text, "proof") if text.strip() else ""
    step = _step(session, row, actor, now, "prove", said)
    kept = evidence.keep(session, now, (row.inspection_id, "rectification", step.id), uploads, files)
    return _changed(row, {"evidence": kept})


@writes("rectification.decide", "rectification.accept")
def accept(
    session: Session, actor: Actor, now: datetime, *, rectification_id: str, reason: str = ""
) -> Change:
    """Accept that things were put right. Returns the rectification.

    Without a proof from the business the reason says how it was seen. Problems: ``wrong_state``; ``required``,
    ``too_long``, ``control_character`` at ``reason``.
    """
    before = rectifications.lock(session, rectification_id).state
    row = _advanced(session, rectification_id, "accept")
    needed = before != "proof_received" or reason.strip()
    text = written(reason, "reason", LONGEST_REASON) if needed else ""
    _step(session, row, actor, now, "accept", text)
    return _changed(row, {"reason": text})


@writes("rectification.decide", "rectification.refuse")
def refuse(session: Session, actor: Actor, now: datetime, *, rectification_id: str, reason: str) -> Change:
    """Refuse a proof, with the reason; the day that was set stands. Returns the rectification.

    Problems: ``wrong_state``; ``required``, ``too_long``, ``control_character`` at ``reason``.
    """
    row = _advanced(session, rectification_id, "refuse")
    text = written(reason, "reason", LONGEST_REASON)
    _step(session, row, actor, now, "refuse", text)
    return _changed(row, {"reason": text})


def _advanced(session: Session, rectification_id: str, action: str) -> Rectification:
    row = rectifications.lock(session, rectification_id)
    row.state = workflow.advance("rectification", row.state, action)
    return row


def _step(
    session: Session,
    row: Rectification,
    actor: Actor,
    at: datetime,
    action: str,
    text: str = "",
    last_day: date | None = None,
) -> RectificationStep:
    step = RectificationStep(
        id=new_id(at),
        rectification_id=row.id,
        action=action,
        text=text,
        last_day=last_day,
        by=actor.name,
        at=at,
    )
    session.add(step)
    return step


def _items(items: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    if not items or len(items) > MOST_ITEMS:
        raise Problem("rectification_empty", at="items", most=MOST_ITEMS)
    found, parts = [], []
    for place, item in enumerate(items):
        try:
            found.append(
                {
                    "text": written(item.get("text", ""), f"item-{item.get('at', place)}", LONGEST_ITEM),
                    "basis": written(item.get("basis", ""), f"basis-{item.get('at', place)}", LONGEST_ITEM),
                }
            )
        except Problem as problem:
            parts.append(problem)
    if parts:
        raise Problem(parts[0].code, parts=parts, **parts[0].values)
    return found


def _day(day: date | None, today: date) -> date:
    if day is None:
        raise Problem("required", at="last_day")
    if day < today:
        raise Problem("deadline_past", at="last_day", today=today)
    return day


def _changed(row: Rectification, body: dict[str, object]) -> Change:
    return Change("rectification", row.id, row, {"number": row.number, **body})
