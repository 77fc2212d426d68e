"""Ratings of visits: taken in from the business, kept as sums of its inspectors' unit, never as those of a visit."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from server.domain import ratings, workflow
from server.domain.problems import Problem
from server.services.actors import Actor
from server.services.audit import Change, new_id, writes
from server.store import business_pages, inspections_queries, teams_queries
from server.store import ratings as stored
from server.store.inspections import Inspection
from server.store.locks import Lock, hold
from server.store.ratings import Rating


@writes("business.write", "rating.give")
def give(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    inspection_id: str,
    answers: Mapping[str, str],
    zone: ZoneInfo,
) -> Change:
    """Add what a business says of its visit to the sums of the unit that leads the team. Returns nothing of it.

    A visit is rated once, whatever programmes it had. The log names the sums, not the visit. Problems:
    ``rating_empty``, ``rating_choice`` at a question, ``rating_early``, ``rating_given``, ``not_found`` for an
    inspection whose page was never opened.
    """
    given = ratings.checked(answers)
    inspection = inspections_queries.lock(session, inspection_id)
    page = business_pages.of_inspection(session, inspection.id)
    if page is None:
        raise Problem("not_found", what=inspection_id)
    if not workflow.allows("inspection", inspection.state, "reply"):
        raise Problem("rating_early")
    hold(session.connection(), Lock.RATINGS)
    if business_pages.is_rated(session, inspection.id):
        raise Problem("rating_given")
    page.rated = True
    row = _sums(session, now, _unit(session, inspection), now.astimezone(zone).year)
    shown = {"visits": row.visits, "answers": row.answers}
    shown, row.waiting = ratings.added(shown, row.waiting, given)
    row.visits, row.answers = shown["visits"], shown["answers"]
    return Change("rating", row.id)


def _unit(session: Session, inspection: Inspection) -> str:
    team = teams_queries.of_inspections(session, [inspection]).get(inspection.id, [])
    return team[0].unit if team else ""


def _sums(session: Session, now: datetime, unit: str, year: int) -> Rating:
    row = stored.of_unit(session, unit, year)
    if row is None:
        empty = ratings.nothing()
        row = Rating(id=new_id(now), unit=unit, year=year, visits=0, answers={}, waiting=empty)
        session.add(row)
        session.flush()
    return row
