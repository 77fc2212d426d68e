"""Look-backs: a plan draws from the objects with findings alone, and the tablets know what to ask."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from server.domain.problems import Problem
from server.services import assignments, draws, look_backs, plans
from server.store import look_backs as stored
from server.store.assignments import Assignment
from server.store.audit import AuditEntry
from server.store.draws import TeamMember
from server.store.plans import Plan
from server.store.tablet_bundles import assemble
from tests.campaign import SUPERVISOR, Campaign
from tests.published import RECORDS

GIVEN = {
    "title": "2026年回头看",
    "authority": "海岳市市场监督管理局",
    "first": date(2027, 4, 1),
    "last": date(2027, 6, 30),
}


@pytest.fixture
def campaign(session, make, now):
    campaign = Campaign(session, make, now)
    campaign.register(objects=8)
    return campaign


@pytest.fixture
def failed(make, campaign):
    """Three failed outcomes of objects of the register."""
    return [make.outcome(make.object(risk_class=risk)) for risk in ("C", "D", "D")]


def plan(session, now, outcomes, **given):
    ids = [one.inspection_id for one in outcomes]
    return look_backs.plan(session, SUPERVISOR, now, **{**GIVEN, "inspection_ids": ids, **given})


def test_a_follow_up_of_all_draws_every_object_with_a_finding_and_no_other(session, campaign, failed, now):
    assert all(one.verdict == "fail" for one in failed)
    drafted = plan(session, now, failed)
    published = plans.publish(session, SUPERVISOR, now, plan_id=drafted.id, version=drafted.version)
    assert published.strata == [
        {"stratum": "379901/C", "objects": 1, "sample": 1},
        {"stratum": "379901/D", "objects": 2, "sample": 2},
    ]
    draw = campaign.step(draws.draw, campaign.sealed(plan=published))
    drawn = session.scalars(select(Assignment).where(Assignment.draw_id == draw.id)).all()
    assert {row.object_id for row in drawn} == {one.object_id for one in failed}
    assert all(row.team for row in drawn)


def test_the_tablet_brings_the_old_findings_of_a_look_back_however_old(session, campaign, make, failed, now):
    old = failed[0]
    for day in range(6):
        make.outcome(old.object, inspected_on=date(2026, 2, day + 1), published_at=campaign.later())
    drafted = plan(session, now, [old])
    published = plans.publish(session, SUPERVISOR, now, plan_id=drafted.id, version=drafted.version)
    draw = campaign.step(draws.draw, campaign.sealed(plan=published))
    assigned = session.scalar(select(Assignment).where(Assignment.draw_id == draw.id))
    query = select(TeamMember.inspector_id).where(
        TeamMember.draw_id == draw.id, TeamMember.team == assigned.team
    )
    member = session.scalar(query)
    (visit,) = assemble(session, member)["assignments"]
    assert visit["look_back"] == [old.inspection_id]
    (earlier,) = [one for one in visit["earlier"] if one["inspection"] == old.inspection_id]
    assert earlier["ordered"]


def test_a_smaller_ratio_makes_it_a_random_sample(session, campaign, failed, now):
    drafted = plan(session, now, failed)
    half = [{"division": "*", "risk_class": "D", "ratio": "0.5"}]
    edited = plans.edit(session, SUPERVISOR, now, plan_id=drafted.id, version=drafted.version, sample=half)
    published = plans.publish(session, SUPERVISOR, now, plan_id=drafted.id, version=edited.version)
    assert published.strata == [{"stratum": "379901/D", "objects": 2, "sample": 1}]
    with pytest.raises(Problem, match="plan_invalid"):
        other = plan(session, now, failed[:1])
        plans.edit(session, SUPERVISOR, now, plan_id=other.id, version=other.version, programmes=["eyewear"])


def test_findings_move_from_the_open_list_to_the_planned_one(session, campaign, make, failed, now):
    make.outcome(
        category="no_problem", record={"date": "2026-03-02", "stage": "in_service", "instruments": []}
    )
    assert session.scalars(stored.findings("open", words=failed[1].object_name)).all() == [failed[1]]
    drafted = plan(session, now, failed[:2])
    assert session.scalars(stored.findings("open")).all() == failed[2:]
    assert set(session.scalars(stored.findings("planned", "market_scales", year=2026))) == set(failed[:2])
    assert stored.plans_of(session, [failed[0].inspection_id]) == {failed[0].inspection_id: drafted}
    assert session.scalars(select(AuditEntry.action).order_by(AuditEntry.seq)).all()[-2:] == [
        "plan.add",
        "look_back.plan",
    ]


def test_what_cannot_be_looked_back_at_together_is_refused(session, campaign, make, failed, now):
    overdue = {"kind": "focimeter", "serial": "J-7", "valid_until": "2020-01-31"}
    shop = make.outcome(programme="eyewear", record={**RECORDS["eyewear"], "instruments": [overdue]})
    make.commit()
    for outcomes, code in [([], "look_back_none"), ([*failed, shop], "look_back_mixed")]:
        with pytest.raises(Problem, match=code):
            plan(session, now, outcomes)
    with pytest.raises(Problem, match="look_back_unfit"):
        plan(session, now, [], inspection_ids=["01900000-0000-7000-8000-000000000000"])
    session.rollback()
    assert session.scalar(select(Plan).where(Plan.title == GIVEN["title"])) is None


def states(session):
    session.expire_all()
    return dict(session.execute(select(stored.LookBack.inspection_id, stored.LookBack.state)).all())


def test_what_a_sample_leaves_out_is_open_again_and_a_voided_draw_leaves_all_to_the_next(
    session, campaign, failed, now
):
    drafted = plan(session, now, failed)
    one = [{"division": "*", "risk_class": "D", "ratio": "0.5"}]
    edited = plans.edit(session, SUPERVISOR, now, plan_id=drafted.id, version=drafted.version, sample=one)
    published = plans.publish(session, SUPERVISOR, now, plan_id=drafted.id, version=edited.version)
    draw = campaign.step(draws.draw, campaign.sealed(plan=published))
    chosen = session.scalar(select(Assignment).where(Assignment.draw_id == draw.id))
    by_object = {row.object_id: row.inspection_id for row in failed}
    picked = by_object[chosen.object_id]
    rest = {row.inspection_id for row in failed} - {picked}
    assert states(session) == {picked: "drawn", **dict.fromkeys(rest, "passed_over")}
    assert {row.inspection_id for row in session.scalars(stored.findings("open"))} == rest
    assert [row.inspection_id for row in session.scalars(stored.findings("planned"))] == [picked]
    assignments.substitute(session, SUPERVISOR, campaign.later(), assignment_id=chosen.id, reason="停业")
    other = next(row.inspection_id for row in failed if states(session)[row.inspection_id] == "drawn")
    assert states(session)[picked] == "passed_over"
    assert other != picked
    draws.void(session, SUPERVISOR, campaign.later(), draw_id=draw.id, reason="名单有误")
    assert set(states(session).values()) == {"planned"}
