"""Teams 检查组 after the draw: an absent inspector is replaced by the next spare of the drawn order; nobody chooses."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from sampling.lists import parse_recusals
from server.domain import spares
from server.domain.problems import Problem
from server.domain.spares import Next
from server.domain.workflow import advance
from server.services import assignments_made, bundles, draws_log, staffing
from server.services.actors import Actor
from server.services.audit import Change, writes
from server.services.plans import roster_of
from server.services.reasons import check_reason
from server.store import assignments_queries, draws_queries, teams_queries
from server.store.assignments import Assignment
from server.store.draws import Draw, TeamMember
from server.store.inspectors import Inspector, Recusal
from server.store.objects import Object

TO_DO = ("assigned", "started")


@writes("team.replace")
def replace(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    draw_id: str,
    inspector_id: str,
    reason: str,
    seen: str = "",
) -> Change:
    """Put the next spare in the place of an absent inspector, for all that the team has not finished.

    Whom the draw put there stays on record; who comes is one more entry, in the public log too. ``seen`` is the
    certificate that was shown as next, so that nobody confirms another than that. Returns the new ``TeamMember``.
    Problems: ``wrong_state``, ``not_found``, ``team_not_drawn`` (the inspector serves in no drawn team),
    ``spare_none``, ``spare_other``, and at ``reason`` ``reason_required``, ``too_long``, ``control_character``.
    """
    draw = draws_queries.get(session, draw_id, lock=True)
    draw.state = advance("draw", draw.state, "replace")
    reason = check_reason(reason)
    old = serving(session, draw, inspector_id)
    found = next_spare(session, draw, old, now.date())
    if found.certificate is None:
        raise Problem("spare_none")
    if seen and seen != found.certificate:
        raise Problem("spare_other", certificate=found.certificate)
    present = session.scalars(select(Inspector).where(Inspector.certificate == found.certificate)).one()
    new = TeamMember(
        draw_id=draw.id,
        team=old.team,
        position=old.position,
        turn=old.turn + 1,
        since=now,
        inspector_id=present.id,
    )
    session.add(new)
    assignments_made.place(session, draw.id, old.team)
    said = {
        "team": old.team,
        "position": old.position,
        "absent": session.get_one(Inspector, inspector_id).certificate,
        "present": present.certificate,
        "passed": found.as_json(),
        "reason": reason,
    }
    draws_log.depart(session, now, draw, "replaced", said)
    return Change("draw", draw.id, new, {**said, "draw": draw.number})


def serving(session: Session, draw: Draw, inspector_id: str) -> TeamMember:
    """Return where an inspector serves in a drawn team; Problem ``not_found`` or ``team_not_drawn``."""
    if session.get(Inspector, inspector_id) is None:
        raise Problem("not_found", what=inspector_id)
    member = teams_queries.member(session, draw.id, inspector_id)
    if member is None or member.team > len(bundles.result_of(draw).teams):
        raise Problem("team_not_drawn")
    return member


def next_spare(session: Session, draw: Draw, absent: TeamMember, today: date) -> Next:
    """Return who comes in an absent one's place by the order of the draw, and who was passed over and why."""
    drawn = {certificate for team in bundles.result_of(draw).teams for certificate in team}
    return spares.next_of(
        staffing.spare(draw, drawn),
        roster_of(session, draw.plan, today),
        teams_queries.seated(session, draw.id),
        _recused(session, draw, absent.team),
        lead=absent.position == 0,
    )


def present(session: Session, draw: Draw) -> list[list[str]]:
    """Return the certificates of those who serve in the drawn teams, as the public log tells it."""
    teams = [list(team) for team in bundles.result_of(draw).teams]
    for entry in draws_log.history(session, draw.id):
        if entry["event"] == "replaced":
            teams[entry["team"] - 1][entry["position"]] = entry["present"]
    return teams


def _recused(session: Session, draw: Draw, team: int) -> set[str]:
    """Who declared a conflict, before the draw or since, with an object that the team has not finished."""
    rows = assignments_queries.of_draw(session, draw.id)
    left = [row.object for row in rows if row.team == team and row.state in TO_DO]
    numbers = {one.number for one in left}
    committed = {name for name, number in parse_recusals(draw.recusals_tsv) if number in numbers}
    query = (
        select(Inspector.certificate)
        .join(Recusal, Recusal.inspector_id == Inspector.id)
        .join(Object, Object.id == Recusal.object_id)
        .join(Assignment, Assignment.object_id == Object.id)
        .where(Recusal.status == "active", Assignment.draw_id == draw.id, Assignment.team == team)
        .where(Assignment.state.in_(TO_DO))
    )
    return committed | set(session.scalars(query))
