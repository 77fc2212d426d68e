"""Whether the people whom a supervisor names by hand may be a team for an object."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from sampling.tickets import derive, ticketed
from server.domain.problems import Problem
from server.store.assignments import Assignment
from server.store.draws import Draw
from server.store.inspectors import Inspector, Recusal

LEAST = 2  # 行政处罚法 (2021) Art. 42: at least two officers


def check(
    session: Session, assignment: Assignment, programmes: Collection[str], inspector_ids: Sequence[str]
) -> list[Inspector]:
    """Return the inspectors of a visit with these programmes, the first lead in front.

    Problems at ``inspectors``: ``staff_few``, ``staff_twice``, ``not_found``, ``staff_unfit`` (not active or not
    qualified for all of them), ``staff_recused``, ``staff_lead``.
    """
    if len(set(inspector_ids)) < len(inspector_ids):
        raise Problem("staff_twice", at="inspectors")
    if len(inspector_ids) < LEAST:
        raise Problem("staff_few", at="inspectors", given=len(inspector_ids))
    members = [_fit(session, inspector_id, programmes) for inspector_id in inspector_ids]
    _refuse_recused(session, assignment, members)
    lead = next((member for member in members if member.role == "lead"), None)
    if lead is None:
        raise Problem("staff_lead", at="inspectors")
    return [lead, *(member for member in members if member is not lead)]


def spare(draw: Draw, seated: Collection[str]) -> list[str]:
    """Return the certificates of a drawn roster that are in no team, in the order of their tickets."""
    if draw.seed is None:
        return []
    roster = [line.split("\t")[0] for line in draw.roster_tsv.decode().splitlines()]
    order = sorted(ticketed(derive(draw.seed, "teams"), roster))
    return [certificate for _, certificate in order if certificate not in seated]


def _fit(session: Session, inspector_id: str, programmes: Collection[str]) -> Inspector:
    inspector = session.get(Inspector, inspector_id)
    if inspector is None:
        raise Problem("not_found", at="inspectors", what=inspector_id)
    qualified = set(programmes) <= {entry.programme for entry in inspector.programmes}
    if inspector.status != "active" or not qualified:
        raise Problem("staff_unfit", at="inspectors", name=inspector.name)
    return inspector


def _refuse_recused(session: Session, assignment: Assignment, members: Sequence[Inspector]) -> None:
    query = select(Recusal.inspector_id)
    query = query.where(Recusal.object_id == assignment.object_id, Recusal.status == "active")
    recused = set(session.scalars(query))
    for member in members:
        if member.id in recused:
            raise Problem("staff_recused", at="inspectors", name=member.name)
