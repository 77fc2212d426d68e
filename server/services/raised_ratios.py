"""Taking a raised ratio into the draft of a plan. Nothing is raised by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from server.domain import raised_ratios as arithmetic
from server.domain.plans import Stratum
from server.domain.problems import Problem
from server.services import plans
from server.services.actors import Actor
from server.services.audit import Change, writes
from server.store import look_backs, plans_queries, raised_ratios
from server.store.plans import Plan
from server.store.raised_ratios import RaisedRatio


@dataclass(frozen=True)
class Proposal:
    """A stratum of a plan with complaints or failed look-backs; ``drawn`` is what the rules draw of it now."""

    stratum: str
    objects: int
    drawn: int
    complaints: int
    look_backs: int


@dataclass(frozen=True)
class Proposals:
    """The proposals for a plan, from the numbers of ``first`` to ``last``."""

    first: date
    last: date
    rows: list[Proposal]


def proposals(session: Session, plan: Plan, today: date) -> Proposals:
    """Return the strata of a plan for which something came up in the last twelve months, by name; none of a
    look-back, which draws from chosen objects alone."""
    first, codes = arithmetic.since(today), list(plan.programmes)
    complained = raised_ratios.complaints(session, codes, first, today)
    failed = raised_ratios.look_backs(session, codes, first, today)
    if look_backs.objects(session, plan.id) or not (complained or failed):
        return Proposals(first, today, [])
    drawn = {one.name: one.sample for one in _strata(session, plan)}
    counts = plans_queries.strata_counts(session, list(plan.programmes))
    rows = [
        Proposal(name, counts[name], drawn.get(name, 0), complained[name], failed[name])
        for name in sorted(counts)
        if complained[name] or failed[name]
    ]
    return Proposals(first, today, rows)


@writes("plan.edit", "plan.raise")
def take(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    plan_id: str,
    version: int,
    stratum: str,
    ratio: str,
    zone: ZoneInfo,
) -> Change:
    """Put a rule for one stratum before the others of a draft. Returns the :class:`RaisedRatio`.

    Problems: ``raise_nothing`` when no complaint and no failed look-back is there, ``raise_not_higher`` at
    ``ratio`` when it draws no more than the rules do; those of :func:`plans.edit`.
    """
    plan = plans_queries.get(session, plan_id, lock=True)
    found = proposals(session, plan, now.astimezone(zone).date())
    row = next((one for one in found.rows if one.stratum == stratum), None)
    if row is None:
        raise Problem("raise_nothing", at="ratio")
    if arithmetic.size(stratum, ratio, row.objects) <= row.drawn:
        raise Problem("raise_not_higher", at="ratio", drawn=row.drawn, objects=row.objects)
    counts = plans_queries.strata_counts(session, list(plan.programmes))
    sample = arithmetic.raised(plan.sample, stratum, ratio, counts)
    plans.edit(session, actor, now, plan_id=plan_id, version=version, sample=sample)
    numbers = {"complaints": row.complaints, "look_backs": row.look_backs}
    taken = RaisedRatio(
        plan_id=plan_id,
        stratum=stratum,
        ratio=ratio,
        first=found.first,
        last=found.last,
        set_by=actor.name,
        set_at=now,
        **numbers,
    )
    session.merge(taken)
    return Change("plan", plan_id, taken, {"stratum": stratum, "ratio": ratio, **numbers})


def _strata(session: Session, plan: Plan) -> list[Stratum]:
    try:
        return plans.strata_of(session, plan)
    except Problem:
        # The rules fit no object yet, so they draw none.
        return []
