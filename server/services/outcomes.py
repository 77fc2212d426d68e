"""Outcomes 结果: published as frozen versions. A correction is a new version beside the old ones, with its reason.

Nothing of a published version is ever changed but ``current``, the index that says which version is in force; it
is no part of the content that was hashed.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from server.documents import photos as pictures
from server.domain import canonical, outcomes, workflow
from server.domain.look_backs import NOT_JUDGED
from server.domain.outcomes import Heading, Version
from server.domain.problems import Problem
from server.services.actors import Actor
from server.services.audit import Change, new_id, writes
from server.services.inspections import rules_of
from server.services.look_back_steps import follow
from server.services.reasons import written_reason
from server.services.reviews import check_categories, check_second, check_settled
from server.store import (
    inspections_queries,
    outcomes_office,
    publication_times,
    registers_queries,
    result_categories,
    reviews_queries,
)
from server.store.assignments import Assignment
from server.store.files import FileStore
from server.store.inspections import Inspection
from server.store.locks import Lock, hold
from server.store.outcomes import IN_FORCE, Outcome
from server.store.reviews import Review


@writes("outcome.publish")
def publish(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    inspection_id: str,
    files: FileStore,
    zone: ZoneInfo,
    second: bool,
) -> Change:
    """Publish an approved inspection as version 1 of a new number. Returns the outcome.

    With ``second`` a failed record needs the approvals of two people, whoever asks. Public copies of the photos
    marked public are made now; all others stay inside. A time that was set for it is over. Problems:
    ``wrong_state``, ``inspection_conflicts``, ``inspection_unjudged``, ``inspection_entries``, ``inspection_day``,
    ``record_day``, ``violation_unknown``, ``review_second``, ``category_required``.
    """
    inspection = inspections_queries.lock(session, inspection_id)
    inspection.state = workflow.advance("inspection", inspection.state, "publish")
    check_settled(session, inspection, now)
    if second:
        check_second(session, inspection)
    review = reviews_queries.approval(session, inspection.id)
    items = {entry["item"]: entry["category"] for entry in (review.items if review else [])}
    rules = rules_of(session, inspection)
    categories = check_categories(rules, items, result_categories.known(session))
    hold(session.connection(), Lock.OUTCOMES)
    version = Version(outcomes_office.next_number(session, now.astimezone(zone).year), 1, "", now)
    folded = inspection.folded
    content = outcomes.content(
        version,
        _heading(session, inspection, review, zone),
        rules,
        folded=folded,
        result=inspection.result,
        verdict=inspection.verdict,
        categories=categories,
        photos=_public_photos(session, inspection, files),
        catalogue=inspection.catalogue or 0,
    )
    outcome = _outcome(inspection, content, version, categories)
    session.add(outcome)
    look = "miss" if inspection.verdict == NOT_JUDGED else "look"
    follow(session, inspection.assignment.draw.plan_id, inspection.object_id, look)
    timed = publication_times.of_inspection(session, inspection.id)
    if timed is not None:
        session.delete(timed)
    return Change("outcome", outcome.id, outcome, _said(outcome))


@writes("outcome.correct")
def correct(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    number: str,
    version: int,
    reason: str,
    categories: Mapping[str, str],
    photos: Collection[str],
    files: FileStore,
    second: bool,
) -> Change:
    """Publish the next version of an outcome beside ``version``, which is still in force. Returns it.

    ``categories`` maps items to results, ``photos`` are the hashes (as received) of those to be public; all else
    stands as it stood. With ``second`` no result is changed by one person alone, whoever asks: that is what
    :mod:`server.services.corrections` is for. Problems: ``reason_required``, ``too_long``,
    ``control_character``, ``not_found``, ``changed_meanwhile``, ``category_required``, ``correction_second``,
    ``outcome_unchanged``.
    """
    reason = written_reason(reason)
    before, inspection, chosen = to_be_corrected(session, number, version, categories)
    rules, old = rules_of(session, inspection), json.loads(before.content)
    if second and outcomes.changes_result(old, rules, chosen):
        raise Problem("correction_second")
    for row in inspections_queries.photos(session, inspection.id):
        row.public = row.sha256 in photos
    following = Version(number, version + 1, reason, now)
    content = outcomes.corrected(
        old,
        following,
        rules,
        categories=chosen,
        photos=_public_photos(session, inspection, files),
    )
    if (content["items"], content["photos"]) == (old["items"], old["photos"]):
        raise Problem("outcome_unchanged")
    before.current = workflow.advance("outcome", before.standing, "correct") == IN_FORCE
    session.flush()
    outcome = _outcome(inspection, content, following, chosen)
    session.add(outcome)
    return Change("outcome", outcome.id, outcome, {**_said(outcome), "reason": reason})


def to_be_corrected(
    session: Session, number: str, version: int, categories: Mapping[str, str]
) -> tuple[Outcome, Inspection, dict[str, str]]:
    """Return the version that is corrected, its inspection under a lock, and the result chosen for each item.

    Nobody else publishes until the transaction ends. Problems: ``not_found``, ``changed_meanwhile`` when ``version``
    is not in force, ``category_required``.
    """
    hold(session.connection(), Lock.OUTCOMES)
    before = outcomes_office.in_force(session, number)
    if before.version != version:
        raise Problem("changed_meanwhile")
    inspection = inspections_queries.lock(session, before.inspection_id)
    inspection.state = workflow.advance("inspection", inspection.state, "correct")
    present = [entry["category"] for entry in json.loads(before.content)["items"]]
    offered = result_categories.offered(session, present)
    return before, inspection, check_categories(rules_of(session, inspection), categories, offered)


def _outcome(
    inspection: Inspection, content: Mapping[str, Any], version: Version, categories: Mapping[str, str]
) -> Outcome:
    """Freeze the content; the columns beside it repeat parts of it for searching."""
    text = canonical.dumps(content)
    seen = content["object"]
    return Outcome(
        id=new_id(version.published_at),
        number=version.number,
        version=version.version,
        current=True,
        inspection_id=inspection.id,
        object_id=inspection.object_id,
        draw_id=inspection.assignment.draw_id,
        programme=inspection.programme,
        object_number=seen["number"],
        object_name=seen["name"],
        address=seen["address"],
        division=seen["division"],
        inspected_on=date.fromisoformat(content["inspected_on"]),
        verdict=content["verdict"],
        category=outcomes.main_category(categories),
        reason=version.reason,
        content=text,
        content_sha256=canonical.sha256(text.encode()),
        published_at=version.published_at,
    )


def _heading(session: Session, inspection: Inspection, review: Review | None, zone: ZoneInfo) -> Heading:
    assignment = inspection.assignment
    draw = assignment.draw
    finished = inspection.finished_at or inspection.started_at
    if finished is None:
        raise Problem("inspection_empty")
    return Heading(
        authority=draw.plan.authority,
        taking_part=draw.plan.taking_part,
        plan={
            "number": draw.plan.number,
            "title": draw.plan.title,
            "programmes": list(draw.plan.programmes),
        },
        draw={
            "id": draw.id,
            "number": draw.number,
            "commitment": draw.commitment,
            **_drawn(session, assignment),
        },
        object=_object(session, inspection, review),
        inspected_on=inspection.folded["started"] or finished.astimezone(zone).date().isoformat(),
        finished_at=finished,
    )


def _object(session: Session, inspection: Inspection, review: Review | None) -> dict[str, Any]:
    """What the object is called: as the register had it when it was approved, so that nobody who changes it afterwards
    has the result published of another."""
    found = inspection.object
    told = {name: getattr(found, name) for name in outcomes.OBJECT}
    if review is None or found.updated_at <= review.at:
        return told
    then = registers_queries.since(session, "object", found.id, review.at)
    return {name: then[0][name] for name in told} if then else told


def _drawn(session: Session, assignment: Assignment) -> dict[str, Any]:
    """How the object was drawn; nulls while the draw is not opened, for its tickets are not public yet.

    The legal period for the outcome may end before the draw can be opened.
    """
    shown = {
        "order": assignment.order,
        "stratum": assignment.stratum,
        "ticket": assignment.ticket,
        "substitute_for": _replaced(session, assignment),
    }
    return shown if assignment.draw.opened_at else dict.fromkeys(shown)


def _replaced(session: Session, assignment: Assignment) -> str | None:
    if assignment.substitute_for is None:
        return None
    return session.get_one(Assignment, assignment.substitute_for).object.number


def _public_photos(session: Session, inspection: Inspection, files: FileStore) -> list[dict[str, str]]:
    """Make the public copies; a photo that no longer counts is left out whatever was decided on it."""
    counting = {photo["sha256"] for photo in inspection.folded["photos"]}
    found = []
    for row in inspections_queries.photos(session, inspection.id):
        if row.public and row.sha256 in counting:
            if row.public_sha256 is None or not files.has(row.public_sha256):
                row.public_sha256 = files.put(pictures.public_copy(files.get(row.sha256)))
            found.append({"sha256": row.public_sha256, "caption": row.caption})
    return found


def _said(outcome: Outcome) -> dict[str, Any]:
    return {
        "number": outcome.number,
        "version": outcome.version,
        "inspection": outcome.inspection_id,
        "content_sha256": outcome.content_sha256,
    }
