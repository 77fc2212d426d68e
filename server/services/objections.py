"""Objections 异议: received with evidence, answered within 20 working days, upheld by a corrected version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from server.domain import workflow
from server.domain.deadlines import ANSWER_DAYS, after
from server.domain.problems import Problem
from server.domain.writing import written
from server.services import evidence, outcomes
from server.services.actors import Actor
from server.services.audit import Change, new_id, writes
from server.services.evidence import Upload
from server.services.reasons import LONGEST_REASON
from server.services.replies import MOST
from server.store import corrections, inspections_queries, objections, outcomes_office
from server.store.calendar import working_days
from server.store.files import FileStore
from server.store.inspections import Inspection
from server.store.objections import Objection
from server.store.outcomes import Outcome

LONGEST_CONTACT = 200


@writes("business.write", "objection.receive")
def receive(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    inspection_id: str,
    text: str,
    contact: str = "",
    uploads: Sequence[Upload] = (),
    files: FileStore,
    zone: ZoneInfo,
    period: int = 0,
) -> Change:
    """Take in an objection to the version in force. Returns it.

    ``period`` is how many working days after that version's publication an objection is not late (0: never late);
    a late one is taken in all the same and marked. Problems: ``required``, ``too_long``, ``control_character`` at
    ``objection``; ``too_long`` at ``contact``; ``evidence_many``, ``evidence_format``; ``wrong_state`` for what is
    not published; ``business_enough``.
    """
    inspection = inspections_queries.lock(session, inspection_id)
    inspection.state = workflow.advance("inspection", inspection.state, "object")
    if len(objections.of_inspection(session, inspection.id)) >= MOST:
        raise Problem("business_enough", most=MOST)
    claimed = _current(session, inspection)
    text = written(text, "objection")
    contact = written(contact, "contact", LONGEST_CONTACT) if contact.strip() else ""
    calendar, day = working_days(session), now.astimezone(zone).date()
    ends = after(claimed.published_at.astimezone(zone).date(), period, calendar).day
    last = after(day, ANSWER_DAYS, calendar)
    row = Objection(
        id=new_id(now),
        inspection_id=inspection.id,
        unit=inspection.unit,
        number=claimed.number,
        version=claimed.version,
        text=text,
        contact=contact,
        late=bool(period) and day > ends,
        state="received",
        received_at=now,
        last_day=last.day,
        last_day_provisional=last.provisional,
    )
    session.add(row)
    kept = evidence.keep(session, now, (inspection.id, "objection", row.id), uploads, files)
    return Change("objection", row.id, row, {"number": row.number, "late": row.late, "evidence": kept})


@writes("objection.answer", "objection.reject")
def reject(session: Session, actor: Actor, now: datetime, *, objection_id: str, answer: str) -> Change:
    """Answer that an objection does not hold. Returns it.

    Problems: ``wrong_state``, ``correction_waits`` while a correction for it is proposed, and ``required``,
    ``too_long``, ``control_character`` at ``answer``.
    """
    row = _unanswered(session, objection_id)
    row.state = workflow.advance("objection", row.state, "reject")
    _answered(row, actor, now, answer)
    return Change("objection", row.id, row, {"number": row.number})


@writes("objection.answer", "objection.uphold")
def uphold(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    objection_id: str,
    answer: str,
    version: int,
    categories: Mapping[str, str],
    files: FileStore,
    second: bool,
) -> Change:
    """Answer that an objection holds, and publish the corrected version in the same step. Returns the objection.

    The answer is the reason of the correction, and public with it. ``version`` is the one in force that the reviewer
    saw. Where that takes two people, which ``second`` says, :func:`corrections.propose` and its confirmation lead
    here. Problems: those of :func:`reject` and of :func:`outcomes.correct`.
    """
    row = _unanswered(session, objection_id)
    row.state = workflow.advance("objection", row.state, "uphold")
    _answered(row, actor, now, answer)
    public = [
        photo.sha256 for photo in inspections_queries.photos(session, row.inspection_id) if photo.public
    ]
    following = outcomes.correct(
        session,
        actor,
        now,
        number=row.number,
        version=version,
        reason=row.answer,
        categories=categories,
        photos=public,
        files=files,
        second=second,
    )
    row.corrected = following.version
    return Change("objection", row.id, row, {"number": row.number, "corrected": row.corrected})


def _unanswered(session: Session, objection_id: str) -> Objection:
    row = objections.lock(session, objection_id)
    proposed = corrections.waiting_on(session, row.id)
    if proposed:
        raise Problem("correction_waits", by=proposed.proposed_name)
    return row


def _answered(row: Objection, actor: Actor, now: datetime, answer: str) -> None:
    row.answer = written(answer, "answer", LONGEST_REASON)
    row.answered_by, row.answered_at = actor.name, now


def _current(session: Session, inspection: Inspection) -> Outcome:
    found = outcomes_office.of_inspection(session, inspection.id)
    if found is None:
        raise Problem("not_found", what=inspection.id)
    return found
