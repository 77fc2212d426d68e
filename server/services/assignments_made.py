"""How a draw's assignments, inspections and teams come into being, and how a void draw's end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

import sampling
from server.domain.problems import Problem
from server.domain.strata import programmes_of
from server.domain.workflow import advance, allows
from server.services.audit import new_id
from server.store import assignments_queries, teams_queries
from server.store.assignments import Assignment
from server.store.draws import Draw, TeamMember
from server.store.inspections import Inspection


def create(session: Session, now: datetime, draw: Draw, result: sampling.Result) -> None:
    """Make the teams, the visits in their order, and in each an assignment with an open inspection for every programme
    of the plan that the object's stratum names.

    Problems ``object_missing`` and ``inspector_gone`` when the register no longer has a number of the draw.
    """
    objects = assignments_queries.objects_by_number(session, (one.object for one in result.drawn))
    inspectors = assignments_queries.inspectors_by_certificate(
        session, (certificate for team in result.teams for certificate in team)
    )
    for number, team in enumerate(result.teams, 1):
        add_team(session, draw, number, [known(inspectors, name, "inspector_gone") for name in team])
    units, programmes = teams_queries.units(session, draw.id), list(draw.plan.programmes)
    for one in result.drawn:
        object_id = known(objects, one.object, "object_missing")
        for programme in programmes_of(one.stratum, programmes):
            add(
                session,
                now,
                draw,
                programme,
                object_id,
                one.order,
                one.stratum,
                one.ticket,
                one.team,
                units=units,
            )


def withdraw_all(session: Session, draw_id: str) -> int:
    """Withdraw every assignment of a draw that can be, with its inspection; returns how many."""
    inspections = assignments_queries.inspections(session, draw_id)
    withdrawn = 0
    for row in assignments_queries.of_draw(session, draw_id):
        inspection = inspections.get(row.id)
        published = inspection is not None and not allows("inspection", inspection.state, "withdraw")
        if published or not allows("assignment", row.state, "withdraw"):
            continue
        row.state = advance("assignment", row.state, "withdraw")
        if inspection is not None:
            inspection.state = advance("inspection", inspection.state, "withdraw")
        withdrawn += 1
    return withdrawn


def add(
    session: Session,
    now: datetime,
    draw: Draw,
    programme: str,
    object_id: str,
    order: int,
    stratum: str,
    ticket: str,
    team: int | None,
    substitute_for: str | None = None,
    units: Mapping[int | None, str] | None = None,
) -> Assignment:
    """Make the assignment of an object under a programme, and its open inspection.

    ``units`` are those of the draw's teams, read unless given.
    """
    units = teams_queries.units(session, draw.id) if units is None else units
    row = Assignment(
        id=new_id(now),
        draw_id=draw.id,
        object_id=object_id,
        programme=programme,
        order=order,
        stratum=stratum,
        ticket=ticket,
        team=team,
        unit=units.get(team, ""),
        state="assigned" if team else "unstaffed",
        substitute_for=substitute_for,
        created_at=now,
    )
    inspection = Inspection(
        id=new_id(now),
        assignment=row,
        object_id=object_id,
        programme=programme,
        unit=row.unit,
        state="open",
    )
    session.add_all([row, inspection])
    return row


def add_team(session: Session, draw: Draw, number: int, inspector_ids: Sequence[str]) -> None:
    """Make a team of inspectors, the lead first."""
    for position, inspector_id in enumerate(inspector_ids):
        session.add(TeamMember(draw_id=draw.id, team=number, position=position, inspector_id=inspector_id))


def place(session: Session, draw_id: str, team: int) -> None:
    """Put what a team has to do under the unit of its lead."""
    session.flush()
    unit = teams_queries.units(session, draw_id).get(team, "")
    query = select(Assignment).where(Assignment.draw_id == draw_id, Assignment.team == team)
    for row in session.scalars(query.where(Assignment.state.in_(("assigned", "started")))):
        row.unit = unit
        inspection = assignments_queries.inspection_of(session, row.id)
        if inspection is not None:
            inspection.unit = unit


def known(ids: dict[str, str], number: str, code: str) -> str:
    """Return the id of a committed number; :class:`Problem` ``code`` when the register no longer has it."""
    if number not in ids:
        raise Problem(code, number=number)
    return ids[number]
