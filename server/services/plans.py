"""Plans 抽查计划: drafted, changed while they are drafts, published before anything is drawn."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

import sampling
from server.domain import plan_fields, plans, rosters
from server.domain.plans import Stratum
from server.domain.problems import Problem
from server.domain.rosters import Roster
from server.domain.workflow import advance
from server.services.actors import Actor
from server.services.audit import Change, new_id, writes
from server.store import editions_queries, look_backs, plans_queries
from server.store.locks import Lock, hold
from server.store.plans import Plan

COLUMNS = (
    "title",
    "authority",
    "taking_part",
    "programmes",
    "first",
    "last",
    "sample",
    "team_size",
    "yearly_cap",
    "second_stage",
    "basis",
    "left_out",
)
RULE = ("division", "risk_class", "programmes", "ratio", "number", "margin", "confidence")


@writes("plan.edit", "plan.add")
def add(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    title: str,
    authority: str,
    programmes: Sequence[str],
    first: date,
    last: date,
    sample: Sequence[Mapping[str, Any]],
    team_size: int = 2,
    yearly_cap: int = 2,
    second_stage: int = 0,
    basis: str = "",
    left_out: Mapping[str, str] | None = None,
    taking_part: Sequence[str] = (),
) -> Change:
    """Draft a plan, with several ``programmes`` a joint one; its columns are those of ``store.plans.Plan``. Returns the
    plan.

    Problem ``plan_invalid`` with a part for each bad field, named like the columns; the rows of ``sample`` and
    ``left_out`` are ``sample-0-value``, ``left_out-0-reason`` and so on.
    """
    given = (title, authority, taking_part, programmes, first, last, sample, team_size, yearly_cap)
    rest = (second_stage, basis, left_out or {})
    columns = _tidy(dict(zip(COLUMNS, (*given, *rest), strict=True)))
    _check(session, now, columns)
    number = _number(session, first.year)
    plan = Plan(id=new_id(now), number=number, year=first.year, state="draft", version=1, created_at=now)
    _set(plan, columns)
    session.add(plan)
    return Change("plan", plan.id, plan, _said(plan))


@writes("plan.edit")
def edit(
    session: Session, actor: Actor, now: datetime, *, plan_id: str, version: int, **changed: Any
) -> Change:
    """Change columns of a draft that still has ``version``. Returns the plan.

    Problems: those of :func:`add`, ``wrong_state`` once it is published, ``changed_meanwhile``.
    """
    plan = _fresh(session, plan_id, version, "edit")
    columns = _tidy({**_columns(plan), **changed})
    only = look_backs.objects(session, plan.id)
    if only and columns["programmes"] != _columns(plan)["programmes"]:
        raise Problem("plan_invalid", parts=[Problem("look_back_mixed", at="programmes")])
    _check(session, now, columns, only)
    if columns["first"].year != plan.year:
        plan.year = columns["first"].year
        plan.number = _number(session, plan.year)
    _set(plan, columns)
    plan.version += 1
    return Change("plan", plan.id, plan, _said(plan))


@writes("plan.publish")
def publish(session: Session, actor: Actor, now: datetime, *, plan_id: str, version: int) -> Change:
    """Make a draft public and fix the strata it was published with. Returns the plan.

    Problems: those of :func:`edit`, and ``too_few_inspectors`` when the roster makes no team.
    """
    plan = _fresh(session, plan_id, version, "publish")
    columns = _columns(plan)
    _check(session, now, columns, look_backs.objects(session, plan.id))
    check_teams(roster_of(session, plan, now.date()), plan.team_size)
    plan.strata = [
        {"stratum": one.name, "objects": one.objects, "sample": one.sample}
        for one in strata_of(session, plan)
    ]
    plan.state = advance("plan", plan.state, "publish")
    plan.published_at = now
    plan.version += 1
    return Change("plan", plan.id, plan, {**_said(plan), "strata": plan.strata})


def strata_of(session: Session, plan: Plan) -> list[Stratum]:
    """Return the strata of a plan as the register is now; Problem ``sample_invalid`` or ``frame_none``."""
    return strata_now(session, list(plan.programmes), plan.sample, look_backs.objects(session, plan.id))


def strata_now(
    session: Session,
    programmes: Sequence[str],
    sample: Sequence[Mapping[str, Any]],
    only: Collection[str] | None = None,
) -> list[Stratum]:
    """Return the strata that these rules make of the register, or of the objects ``only``.

    Problem ``sample_invalid`` or ``frame_none``.
    """
    counts = plans_queries.strata_counts(session, programmes, only)
    found = plans.strata(counts, plans.read_rules(sample))
    if not plans.sample(found):
        raise Problem("frame_none", at="sample")
    return found


def roster_of(session: Session, plan: Plan, today: date) -> Roster:
    """Return who can be drawn on the days of the plan that are still to come, and who is left out."""
    first = min(max(plan.first, today), plan.last)
    everybody = plans_queries.candidates(session)
    return rosters.roster(everybody, list(plan.programmes), first, plan.last, plan.left_out)


def check_teams(roster: Roster, team_size: int) -> int:
    """Return the number of teams; Problem ``too_few_inspectors`` with the numbers when it is none."""
    teams = sampling.team_count(roster.drawable, team_size)
    if not teams:
        raise Problem(
            "too_few_inspectors",
            at="team_size",
            leads=roster.leads,
            inspectors=len(roster.drawable),
            size=team_size,
        )
    return teams


def _check(
    session: Session, now: datetime, columns: Mapping[str, Any], only: Collection[str] | None = None
) -> None:
    parts = list(plan_fields.problems(columns, now.date(), editions_queries.current(session).names()))
    known = plans_queries.certificates(session)
    at_programmes = any(part.at and part.at.endswith("programmes") for part in parts)
    for check in (
        lambda: (
            None if at_programmes else strata_now(session, columns["programmes"], columns["sample"], only)
        ),
        lambda: rosters.check_named(columns["left_out"], known),
    ):
        try:
            check()
        except Problem as problem:
            parts += problem.parts or [problem]
    if parts:
        raise Problem("plan_invalid", parts=parts)


def _tidy(columns: dict[str, Any]) -> dict[str, Any]:
    texts = {name: plan_fields.tidy(columns[name]) for name in plan_fields.TEXTS}
    left_out = {plan_fields.tidy(key): plan_fields.tidy(why) for key, why in columns["left_out"].items()}
    programmes = sorted(set(columns["programmes"]))
    taking_part = [plan_fields.tidy(name) for name in columns["taking_part"]]
    given = {"programmes": programmes, "taking_part": [name for name in taking_part if name]}
    rules = [_tidy_rule(rule, programmes) for rule in columns["sample"]]
    return {**columns, **texts, **given, "left_out": left_out, "sample": rules}


def _tidy_rule(rule: Mapping[str, Any], programmes: Sequence[str]) -> dict[str, Any]:
    """Outside a joint plan no rule needs to name the plan's programme."""
    tidy = {name: rule[name] for name in RULE if name in rule}
    named = sorted(set(tidy.pop("programmes", ())))
    own = len(programmes) == 1 and named == programmes
    return {**tidy, "programmes": named} if named and not own else tidy


def _columns(plan: Plan) -> dict[str, Any]:
    return {name: getattr(plan, name) for name in COLUMNS} | {"programmes": list(plan.programmes)}


def _set(plan: Plan, columns: Mapping[str, Any]) -> None:
    for name, value in columns.items():
        if name != "programmes" or list(plan.programmes) != value:
            setattr(plan, name, value)


def _fresh(session: Session, plan_id: str, version: int, action: str) -> Plan:
    plan = plans_queries.get(session, plan_id, lock=True)
    advance("plan", plan.state, action)
    if plan.version != version:
        raise Problem("changed_meanwhile")
    return plan


def _number(session: Session, year: int) -> str:
    hold(session.connection(), Lock.NUMBERS)
    return plans_queries.next_number(session, year)


def _said(plan: Plan) -> dict[str, Any]:
    return {
        **_columns(plan),
        "number": plan.number,
        "first": plan.first.isoformat(),
        "last": plan.last.isoformat(),
        "left_out": dict(plan.left_out),
    }
