"""Assignments 任务: made by a draw, substituted by its rule, staffed by hand where no team is free of recusal."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

import sampling
from sampling.lists import parse_frame, parse_recusals
from server.domain.problems import Problem
from server.domain.workflow import advance
from server.services import assignments_made, draws_log, staffing, teams
from server.services.actors import Actor
from server.services.audit import Change, writes
from server.services.look_back_steps import follow
from server.services.reasons import check_reason
from server.store import assignments_queries, draws_queries
from server.store.assignments import Assignment
from server.store.draws import Draw, TeamMember
from server.store.inspections import Inspection


@writes("assignment.substitute")
def substitute(session: Session, actor: Actor, now: datetime, *, assignment_id: str, reason: str) -> Change:
    """Replace an object that cannot be inspected by the next ticket of its stratum. Returns the new assignment.

    In a joint inspection the visit goes over with all its programmes, which the stratum names; the assignment returned
    is that of the same programme. Once a record of the visit is finished the visit was made, and nothing replaces it.
    The team follows the rule of the draw: among the teams without a recused member the one with the fewest objects at
    this moment (replaced objects do not count). The substitute comes last in the order of visits.
    Problems: ``reason_required``, ``too_long``, ``control_character``, ``no_reserve``, ``wrong_state`` (also
    when the inspection is finished), ``visit_finished`` (another record of the visit is).
    """
    old, draw = _locked(session, assignment_id)
    advance("draw", draw.state, "substitute")
    visit = assignments_queries.of_visit(session, old)
    inspections = _replaceable(session, old, visit)
    reason = check_reason(reason)
    existing = assignments_queries.of_draw(session, draw.id)
    number, ticket = _next_object(draw, old.stratum, {row.object.number for row in existing})
    for row in visit:
        row.state, row.reason = advance("assignment", row.state, "substitute"), reason
    for inspection in inspections:
        inspection.state = advance("inspection", inspection.state, "withdraw")
    session.flush()
    team = _team_for(session, draw, number, ticket)
    found = assignments_queries.objects_by_number(session, [number])
    object_id, order = (
        assignments_made.known(found, number, "object_missing"),
        max(row.order for row in existing) + 1,
    )
    made = {
        row.id: assignments_made.add(
            session,
            now,
            draw,
            row.programme,
            object_id,
            order,
            row.stratum,
            ticket,
            team,
            substitute_for=row.id,
        )
        for row in visit
    }
    new = made[old.id]
    follow(session, draw.plan_id, old.object_id, "miss")
    follow(session, draw.plan_id, new.object_id, "draw")
    said = {
        "object": old.object.number,
        "substitute": number,
        "stratum": old.stratum,
        "ticket": ticket,
        "order": new.order,
        "team": team,
        "reason": reason,
    }
    draws_log.depart(session, now, draw, "substituted", said)
    return Change("assignment", new.id, new, {**said, "draw": draw.number})


@writes("assignment.staff")
def staff(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    assignment_id: str,
    inspector_ids: Sequence[str],
    reason: str,
) -> Change:
    """Give an object that no team could take a further team, named by hand, for its whole visit. Returns the
    assignment.

    Problems: ``reason_required``, ``too_long``, ``control_character``, ``staff_few``, ``staff_twice``,
    ``staff_lead``, ``staff_unfit``, ``staff_recused``, ``not_found``, ``wrong_state``.
    """
    assignment, draw = _locked(session, assignment_id)
    advance("draw", draw.state, "staff")
    visit = assignments_queries.of_visit(session, assignment)
    for row in visit:
        advance("assignment", row.state, "staff")
    reason = check_reason(reason)
    members = staffing.check(session, assignment, {row.programme for row in visit}, inspector_ids)
    most = session.scalar(select(func.max(TeamMember.team)).where(TeamMember.draw_id == draw.id))
    team = (most or 0) + 1
    assignments_made.add_team(session, draw, team, [member.id for member in members])
    for row in visit:
        row.state, row.team, row.reason = advance("assignment", row.state, "staff"), team, reason
    assignments_made.place(session, draw.id, team)
    said = {
        "object": assignment.object.number,
        "team": team,
        "inspectors": [member.certificate for member in members],
        "reason": reason,
    }
    draws_log.depart(session, now, draw, "staffed", said)
    return Change("assignment", assignment.id, assignment, {**said, "draw": draw.number})


def _locked(session: Session, assignment_id: str) -> tuple[Assignment, Draw]:
    assignment = assignments_queries.get(session, assignment_id)
    draw = draws_queries.get(session, assignment.draw_id, lock=True)
    session.refresh(assignment)
    return assignment, draw


def _replaceable(session: Session, old: Assignment, visit: Sequence[Assignment]) -> list[Inspection]:
    """Return the inspections of a visit that can be replaced as a whole."""
    advance("assignment", old.state, "substitute")
    found = []
    for row in visit:
        inspection = assignments_queries.inspection_of(session, row.id)
        if inspection is None:
            continue
        if inspection.state != "open":
            raise _refused(inspection, own=row is old)
        found.append(inspection)
    return found


def _refused(inspection: Inspection, own: bool) -> Problem:
    if not own:
        return Problem("visit_finished")
    return Problem("wrong_state", state=f"inspection.{inspection.state}", action="assignment.substitute")


def _next_object(draw: Draw, stratum: str, taken: set[str]) -> tuple[str, str]:
    found = sampling.substitute(parse_frame(draw.frame_tsv), draw.seed or "", stratum, taken)
    if found is None:
        raise Problem("no_reserve", stratum=stratum)
    return found


def _team_for(session: Session, draw: Draw, number: str, ticket: str) -> int | None:
    present = teams.present(session, draw)
    return sampling.team_for(
        number,
        ticket,
        teams=present,
        recusals=parse_recusals(draw.recusals_tsv),
        loads=assignments_queries.loads(session, draw.id, len(present)),
    )
