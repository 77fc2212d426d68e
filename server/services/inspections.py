"""Inspections 检查: from the last entry to the review, and what a supervisor does when something is stuck."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from server.domain import folding, workflow
from server.domain.deadlines import PUBLICATION_DAYS, after
from server.domain.problems import Problem
from server.domain.programmes import Programme, RecordError
from server.services import interventions
from server.services.actors import Actor
from server.services.audit import Change, writes
from server.services.reasons import written_reason
from server.store import editions_queries, inspections_queries, reviews_queries, teams_queries
from server.store.calendar import working_days
from server.store.inspections import Inspection, InspectionPhoto

NOT_JUDGED = "not_judged"


def settle(session: Session, now: datetime, inspection: Inspection, zone: ZoneInfo) -> bool:
    """Hand the inspection to review once everything that its tablets sent is here; whether that happened."""
    if inspection.state != "finished":
        return False
    kept = inspections_queries.manifests(session, inspection)
    ready = {device for device, manifest in kept.items() if manifest.complete}
    if _awaited(session, inspection, set(kept)) - ready:
        return False
    if not refold(session, inspection)["finished"]:
        return False
    _to_review(session, inspection, zone)
    return True


def _awaited(session: Session, inspection: Inspection, closing: set[str]) -> set[str]:
    """The tablets that owe something: not that of one who was replaced, unless it has begun to close the visit."""
    replaced = inspections_queries.owned(session, teams_queries.relieved(session, inspection))
    return inspections_queries.senders(session, inspection) - (replaced - closing)


@writes("inspection.resolve", "inspection.complete_without")
def complete_without(
    session: Session, actor: Actor, now: datetime, *, inspection_id: str, reason: str, zone: ZoneInfo
) -> Change:
    """Begin the review although a tablet still owes something, such as one that was lost. Returns the inspection.

    Problems: ``reason_required``, ``too_long``, ``control_character``, ``wrong_state``, ``inspection_empty`` when
    nothing at all was applied.
    """
    reason = written_reason(reason)
    inspection = inspections_queries.lock(session, inspection_id)
    if not inspection.entries:
        raise Problem("inspection_empty")
    if inspection.state == "open":
        inspection.state = workflow.advance("inspection", "open", "finish")
        inspection.finished_at = inspection.finished_at or now
        if workflow.allows("assignment", inspection.assignment.state, "finish"):
            inspection.assignment.state = workflow.advance(
                "assignment", inspection.assignment.state, "finish"
            )
    _to_review(session, inspection, zone)
    interventions.note(session, [inspection], "begin", reason, by=actor, at=now)
    return Change("inspection", inspection.id, inspection, {"reason": reason})


def refold(session: Session, inspection: Inspection) -> dict[str, Any]:
    """Compute anew what the applied entries and the reviewers' choices come to, and judge it; returns the fold."""
    entries = inspections_queries.applied(session, inspection.id)
    folded = folding.fold(entries, reviews_queries.choices(session, inspection.id))
    inspection.folded = folded
    inspection.conflicts = len(folded["conflicts"])
    inspection.result, inspection.verdict = judge(rules_of(session, inspection), folded)
    _keep_photos(session, inspection, folded)
    return folded


def rules_of(session: Session, inspection: Inspection) -> Programme:
    """Return the programme by which an inspection is judged: as it was when the visit began, whatever came since."""
    return editions_queries.current(session).at(inspection.catalogue).load(inspection.programme)


def judge(programme: Programme, folded: dict[str, Any]) -> tuple[Any, str | None]:
    """Return the evaluator's result and its verdict.

    A visit that was not possible is not judged. A record that the rules cannot judge has no verdict; its result
    is ``{"error": {"code", "at", "values"}}``.
    """
    if folded["not_possible"]:
        return None, NOT_JUDGED
    try:
        result = programme.evaluate(folded["record"])
    except RecordError as error:
        return {"error": {"code": error.code, "at": error.at, "values": error.values}}, None
    return result, result["verdict"]


def _to_review(session: Session, inspection: Inspection, zone: ZoneInfo) -> None:
    inspection.state = workflow.advance("inspection", inspection.state, "complete")
    refold(session, inspection)
    if inspection.last_day is None and inspection.finished_at is not None:
        # The period runs from the first finish: sending an inspection back does not win time.
        day = inspection.finished_at.astimezone(zone).date()
        last = after(day, PUBLICATION_DAYS, working_days(session))
        inspection.last_day, inspection.last_day_provisional = last.day, last.provisional


def _keep_photos(session: Session, inspection: Inspection, folded: dict[str, Any]) -> None:
    for photo in folded["photos"]:
        row = session.get(InspectionPhoto, (inspection.id, photo["sha256"]))
        if row is None:
            row = InspectionPhoto(inspection_id=inspection.id, sha256=photo["sha256"])
            session.add(row)
        row.operation_id, row.caption = photo["operation"], photo["caption"]
