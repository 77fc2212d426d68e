"""Last days for publication, of penalties too, and for answers, when the calendar that counted them has changed."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.deadlines import ANSWER_DAYS, PUBLICATION_DAYS, after
from server.domain.penalties import publication
from server.services.applying import instant
from server.store.calendar import working_days
from server.store.inspections import Inspection, Operation
from server.store.objections import Objection
from server.store.penalties import PENDING, Penalty

#: In these states nothing is left to be published.
DONE = ("published", "withdrawn")


def reckon_again(session: Session, zone: ZoneInfo) -> int:
    """Count the last days of unpublished inspections and penalties and of unanswered objections by today's calendar.

    Returns how many moved.
    """
    session.flush()
    calendar, moved = working_days(session), 0
    query = select(Inspection).where(Inspection.last_day.is_not(None), Inspection.state.not_in(DONE))
    for inspection in session.scalars(query):
        last = after(_start(session, inspection, zone), PUBLICATION_DAYS, calendar)
        before = inspection.last_day, inspection.last_day_provisional
        inspection.last_day, inspection.last_day_provisional = last.day, last.provisional
        moved += before != (last.day, last.provisional)
    for objection in session.scalars(select(Objection).where(Objection.state == "received")):
        last = after(objection.received_at.astimezone(zone).date(), ANSWER_DAYS, calendar)
        known = objection.last_day, objection.last_day_provisional
        objection.last_day, objection.last_day_provisional = last.day, last.provisional
        moved += known != (last.day, last.provisional)
    for penalty in session.scalars(select(Penalty).where(Penalty.state == PENDING)):
        last = publication(penalty.decided_on, calendar)
        shown = penalty.last_day, penalty.last_day_provisional
        penalty.last_day, penalty.last_day_provisional = last.day, last.provisional
        moved += shown != (last.day, last.provisional)
    return moved


def _start(session: Session, inspection: Inspection, zone: ZoneInfo) -> date:
    """The day on which the first revision was finished: a return does not win time."""
    query = select(Operation).where(
        Operation.inspection_id == inspection.id, Operation.kind == "finish", Operation.state == "applied"
    )
    first = session.scalar(query.order_by(Operation.revision, Operation.place.desc()).limit(1))
    at = instant(first, inspection) if first else inspection.finished_at
    if at is None:
        raise ValueError(f"inspection {inspection.id} has a last day and was never finished")
    return at.astimezone(zone).date()
