"""Complaints 投诉举报: entered by hand, withdrawn when entered by mistake.

They bear on how much of a stratum is drawn only when a supervisor says so (国办发〔2015〕58号 asks for heavier sampling
of objects with complaints).
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain import plan_fields
from server.domain.problems import Problem
from server.services.actors import Actor
from server.services.audit import Change, new_id, writes
from server.store import complaints, editions_queries
from server.store.complaints import Complaint
from server.store.objects import Object

LONGEST_SOURCE = 100
LONGEST_NOTE = 500
FIRST_DAY = date(2015, 1, 1)


@writes("complaint.enter", "complaint.enter")
def enter(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    number: str,
    programme: str,
    day: date | None,
    source: str,
    note: str,
    zone: ZoneInfo,
) -> Change:
    """Enter a complaint about the object with ``number``. Returns it.

    Problem ``complaint_invalid`` with a part for each bad field, named like the arguments.
    """
    source, note = plan_fields.tidy(source), plan_fields.tidy(note)
    found = session.scalar(select(Object).where(Object.number == number.strip()))
    parts = [
        *plan_fields.text_problems(source, "source", LONGEST_SOURCE),
        *plan_fields.text_problems(note, "note", LONGEST_NOTE, needed=False),
    ]
    if found is None:
        missing = Problem("not_found", at="number", what=number.strip()[:60])
        parts.append(missing if number.strip() else Problem("required", at="number"))
    if programme not in editions_queries.current(session).names():
        parts.append(Problem("required", at="programme"))
    today = now.astimezone(zone).date()
    if day is None:
        parts.append(Problem("required", at="day"))
    elif not FIRST_DAY <= day <= today:
        parts.append(Problem("date_out_of_range", at="day", value=day, first=FIRST_DAY, last=today))
    if parts or found is None:
        raise Problem("complaint_invalid", parts=parts)
    row = Complaint(
        id=new_id(now),
        object_id=found.id,
        programme=programme,
        day=day,
        source=source,
        note=note,
        entered_by=actor.name,
        entered_at=now,
    )
    session.add(row)
    said = {"object": found.number, "programme": programme, "day": str(day), "source": source}
    return Change("complaint", row.id, row, said)


@writes("complaint.enter", "complaint.withdraw")
def withdraw(session: Session, actor: Actor, now: datetime, *, complaint_id: str) -> Change:
    """Take a complaint back that was entered by mistake. Problems: ``not_found``, ``complaint_withdrawn``."""
    row = complaints.get(session, complaint_id)
    if row.withdrawn_at is not None:
        raise Problem("complaint_withdrawn")
    row.withdrawn_by, row.withdrawn_at = actor.name, now
    return Change("complaint", row.id, row)
