"""Look-backs 回头看: findings of published outcomes become a plan that draws from their objects alone.

A follow-up of all draws every object, so that only the teams are left to chance; a ratio below 1 draws a random sample.
Both go through the same draw as any other plan and can be checked in the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.problems import Problem
from server.services import plans
from server.services.actors import Actor
from server.services.audit import Change, writes
from server.store.look_backs import LookBack
from server.store.outcomes import Outcome

#: Every object of every stratum.
ALL = ({"division": "*", "risk_class": "*", "ratio": "1"},)
MOST = 5_000


@writes("plan.edit", "look_back.plan")
def plan(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    inspection_ids: Sequence[str],
    title: str,
    authority: str,
    first: date,
    last: date,
    team_size: int = 2,
    basis: str = "",
) -> Change:
    """Draft a plan that goes back to all of these findings. Returns the plan, which can be edited like any other.

    Problems: ``look_back_none`` when nothing was chosen or too much, ``look_back_mixed`` for several programmes,
    ``look_back_unfit`` for what was not published as failed, and those of :func:`plans.add`.
    """
    wanted = sorted(set(inspection_ids))
    if not wanted or len(wanted) > MOST:
        raise Problem("look_back_none", at="inspections", most=MOST)
    query = select(Outcome.inspection_id, Outcome.programme).where(
        Outcome.inspection_id.in_(wanted), Outcome.current.is_(True), Outcome.verdict == "fail"
    )
    found = dict(session.execute(query).all())
    if len(found) != len(wanted):
        raise Problem("look_back_unfit", at="inspections", count=len(wanted) - len(found))
    if len(set(found.values())) > 1:
        raise Problem("look_back_mixed", at="inspections")
    made = plans.add(
        session,
        actor,
        now,
        title=title,
        authority=authority,
        programmes=[found[wanted[0]]],
        first=first,
        last=last,
        sample=ALL,
        team_size=team_size,
        basis=basis,
    )
    session.add_all([LookBack(plan_id=made.id, inspection_id=one, state="planned") for one in wanted])
    session.flush()
    plans.strata_of(session, made)
    return Change("plan", made.id, made, {"number": made.number, "inspections": wanted})
