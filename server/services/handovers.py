"""Hand-overs 移送: a finding goes to a case, to another authority or to the list of abnormal operations.

The evidence is frozen with it. What became of it is recorded by hand. Nothing of it is public, and a published outcome
is not changed by it: when the result is another one afterwards, that is a correction.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from server.domain import canonical, folding, handovers, workflow
from server.domain.outcomes import instant
from server.domain.problems import Problem
from server.domain.writing import written
from server.services import evidence_packages
from server.services.actors import Actor
from server.services.audit import Change, new_id, writes
from server.services.inspections import rules_of
from server.store import handovers as stored
from server.store import inspections_queries
from server.store.files import FileStore
from server.store.handovers import Handover, HandoverStep
from server.store.inspections import Inspection
from server.store.locks import Lock, hold

LONGEST_RECIPIENT = 200


@writes("handover.make", "handover.hand_over")
def hand_over(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    inspection_id: str,
    kind: str,
    recipient: str,
    reason: str,
    matters: Sequence[int],
    seen: str,
    paper: Callable[[Inspection], bytes],
    files: FileStore,
    zone: ZoneInfo,
    last_day: date | None = None,
    word: str = "",
) -> Change:
    """Hand an approved or published inspection over, with its evidence as it is now. Returns the hand-over.

    ``matters`` are places in :func:`handovers.matters`; ``seen`` is the :func:`folding.fingerprint` of the record that
    they were chosen from; ``paper`` makes the on-site record as PDF; the number begins with the authority's ``word``.
    Problems: ``wrong_state``, ``changed_meanwhile``; ``required`` at ``kind``, ``recipient`` (of another authority) and
    ``reason``; ``handover_nothing`` at ``matters``; ``too_long``, ``control_character``; ``deadline_past`` at
    ``last_day``.
    """
    inspection = inspections_queries.lock(session, inspection_id)
    inspection.state = workflow.advance("inspection", inspection.state, "hand_over")
    if seen != folding.fingerprint(inspection.folded):
        raise Problem("changed_meanwhile")
    if kind not in handovers.KINDS:
        raise Problem("required", at="kind")
    hold(session.connection(), Lock.HANDOVERS)
    row = Handover(
        id=new_id(now),
        number=stored.next_number(session, now.astimezone(zone).year, word),
        inspection_id=inspection.id,
        unit=inspection.unit,
        kind=kind,
        recipient=_recipient(kind, recipient),
        reason=written(reason, "reason"),
        matters=_chosen(session, inspection, matters),
        last_day=_day(last_day, now.astimezone(zone).date()),
        state="handed_over",
        handed_over_by=actor.name,
        handed_over_at=now,
    )
    row.manifest = _manifest(session, inspection, row, paper(inspection), files)
    row.manifest_sha256 = canonical.sha256(row.manifest.encode())
    session.add(row)
    session.flush()
    _step(session, row, actor, now, "hand_over", row.reason)
    return _changed(row, {"inspection": inspection.id, "kind": kind, "manifest_sha256": row.manifest_sha256})


@writes("handover.record", "handover.take_up")
def take_up(session: Session, actor: Actor, now: datetime, *, handover_id: str, text: str = "") -> Change:
    """Record that the recipient took it up; ``text`` may give its number there. Returns the hand-over.

    Problems: ``wrong_state``, ``too_long``, ``control_character`` at ``text``.
    """
    return _recorded(
        session, actor, now, handover_id, "take_up", written(text, "text") if text.strip() else ""
    )


@writes("handover.record", "handover.conclude")
def conclude(session: Session, actor: Actor, now: datetime, *, handover_id: str, text: str) -> Change:
    """Record how it ended there. Returns the hand-over.

    Problems: ``wrong_state``; ``required``, ``too_long``, ``control_character`` at ``text``.
    """
    return _recorded(session, actor, now, handover_id, "conclude", written(text, "text"))


@writes("handover.record", "handover.send_back")
def send_back(session: Session, actor: Actor, now: datetime, *, handover_id: str, text: str) -> Change:
    """Record that it was sent back, with the reason. Returns the hand-over.

    Problems: ``wrong_state``; ``required``, ``too_long``, ``control_character`` at ``text``.
    """
    return _recorded(session, actor, now, handover_id, "send_back", written(text, "text"))


def _recorded(
    session: Session, actor: Actor, now: datetime, handover_id: str, action: str, text: str
) -> Change:
    row = stored.lock(session, handover_id)
    row.state = workflow.advance("handover", row.state, action)
    _step(session, row, actor, now, action, text)
    return _changed(row, {"text": text})


def _recipient(kind: str, recipient: str) -> str:
    if kind != "authority" and not recipient.strip():
        return ""
    return written(recipient, "recipient", LONGEST_RECIPIENT)


def _chosen(session: Session, inspection: Inspection, places: Sequence[int]) -> list[dict[str, Any]]:
    offered = handovers.matters(inspection.folded, inspection.result, rules_of(session, inspection))
    chosen = [one.as_json() for place, one in enumerate(offered) if place in places]
    if not chosen:
        raise Problem("handover_nothing", at="matters")
    return chosen


def _day(day: date | None, today: date) -> date | None:
    if day is not None and day < today:
        raise Problem("deadline_past", at="last_day", today=today)
    return day


def _manifest(session: Session, inspection: Inspection, row: Handover, paper: bytes, files: FileStore) -> str:
    said = {
        "number": row.number,
        "kind": row.kind,
        "recipient": row.recipient,
        "reason": row.reason,
        "matters": row.matters,
        "authority": inspection.assignment.draw.plan.authority,
        "handed_over_by": row.handed_over_by,
        "handed_over_at": instant(row.handed_over_at),
    }
    return canonical.dumps({**evidence_packages.gather(session, inspection, paper, files), **said})


def _step(session: Session, row: Handover, actor: Actor, at: datetime, action: str, text: str) -> None:
    session.add(
        HandoverStep(id=new_id(at), handover_id=row.id, action=action, text=text, by=actor.name, at=at)
    )


def _changed(row: Handover, body: dict[str, Any]) -> Change:
    return Change("handover", row.id, row, {"number": row.number, **body})
