"""Corrections 更正 of a published result: proposed by one person, published once another has confirmed.

What was published stays beside what follows it. A proposal is never changed, and a decision on it is taken once.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from server.domain import outcomes as contents
from server.domain.problems import Problem
from server.domain.workflow import advance
from server.domain.writing import written
from server.services import objections, outcomes
from server.services.actors import Actor
from server.services.audit import Change, new_id, writes
from server.services.inspections import rules_of
from server.services.reasons import LONGEST_REASON, written_reason
from server.store import corrections, inspections_queries, outcomes_office
from server.store import objections as stored_objections
from server.store.corrections import Correction
from server.store.files import FileStore

#: What a published outcome says against a proposal that was right when it was made.
OVERTAKEN = frozenset({"changed_meanwhile", "category_required"})


def needed(session: Session, number: str, categories: Mapping[str, str]) -> bool:
    """Whether a correction changes the result of an item, so that two people make it; Problem ``not_found``.

    What changes photos alone, one person publishes by :func:`outcomes.correct`, as one decides on them in the review.
    """
    before = outcomes_office.in_force(session, number)
    inspection = inspections_queries.get(session, before.inspection_id)
    return contents.changes_result(json.loads(before.content), rules_of(session, inspection), categories)


@writes("outcome.correct", "correction.propose")
def propose(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    number: str,
    version: int,
    reason: str,
    categories: Mapping[str, str],
    photos: Collection[str] | None = None,
    objection_id: str | None = None,
) -> Change:
    """Propose what is to follow ``version`` of an outcome, which is still in force. Returns the correction.

    ``categories`` maps items to results, of which one at least changes; ``photos`` are the hashes (as received) of
    those to be public, unless given those that are; what the inspection does not have is left out. With
    ``objection_id`` an objection is to be upheld by it, and the reason is the answer to it. Problems: those of
    :func:`outcomes.correct`; ``correction_waits`` when one is proposed already; for an objection ``wrong_state``, and
    ``required``, ``too_long``, ``control_character`` at ``answer``.
    """
    reason = written(reason, "answer", LONGEST_REASON) if objection_id else written_reason(reason)
    if objection_id:
        _objected(session, objection_id, number)
    before, inspection, chosen = outcomes.to_be_corrected(session, number, version, categories)
    earlier = corrections.waiting_for(session, number)
    if earlier:
        raise Problem("correction_waits", by=earlier.proposed_name)
    if not contents.changes_result(json.loads(before.content), rules_of(session, inspection), chosen):
        raise Problem("outcome_unchanged")
    correction = Correction(
        id=new_id(now),
        inspection_id=inspection.id,
        objection_id=objection_id,
        number=number,
        version=version,
        items=[{"item": item, "category": category} for item, category in chosen.items()],
        photos=_shown(session, inspection.id, photos),
        reason=reason,
        state="proposed",
        proposed_by=actor.id,
        proposed_name=actor.name,
        proposed_at=now,
    )
    session.add(correction)
    body = {"items": correction.items, "reason": reason, "objection": objection_id}
    return Change("correction", correction.id, correction, {**_said(correction), **body})


@writes("outcome.correct", "correction.confirm")
def confirm(session: Session, actor: Actor, now: datetime, *, correction_id: str, files: FileStore) -> Change:
    """Publish what another person proposed, and uphold the objection that it answers. Returns the correction.

    Problems: ``correction_own`` for whoever proposed it, ``wrong_state``, ``correction_outdated`` when the outcome has
    got another version meanwhile, or a chosen category is no longer offered.
    """
    correction = corrections.get(session, correction_id, lock=True)
    _by_another(correction, actor)
    _decide(correction, actor, now, advance("correction", correction.state, "confirm"))
    try:
        correction.made = _publish(session, actor, now, correction, files)
    except Problem as problem:
        if problem.code in OVERTAKEN:
            raise Problem("correction_outdated") from problem
        raise
    body = {"first": correction.proposed_name, "made": correction.made}
    return Change("correction", correction.id, correction, {**_said(correction), **body})


@writes("outcome.correct", "correction.decline")
def decline(session: Session, actor: Actor, now: datetime, *, correction_id: str, reason: str) -> Change:
    """Refuse, for a reason, what another person proposed; what is public stays. Returns the correction.

    Problems: ``correction_own``, ``reason_required``, ``too_long``, ``control_character``, ``wrong_state``.
    """
    reason = written_reason(reason)
    correction = corrections.get(session, correction_id, lock=True)
    _by_another(correction, actor)
    _decide(correction, actor, now, advance("correction", correction.state, "decline"), reason)
    return Change("correction", correction.id, correction, {**_said(correction), "reason": reason})


@writes("outcome.correct", "correction.withdraw")
def withdraw(session: Session, actor: Actor, now: datetime, *, correction_id: str) -> Change:
    """Take back what one proposed oneself. Returns the correction.

    Problems: ``correction_other`` for anybody else, ``wrong_state``.
    """
    correction = corrections.get(session, correction_id, lock=True)
    if actor.id != correction.proposed_by:
        raise Problem("correction_other")
    _decide(correction, actor, now, advance("correction", correction.state, "withdraw"))
    return Change("correction", correction.id, correction, _said(correction))


def _shown(session: Session, inspection_id: str, photos: Collection[str] | None) -> list[str]:
    """The hashes of those that are to be public. One that arrives later is not: whoever confirms has not seen it."""
    known = inspections_queries.photos(session, inspection_id)
    return sorted(row.sha256 for row in known if (row.public if photos is None else row.sha256 in photos))


def _objected(session: Session, objection_id: str, number: str) -> None:
    """Hold the objection, which is to this outcome and can still be upheld."""
    objection = stored_objections.lock(session, objection_id)
    if objection.number != number:
        raise Problem("not_found", what=objection_id)
    advance("objection", objection.state, "uphold")


def _publish(
    session: Session, actor: Actor, now: datetime, correction: Correction, files: FileStore
) -> int | None:
    """The second person is here, so that nothing asks for one any more."""
    given = {
        "version": correction.version,
        "categories": correction.categories,
        "files": files,
        "second": False,
    }
    if correction.objection_id:
        of = {"objection_id": correction.objection_id, "answer": correction.reason}
        return objections.uphold(session, actor, now, **of, **given).corrected
    of = {"number": correction.number, "reason": correction.reason, "photos": correction.photos}
    return outcomes.correct(session, actor, now, **of, **given).version


def _by_another(correction: Correction, actor: Actor) -> None:
    if actor.id == correction.proposed_by:
        raise Problem("correction_own")


def _decide(correction: Correction, actor: Actor, now: datetime, state: str, refusal: str = "") -> None:
    correction.state, correction.refusal = state, refusal
    correction.decided_by, correction.decided_name, correction.decided_at = actor.id, actor.name, now


def _said(correction: Correction) -> dict[str, Any]:
    return {"number": correction.number, "version": correction.version}
