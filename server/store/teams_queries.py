"""Reading teams 检查组: who serves in them, and who came in whose place."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session, aliased

from server.store.assignments import Assignment
from server.store.draws import TeamMember
from server.store.inspections import Inspection
from server.store.inspectors import Inspector


@dataclass(frozen=True)
class Replacement:
    """``present`` came to the ``position`` of a ``team`` in place of ``absent``."""

    team: int
    position: int
    since: datetime
    absent: Inspector
    present: Inspector


def serving() -> ColumnElement[bool]:
    """The condition that nobody came in the place of a ``TeamMember``."""
    later = aliased(TeamMember)
    return ~exists().where(
        later.draw_id == TeamMember.draw_id,
        later.team == TeamMember.team,
        later.position == TeamMember.position,
        later.turn > TeamMember.turn,
    )


def of_draw(session: Session, draw_id: str) -> dict[int, list[Inspector]]:
    """Return who serves in the teams of a draw by their number, the lead first."""
    query = (
        select(TeamMember.team, Inspector)
        .join(Inspector, Inspector.id == TeamMember.inspector_id)
        .where(TeamMember.draw_id == draw_id, serving())
        .order_by(TeamMember.team, TeamMember.position)
    )
    found: dict[int, list[Inspector]] = {}
    for number, inspector in session.execute(query):
        found.setdefault(number, []).append(inspector)
    return found


def units(session: Session, draw_id: str) -> dict[int | None, str]:
    """Return the unit of each team's lead in a draw."""
    query = select(TeamMember.team, Inspector.unit).join(Inspector, Inspector.id == TeamMember.inspector_id)
    leads = query.where(TeamMember.draw_id == draw_id, TeamMember.position == 0, serving())
    return dict(session.execute(leads).all())


def seated(session: Session, draw_id: str) -> set[str]:
    """Return the certificates of all who are or were in a team of a draw."""
    query = select(Inspector.certificate).join(TeamMember, TeamMember.inspector_id == Inspector.id)
    return set(session.scalars(query.where(TeamMember.draw_id == draw_id)))


def member(session: Session, draw_id: str, inspector_id: str) -> TeamMember | None:
    """Return where an inspector serves in the teams of a draw, in the first of them."""
    query = select(TeamMember).where(TeamMember.draw_id == draw_id, TeamMember.inspector_id == inspector_id)
    return session.scalar(query.where(serving()).order_by(TeamMember.team).limit(1))


def replacements(session: Session, draw_id: str, team: int | None = None) -> list[Replacement]:
    """Return who came in whose place in the teams of a draw, or in one of them, in the order of time."""
    before, gone = aliased(TeamMember), aliased(Inspector)
    query = (
        select(TeamMember, gone, Inspector)
        .join(Inspector, Inspector.id == TeamMember.inspector_id)
        .join(
            before,
            (before.draw_id == TeamMember.draw_id)
            & (before.team == TeamMember.team)
            & (before.position == TeamMember.position)
            & (before.turn == TeamMember.turn - 1),
        )
        .join(gone, gone.id == before.inspector_id)
        .where(TeamMember.draw_id == draw_id)
        .order_by(TeamMember.since, TeamMember.team, TeamMember.position)
    )
    if team is not None:
        query = query.where(TeamMember.team == team)
    return [
        Replacement(row.team, row.position, row.since, absent, present)
        for row, absent, present in session.execute(query)
        if row.since is not None
    ]


def of_inspections(session: Session, inspections: Sequence[Inspection]) -> Mapping[str, list[Inspector]]:
    """Return by inspection who had it, the lead first: who came after it was finished had no part in it."""
    finished = {row.assignment_id: row.finished_at for row in inspections}
    query = (
        select(Assignment.id, TeamMember, Inspector)
        .join(TeamMember, (TeamMember.draw_id == Assignment.draw_id) & (TeamMember.team == Assignment.team))
        .join(Inspector, Inspector.id == TeamMember.inspector_id)
        .where(Assignment.id.in_(finished))
        .order_by(TeamMember.position, TeamMember.turn)
    )
    found: dict[str, dict[int, Inspector]] = {}
    for assignment_id, row, inspector in session.execute(query):
        end = finished[assignment_id]
        if row.since is None or end is None or row.since <= end:
            found.setdefault(assignment_id, {})[row.position] = inspector
    return {row.id: list(found.get(row.assignment_id, {}).values()) for row in inspections}


def relieved(session: Session, inspection: Inspection) -> Collection[str]:
    """Return the inspectors in whose place somebody came in the team of an inspection."""
    query = (
        select(TeamMember.inspector_id)
        .join(Assignment, (Assignment.draw_id == TeamMember.draw_id) & (Assignment.team == TeamMember.team))
        .where(Assignment.id == inspection.assignment_id, ~serving())
    )
    return set(session.scalars(query))
