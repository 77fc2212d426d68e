"""From received to applied: whether an entry may count for its inspection, and what it sets in motion."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from server.domain import workflow
from server.domain.problems import Problem
from server.services.operations import fault_of, next_receipt, waiting
from server.store import editions_queries, inspections_queries
from server.store.inspections import Inspection, Operation
from server.store.users import Device


def apply_waiting(session: Session, device: Device) -> list[Operation]:
    """Apply the tablet's entries that are next in its order; returns those that left the state ``held``."""
    rows = waiting(session, device)
    inspections = inspections_queries.locked(session, (row.inspection_id for row in rows))
    member = {
        key: inspections_queries.in_team(session, inspection, device.user.inspector_id)
        for key, inspection in inspections.items()
    }
    for row in rows:
        inspection = inspections[row.inspection_id]
        try:
            may_count(row, inspection, member[row.inspection_id])
        except Problem as problem:
            row.state, row.fault = workflow.advance("entry", row.state, "fail"), fault_of(problem)
        else:
            count(session, row, inspection)
        row.receipt = next_receipt(device)
    return rows


def may_count(row: Operation, inspection: Inspection, member: bool) -> None:
    """Raise the :class:`Problem` for which an entry cannot be applied, if there is one."""
    if not member:
        raise Problem("operation_not_yours", at="inspection")
    if not workflow.allows("inspection", inspection.state, "receive"):
        raise Problem("operation_closed", at="inspection", state=f"inspection.{inspection.state}")
    if row.revision != inspection.revision:
        raise Problem("operation_revision", at="revision", given=row.revision, current=inspection.revision)


def count(session: Session, row: Operation, inspection: Inspection) -> None:
    """Let an entry count: it takes the inspection's next place; the first starts it, a finish finishes it."""
    inspection.entries += 1
    row.place = inspection.entries
    row.state = workflow.advance("entry", row.state, "count")
    assignment = inspection.assignment
    if inspection.started_at is None:
        inspection.started_at = instant(row, inspection)
    if inspection.catalogue is None:
        inspection.catalogue = _begun_with(session, row, inspection)
    if workflow.allows("assignment", assignment.state, "start"):
        assignment.state = workflow.advance("assignment", assignment.state, "start")
    # A finish of an earlier revision, taken in late, does not finish this one.
    if row.kind == "finish" and row.revision == inspection.revision:
        _finish(row, inspection)


def _begun_with(session: Session, row: Operation, inspection: Inspection) -> int:
    """Return the state of the editions that the tablet had when the visit began, as far as this server knows it.

    Every bundle that held the visit was made after its assignment, so no tablet has it with older tables: whoever names
    older ones would choose by which limits to be judged. Only a ``start`` says what the tablet had.
    """
    known = editions_queries.current(session).place(inspection.programme)
    if row.kind != "start":
        return known
    least = editions_queries.place_before(session, inspection.programme, inspection.assignment.created_at)
    return max(least, min(known, row.body.get("catalogue", known)))


def _finish(row: Operation, inspection: Inspection) -> None:
    inspection.finished_at = instant(row, inspection)
    if workflow.allows("inspection", inspection.state, "finish"):
        inspection.state = workflow.advance("inspection", inspection.state, "finish")
    if workflow.allows("assignment", inspection.assignment.state, "finish"):
        inspection.assignment.state = workflow.advance("assignment", inspection.assignment.state, "finish")


def instant(row: Operation, inspection: Inspection) -> datetime:
    """Return when an entry was made by our clock: the tablet's time and its known difference.

    Where that lies before the assignment or after the arrival, the tablet's clock cannot be trusted and the
    arrival counts.
    """
    try:
        made = row.at + timedelta(milliseconds=row.clock_offset_ms or 0)
    except OverflowError:
        return row.received_at
    if inspection.assignment.created_at <= made <= row.received_at:
        return made
    return row.received_at
