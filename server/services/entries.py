"""Entries that wait for a supervisor: failed, held by a gap, or in quarantine. Dealing with one deletes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from server.domain import workflow
from server.domain.problems import Problem
from server.services import inspections, interventions, manifests
from server.services.actors import Actor
from server.services.applying import apply_waiting, count
from server.services.audit import Change, writes
from server.services.operations import missing, next_receipt
from server.services.reasons import check_reason
from server.store import devices_queries, entries_queries, inspections_queries
from server.store.inspections import Inspection, Operation
from server.store.users import Device


@writes("inspection.resolve", "entry.apply")
def apply(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    operation_ids: Sequence[str],
    reason: str,
    zone: ZoneInfo,
) -> Change:
    """Let failed entries of one tablet and inspection count after all, on the supervisor's word. Returns their rows.

    Entries of an earlier revision count beside those of the present one, as all entries do. One that was approved
    but not published is reviewed again. Problems: ``reason_required``, ``too_long``, ``control_character``,
    ``not_found``, ``operation_settled``, ``operation_closed`` once it is published or withdrawn,
    ``operation_revision`` for a revision still to come.
    """
    reason = check_reason(reason)
    rows, device = _failed(session, operation_ids)
    inspection = inspections_queries.lock(session, rows[0].inspection_id)
    for row in rows:
        _check(row, inspection)
        count(session, row, inspection)
        _settled(row, device, actor, reason)
    inspection.state = workflow.advance("inspection", inspection.state, "admit")
    session.flush()
    if inspection.state == "in_review":
        inspections.refold(session, inspection)
    interventions.note(session, [inspection], "take_in", reason, by=actor, at=now)
    _again(session, now, inspection, device, zone)
    return Change("inspection", inspection.id, rows, _said(rows, reason))


@writes("inspection.resolve", "entry.set_aside")
def set_aside(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    operation_ids: Sequence[str],
    reason: str,
    zone: ZoneInfo,
) -> Change:
    """Leave failed entries of one tablet and inspection out; they stay as received. Returns their rows.

    One that was approved but not published, or waits for the second reviewer, is reviewed again. Problems:
    ``reason_required``, ``too_long``, ``control_character``, ``not_found``, ``operation_settled``.
    """
    reason = check_reason(reason)
    rows, device = _failed(session, operation_ids)
    for row in rows:
        row.state = workflow.advance("entry", row.state, "set_aside")
        _settled(row, device, actor, reason)
    inspection = inspections_queries.lock(session, rows[0].inspection_id)
    interventions.note(session, [inspection], "leave_out", reason, by=actor, at=now)
    _review_again(inspection)
    _again(session, now, inspection, device, zone)
    return Change("inspection", inspection.id, rows, _said(rows, reason))


@writes("inspection.resolve", "entry.pass_gap")
def pass_gap(
    session: Session, actor: Actor, now: datetime, *, device_id: str, reason: str, zone: ZoneInfo
) -> Change:
    """Go on without the entries that a tablet's held ones wait for, such as those of a broken tablet.

    What arrives later all the same is applied then. Returns the tablet. Problems: ``reason_required``, ``too_long``,
    ``control_character``, ``operation_settled`` when nothing is held.
    """
    reason = check_reason(reason)
    device = devices_queries.locked(session, device_id)
    gap = missing(session, device)
    if gap is None:
        raise Problem("operation_settled")
    device.last_seq = gap[1]
    rows = apply_waiting(session, device)
    touched = inspections_queries.locked(session, (row.inspection_id for row in rows)).values()
    interventions.note(session, touched, "pass_gap", reason, by=actor, at=now)
    for inspection in touched:
        _again(session, now, inspection, device, zone)
    body = {"first": gap[0], "last": gap[1], "reason": reason}
    return Change("device", device.id, device, body)


@writes("inspection.resolve", "entry.see")
def see(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    quarantined_ids: Sequence[str],
    reason: str,
    zone: ZoneInfo,
) -> Change:
    """Note that entries of one tablet in quarantine were looked at. Returns their rows.

    Inspections that were approved but not published, or wait for the second reviewer, are reviewed again.
    Problems: ``reason_required``, ``too_long``, ``control_character``, ``not_found``.
    """
    reason = check_reason(reason)
    rows = entries_queries.quarantined(session, quarantined_ids)
    if not rows or len({row.device_id for row in rows}) > 1:
        raise Problem("not_found", what=", ".join(quarantined_ids))
    device = devices_queries.locked(session, rows[0].device_id)
    for row in rows:
        row.seen_at = row.seen_at or now
    wanted = {row.inspection_id for row in rows if row.inspection_id}
    touched = inspections_queries.locked(session, wanted).values()
    interventions.note(session, touched, "see", reason, by=actor, at=now)
    for inspection in touched:
        _review_again(inspection)
        _again(session, now, inspection, device, zone)
    body = {"entries": [row.id for row in rows], "reason": reason}
    return Change("device", device.id, rows, body)


def _failed(session: Session, operation_ids: Sequence[str]) -> tuple[Sequence[Operation], Device]:
    """The entries, under the lock of their tablet, in the tablet's order."""
    first = session.get(Operation, operation_ids[0]) if operation_ids else None
    if first is None:
        raise Problem("not_found", what=", ".join(operation_ids))
    device = devices_queries.locked(session, first.device_id)
    rows = entries_queries.failed(session, operation_ids, first.inspection_id, first.device_id)
    if len(rows) != len(set(operation_ids)):
        raise Problem("operation_settled")
    return rows, device


def _check(row: Operation, inspection: Inspection) -> None:
    """What was published stands, and a revision that was not handed out has no entries."""
    if not workflow.allows("inspection", inspection.state, "admit"):
        raise Problem("operation_closed", at="inspection", state=f"inspection.{inspection.state}")
    if row.revision > inspection.revision:
        raise Problem("operation_revision", at="revision", given=row.revision, current=inspection.revision)


def _settled(row: Operation, device: Device, actor: Actor, reason: str) -> None:
    row.receipt = next_receipt(device)
    row.fault = {**(row.fault or {}), "settled": {"by": actor.name, "reason": reason}}


def _said(rows: Sequence[Operation], reason: str) -> dict[str, Any]:
    return {"entries": [row.id for row in rows], "reason": reason}


def _review_again(inspection: Inspection) -> None:
    """Whoever approved, alone or first, did not know of what is left out now."""
    if inspection.state in ("seconding", "approved"):
        inspection.state = workflow.advance("inspection", inspection.state, "admit")


def _again(session: Session, now: datetime, inspection: Inspection, device: Device, zone: ZoneInfo) -> None:
    """Compare the tablet's manifest again: what was dealt with may have been all that it waited for."""
    session.flush()
    for manifest in inspections_queries.manifests_of(session, inspection, device):
        manifests.compare(session, manifest, device)
    inspections.settle(session, now, inspection, zone)
