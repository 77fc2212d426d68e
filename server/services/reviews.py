"""Reviews 复核: choosing between two values, deciding on photos, returning, approving."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from server.domain import folding, outcomes, workflow
from server.domain.problems import Problem
from server.domain.programmes import Programme
from server.services import inspections, interventions
from server.services.actors import Actor
from server.services.audit import Change, new_id, writes
from server.services.reasons import written_reason
from server.store import (
    entries_queries,
    inspections_queries,
    registers_queries,
    result_categories,
    reviews_queries,
)
from server.store.inspections import Inspection, InspectionPhoto
from server.store.reviews import Review

FAIL = "fail"
#: Decisions about the whole record.
DECIDING = ("propose", "approve", "decline", "return")


@writes("inspection.review", "review.choose")
def choose(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    inspection_id: str,
    path: Sequence[str],
    operation_id: str,
) -> Change:
    """Settle one field on which two inspectors disagree. Returns the review.

    Problems: ``wrong_state``, ``conflict_unknown`` when the field is in no conflict or the entry none of its values.
    """
    inspection = _in_review(session, inspection_id, "choose")
    entries = inspections_queries.applied(session, inspection.id)
    values = [
        value["operation"]
        for difference in folding.differences(entries)
        if difference["path"] == list(path)
        for value in difference["values"]
    ]
    if operation_id not in values:
        raise Problem("conflict_unknown", at="operation_id")
    review = _review(inspection, actor, now, "choose", choices={folding.path_text(path): operation_id})
    session.add(review)
    session.flush()
    inspections.refold(session, inspection)
    return Change("inspection", inspection.id, review, {"choices": review.choices})


@writes("inspection.review", "review.photo")
def decide_photo(
    session: Session, actor: Actor, now: datetime, *, inspection_id: str, sha256: str, public: bool
) -> Change:
    """Decide whether a photo becomes public with the outcome. Returns its row.

    Problems: ``photo_not_here``, ``wrong_state`` unless the inspection is in review or approved.
    """
    inspection = inspections_queries.lock(session, inspection_id)
    if not workflow.allows("inspection", inspection.state, "return"):
        raise Problem("wrong_state", state=f"inspection.{inspection.state}", action="inspection.photo")
    row = session.get(InspectionPhoto, (inspection_id, sha256))
    if row is None:
        raise Problem("photo_not_here", at="sha256")
    row.public = public
    return Change("inspection", inspection.id, row, {"photo": sha256, "public": public})


@writes("inspection.review", "review.return")
def send_back(
    session: Session, actor: Actor, now: datetime, *, inspection_id: str, revision: int, reason: str
) -> Change:
    """Open the inspection again as the next revision, with the reason; nothing of this revision changes.

    Returns the inspection. Problems: ``reason_required``, ``too_long``, ``control_character``, ``wrong_state``,
    ``changed_meanwhile``.
    """
    reason = written_reason(reason)
    inspection = _at_revision(session, inspection_id, revision)
    inspection.state = workflow.advance("inspection", inspection.state, "return")
    session.add(_review(inspection, actor, now, "return", reason=reason))
    inspection.revision += 1
    inspection.return_reason = reason
    assignment = inspection.assignment
    if workflow.allows("assignment", assignment.state, "return"):
        assignment.state = workflow.advance("assignment", assignment.state, "return")
    return Change(
        "inspection", inspection.id, inspection, {"revision": inspection.revision, "reason": reason}
    )


@writes("inspection.review", "review.approve")
def approve(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    inspection_id: str,
    revision: int,
    categories: Mapping[str, str],
    second: bool,
    seen: str | None = None,
) -> Change:
    """Approve the record with one result category for each item. Returns the review.

    With ``second`` a failed record, and one of which the actor decided what counts (:mod:`interventions`), then waits
    for :func:`confirm` by another person. ``seen`` is the
    :func:`folding.fingerprint` of what the reviewer was shown; another one is ``changed_meanwhile``.

    Problems: ``wrong_state``, ``review_taken`` when somebody was first, ``changed_meanwhile``,
    ``inspection_conflicts``, ``inspection_unjudged``, ``inspection_entries`` while entries wait for a supervisor,
    ``inspection_day``, ``record_day``, ``violation_unknown``, ``category_required`` with a part for each item
    without a category (fields are called ``category-<item>``).
    """
    inspection = _at_revision(session, inspection_id, revision)
    if seen is not None and seen != folding.fingerprint(inspection.folded):
        raise Problem("changed_meanwhile")
    if inspection.state == "seconding":
        raise Problem("review_taken", by=_proposal(session, inspection).reviewer)
    takes_two = inspection.verdict == FAIL or interventions.is_by(session, inspection, actor.name)
    action = "propose" if second and takes_two else "approve"
    state = workflow.advance("inspection", inspection.state, action)
    check_settled(session, inspection, now)
    chosen = check_categories(
        inspections.rules_of(session, inspection), categories, result_categories.offered(session)
    )
    review = _review(
        inspection,
        actor,
        now,
        action,
        items=[{"item": item, "category": category} for item, category in chosen.items()],
    )
    session.add(review)
    inspection.state = state
    body = {"revision": revision, "items": review.items, "second": action == "propose"}
    return Change("inspection", inspection.id, review, body)


@writes("inspection.review", "review.confirm")
def confirm(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    inspection_id: str,
    revision: int,
    seen: str | None = None,
) -> Change:
    """Approve a record that takes two as the second person, with the results that the first chose. Returns the review.

    Problems: ``wrong_state``, ``changed_meanwhile``, ``review_same`` for the first reviewer, ``review_object`` when
    the register calls the object otherwise since the first approval, and those of :func:`check_settled`.
    """
    inspection = _at_revision(session, inspection_id, revision)
    if seen is not None and seen != folding.fingerprint(inspection.folded):
        raise Problem("changed_meanwhile")
    state = workflow.advance("inspection", inspection.state, "confirm")
    first = _proposal(session, inspection)
    if first.reviewer == actor.name:
        raise Problem("review_same")
    _check_object(session, inspection, first)
    check_settled(session, inspection, now)
    review = _review(inspection, actor, now, "approve", items=first.items)
    session.add(review)
    inspection.state = state
    body = {"revision": revision, "items": review.items, "first": first.reviewer}
    return Change("inspection", inspection.id, review, body)


@writes("inspection.review", "review.decline")
def decline(
    session: Session, actor: Actor, now: datetime, *, inspection_id: str, revision: int, reason: str
) -> Change:
    """Disagree with the first reviewer: the review begins again, with the reason. Returns the review.

    The first reviewer may take the own approval back in this way. Problems: ``wrong_state``, ``changed_meanwhile``,
    ``reason_required``, ``too_long``, ``control_character``.
    """
    inspection = _at_revision(session, inspection_id, revision)
    reason = written_reason(reason)
    inspection.state = workflow.advance("inspection", inspection.state, "decline")
    review = _review(inspection, actor, now, "decline", reason=reason)
    session.add(review)
    return Change("inspection", inspection.id, review, {"revision": revision, "reason": reason})


def check_settled(session: Session, inspection: Inspection, now: datetime) -> None:
    """Raise the :class:`Problem` that stands between an inspection and its approval or publication."""
    if inspection.conflicts:
        raise Problem("inspection_conflicts", count=inspection.conflicts)
    if inspection.verdict is None:
        raise Problem("inspection_unjudged")
    waiting = entries_queries.waiting_count(session, inspection.id)
    if waiting:
        raise Problem("inspection_entries", count=waiting)
    folded, drawn_at = inspection.folded, inspection.assignment.draw.drawn_at
    outcomes.check_day(folded["started"], drawn_at, now)
    if inspection.verdict != inspections.NOT_JUDGED:
        outcomes.check_record_day(folded["record"].get("date"), drawn_at)
    outcomes.check_violations(folded["violations"], inspections.rules_of(session, inspection))


def check_second(session: Session, inspection: Inspection) -> None:
    """Raise Problem ``review_second`` for a record that takes two people and that two did not approve."""
    approval = reviews_queries.approval(session, inspection.id)
    alone = approval is not None and interventions.is_by(session, inspection, approval.reviewer)
    if inspection.verdict != FAIL and not alone:
        return
    known = reviews_queries.of_inspection(session, inspection.id)
    decided = [row for row in known if row.revision == inspection.revision and row.decision in DECIDING]
    last = [(row.decision, row.reviewer) for row in decided[-2:]]
    if [decision for decision, _ in last] != ["propose", "approve"] or last[0][1] == last[1][1]:
        raise Problem("review_second")


def check_categories(
    programme: Programme, categories: Mapping[str, str], known: Collection[str]
) -> dict[str, str]:
    """Return the category of each item of a programme in their order, each one of ``known``.

    Problem ``category_required``.
    """
    items = outcomes.items_of(programme)
    parts = [
        Problem("category_required", at=f"category-{item.code}")
        for item in items
        if categories.get(item.code) not in known
    ]
    if parts:
        raise Problem("category_required", parts=parts)
    return {item.code: categories[item.code] for item in items}


def _in_review(session: Session, inspection_id: str, action: str) -> Inspection:
    inspection = inspections_queries.lock(session, inspection_id)
    if inspection.state != "in_review":
        raise Problem("wrong_state", state=f"inspection.{inspection.state}", action=f"inspection.{action}")
    return inspection


def _proposal(session: Session, inspection: Inspection) -> Review:
    """The first reviewer's approval, which waits for the second."""
    return [
        row for row in reviews_queries.of_inspection(session, inspection.id) if row.decision == "propose"
    ][-1]


def _check_object(session: Session, inspection: Inspection, first: Review) -> None:
    """What the object is called is part of the result, so both reviewers have to have seen the same."""
    found = registers_queries.since(session, "object", inspection.object_id, first.at)
    told = {tuple(columns[name] for name in outcomes.OBJECT) for columns in found}
    if len(told) > 1:
        raise Problem("review_object")


def _at_revision(session: Session, inspection_id: str, revision: int) -> Inspection:
    inspection = inspections_queries.lock(session, inspection_id)
    if inspection.revision != revision:
        raise Problem("changed_meanwhile")
    return inspection


def _review(inspection: Inspection, actor: Actor, now: datetime, decision: str, **columns: Any) -> Review:
    return Review(
        id=new_id(now),
        inspection_id=inspection.id,
        revision=inspection.revision,
        decision=decision,
        reviewer=actor.name,
        at=now,
        **columns,
    )
