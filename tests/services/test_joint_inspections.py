"""A joint inspection 联合抽查: one plan with several programmes, one draw, one visit to each object drawn."""

import json
import subprocess
import sys
from collections import Counter
from itertools import groupby
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

import sampling
from sampling.lists import parse_frame
from server.domain.problems import Problem
from server.services import assignments, bundles, draws, look_backs, plans, raised_ratios, teams
from server.services.raised_ratios import proposals
from server.store import assignments_queries, plans_queries, tablet_bundles, teams_queries
from server.store import raised_ratios as raised
from server.store.complaints import Complaint
from server.store.inspections import Inspection
from server.store.inspectors import Recusal
from tests.campaign import SUPERVISOR, Campaign

BOTH = ("eyewear", "legal_units")
JOINT = {
    "programmes": ["legal_units", "eyewear"],
    "taking_part": ["海岳市卫生健康委员会"],
    "title": "眼镜店联合抽查",
}
OVERLAP = "379901/C/eyewear+legal_units"
RULES = [
    {"division": "*", "risk_class": "*", "programmes": list(BOTH), "ratio": "0.5"},
    {"division": "*", "risk_class": "*", "ratio": "0.2"},
]


@pytest.fixture
def campaign(session, make, now):
    """Ten objects under each programme alone and eight under both; five people for both, two for one."""
    campaign = Campaign(session, make, now)
    make.division()
    for programmes, count in ((("eyewear",), 10), (("legal_units",), 10), (BOTH, 8), (("market_scales",), 3)):
        for _ in range(count):
            make.object(programmes=programmes)
    for role in ("lead", "lead", "member", "member", "member"):
        make.inspector(programmes=BOTH, role=role)
    campaign.narrow = [make.inspector(programmes=(name,), role="lead") for name in BOTH]
    return campaign


@pytest.fixture
def plan(campaign):
    return campaign.plan(**JOINT, sample=RULES)


def visits(session, draw):
    return assignments_queries.visits(assignments_queries.of_draw(session, draw.id))


def joint_visit(session, draw):
    return next(visit for visit in visits(session, draw) if len(visit) > 1)


def test_the_strata_tell_the_programmes_and_every_object_is_in_the_frame_once(campaign, plan, session):
    assert list(plan.programmes) == ["eyewear", "legal_units"]
    assert {one["stratum"]: (one["objects"], one["sample"]) for one in plan.strata} == {
        "379901/C/eyewear": (10, 2),
        OVERLAP: (8, 4),
        "379901/C/legal_units": (10, 2),
    }
    draw = campaign.committed(plan)
    frame = list(parse_frame(draw.frame_tsv))
    assert len(frame) == len(dict(frame)) == 28
    assert json.loads(draw.rule_json)["protocol"] == "fair-scale-draw/1"


def test_a_plan_with_one_programme_draws_from_the_same_bytes_as_before(campaign, session):
    draw = campaign.committed(campaign.plan(programmes=["eyewear"]))
    assert {stratum for _, stratum in parse_frame(draw.frame_tsv)} == {"379901/C"}
    assert draw.object_count == 18


def test_a_visit_has_an_assignment_and_an_inspection_for_each_programme_of_its_object(
    campaign, plan, session
):
    draw = campaign.drawn(plan=plan)
    found = visits(session, draw)
    assert (len(found), draw.drawn_count) == (8, 8)
    assert Counter(len(visit) for visit in found) == {1: 4, 2: 4}
    for visit in found:
        assert len({(row.order, row.ticket, row.team, row.unit, row.stratum) for row in visit}) == 1
        assert [row.programme for row in visit] == sorted(
            entry.programme for entry in visit[0].object.programmes if entry.programme in BOTH
        )
    made = session.scalars(select(Inspection)).all()
    assert Counter(row.programme for row in made) == {"eyewear": 6, "legal_units": 6}


def test_the_roster_holds_those_who_are_qualified_for_everything(campaign, plan):
    draw = campaign.committed(plan)
    assert len(draw.roster_tsv.splitlines()) == 5
    for inspector, missing in zip(campaign.narrow, reversed(BOTH), strict=True):
        assert draw.left_out[inspector.certificate] == {"why": "unqualified", "reason": missing}


def test_any_reader_of_the_protocol_verifies_the_bundle(campaign, plan, session, tmp_path):
    draw = campaign.opened(plan=plan)
    file = tmp_path / "bundle.zip"
    file.write_bytes(bundles.archive(draw))
    command = [sys.executable, "-m", "sampling", "verify", str(file), "--commitment", draw.commitment]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    assert OVERLAP.encode() in draw.frame_tsv


def test_a_substitute_takes_over_the_whole_visit(campaign, plan, session):
    draw = campaign.drawn(plan=plan)
    before, old = len(visits(session, draw)), joint_visit(session, draw)
    taken = {row.object.number for row in assignments_queries.of_draw(session, draw.id)}
    reserves = sampling.reserves(parse_frame(draw.frame_tsv), draw.seed, OVERLAP, taken)
    new = assignments.substitute(
        session, SUPERVISOR, campaign.later(), assignment_id=old[1].id, reason="已停业"
    )
    assert (new.programme, new.substitute_for) == (old[1].programme, old[1].id)
    rows = assignments_queries.of_visit(session, new)
    assert [row.programme for row in rows] == list(BOTH)
    assert [row.substitute_for for row in rows] == [row.id for row in old]
    assert {(row.object.number, row.ticket, row.order) for row in rows} == {(*reserves[0], before + 1)}
    assert {row.state for row in old} == {"substituted"}
    states = [assignments_queries.inspection_of(session, row.id).state for row in (*old, *rows)]
    assert states == ["withdrawn", "withdrawn", "open", "open"]
    loads = assignments_queries.loads(session, draw.id, 2)
    assert sum(loads) == 8, "a visit counts once for its team, whatever its programmes"


def test_nothing_replaces_a_visit_of_which_a_record_is_finished(campaign, plan, session):
    visit = joint_visit(session, campaign.drawn(plan=plan))
    visit[0].state = "finished"
    assignments_queries.inspection_of(session, visit[0].id).state = "finished"
    session.flush()
    for row, code in ((visit[1], "visit_finished"), (visit[0], "wrong_state")):
        with pytest.raises(Problem, match=code):
            assignments.substitute(
                session, SUPERVISOR, campaign.later(), assignment_id=row.id, reason="已停业"
            )
    assert visit[1].state == "assigned"


def test_a_visit_that_was_begun_is_replaced_with_what_was_begun(campaign, plan, session):
    visit = joint_visit(session, campaign.drawn(plan=plan))
    visit[0].state = "started"
    session.flush()
    assignments.substitute(
        session, SUPERVISOR, campaign.later(), assignment_id=visit[1].id, reason="到场时已停业"
    )
    assert {row.state for row in visit} == {"substituted"}


def test_a_team_named_by_hand_makes_every_record_of_the_visit(campaign, session, make):
    everything = [{"division": "*", "risk_class": "*", "ratio": "1"}]
    plan = campaign.plan(**JOINT, sample=everything)
    target = next(row for row in plans_queries.frame(session, list(BOTH), {OVERLAP}) if row[1] == OVERLAP)[0]
    object_id = assignments_queries.objects_by_number(session, [target])[target]
    for n, inspector in enumerate(plans_queries.certificates(session)):
        known = assignments_queries.inspectors_by_certificate(session, [inspector])[inspector]
        session.add(Recusal(id=f"recusal-{n}", inspector_id=known, object_id=object_id))
    session.flush()
    draw = campaign.drawn(plan=plan)
    visit = next(visit for visit in visits(session, draw) if visit[0].object_id == object_id)
    assert {(row.state, row.team) for row in visit} == {("unstaffed", None)}
    lead, narrow = make.inspector(programmes=BOTH, role="lead"), make.inspector(programmes=("eyewear",))
    given = {"assignment_id": visit[1].id, "reason": "全员回避"}
    with pytest.raises(Problem, match="staff_unfit"):
        assignments.staff(session, SUPERVISOR, campaign.later(), **given, inspector_ids=[lead.id, narrow.id])
    member = make.inspector(programmes=BOTH, unit="西城分局")
    assignments.staff(session, SUPERVISOR, campaign.later(), **given, inspector_ids=[lead.id, member.id])
    assert {(row.state, row.team) for row in visit} == {("assigned", visit[0].team)}
    assert visit[0].team is not None


def test_an_absent_inspector_is_replaced_in_whole_visits(campaign, plan, session):
    draw = campaign.drawn(plan=plan)
    absent = teams_queries.of_draw(session, draw.id)[1][1]
    came = campaign.step(teams.replace, draw, inspector_id=absent.id, reason="住院")
    taken = tablet_bundles.assemble(session, came.inspector_id)["assignments"]
    own = [row for visit in visits(session, draw) for row in visit if row.team == 1]
    assert len(taken) == len(own)


def test_a_void_draw_withdraws_every_record(campaign, plan, session):
    draw = campaign.step(draws.void, campaign.drawn(plan=plan), reason="名单有误")
    assert {row.state for visit in visits(session, draw) for row in visit} == {"withdrawn"}


def test_the_tablet_gets_the_records_of_a_visit_one_after_the_other(campaign, plan, session):
    draw = campaign.drawn(plan=plan)
    lead = teams_queries.of_draw(session, draw.id)[1][0]
    taken = tablet_bundles.assemble(session, lead.id)["assignments"]
    keys = [(row["draw"]["id"], row["object"]["id"]) for row in taken]
    assert len([key for key, _ in groupby(keys)]) == len(set(keys)) < len(keys)
    assert taken[0]["plan"]["taking_part"] == JOINT["taking_part"]


def test_a_visit_with_two_records_counts_once_against_the_yearly_cap(campaign, plan, session):
    draw = campaign.drawn(plan=plan)
    for visit in visits(session, draw):
        for row in visit:
            inspection = assignments_queries.inspection_of(session, row.id)
            inspection.state, inspection.finished_at = "finished", campaign.now
    session.flush()
    year = campaign.now.replace(month=1, day=1), campaign.now.replace(month=12, day=31)
    found = plans_queries.near_cap(session, list(BOTH), 1, *year)
    assert (len(found), {count for _, count in found}) == (8, {1})
    assert plans_queries.near_cap(session, list(BOTH), 2, *year) == []


def test_complaints_count_in_the_strata_of_the_programme_that_they_are_about(campaign, session, make, now):
    plan = plans.add(session, SUPERVISOR, now, **{**JOINT, "sample": RULES[1:]}, **columns())
    by_stratum = {stratum: number for number, stratum in plans_queries.frame(session, list(BOTH), strata())}
    said = [("379901/C/eyewear", "eyewear"), (OVERLAP, "legal_units"), ("379901/C/eyewear", "legal_units")]
    for n, (stratum, programme) in enumerate(said):
        number = by_stratum[stratum]
        object_id = assignments_queries.objects_by_number(session, [number])[number]
        session.add(complaint(n, object_id, programme, now))
    session.flush()
    found = proposals(session, plan, now.date())
    assert {row.stratum: row.complaints for row in found.rows} == {"379901/C/eyewear": 1, OVERLAP: 1}
    given = {"plan_id": plan.id, "version": plan.version, "stratum": OVERLAP, "ratio": "0.75"}
    raised_ratios.take(session, SUPERVISOR, now, **given, zone=ZoneInfo("Asia/Shanghai"))
    drawn = {one.name: one.sample for one in plans.strata_of(session, plan)}
    assert drawn == {"379901/C/eyewear": 2, OVERLAP: 6, "379901/C/legal_units": 2}
    assert [row.stratum for row in raised.in_force(session, plan)] == [OVERLAP]


def test_a_finding_of_a_joint_inspection_is_looked_back_at_under_its_own_programme(
    campaign, plan, session, make, now
):
    shop = make.object(programmes=BOTH)
    failed = make.outcome(shop, programme="eyewear", content={"verdict": "fail"})
    back = look_backs.plan(
        session,
        SUPERVISOR,
        now,
        inspection_ids=[failed.inspection_id],
        title="回头看",
        authority="海岳市市场监督管理局",
        first=now.date(),
        last=now.date(),
    )
    assert list(back.programmes) == ["eyewear"]
    assert [one.name for one in plans.strata_of(session, back)] == ["379901/C"]
    with pytest.raises(Problem) as problem:
        plans.edit(session, SUPERVISOR, now, plan_id=back.id, version=1, programmes=list(BOTH))
    assert [(part.code, part.at) for part in problem.value.parts] == [("look_back_mixed", "programmes")]


def test_a_rule_for_a_programme_that_is_not_in_the_plan_is_refused(campaign, session, now):
    strange = [{**RULES[0], "programmes": ["market_scales"]}]
    with pytest.raises(Problem) as problem:
        plans.add(session, SUPERVISOR, now, **{**JOINT, "sample": strange}, **columns())
    assert [(part.code, part.at) for part in problem.value.parts] == [
        ("rule_programmes", "sample-0-programmes")
    ]


def test_a_plan_can_become_joint_while_it_is_a_draft(campaign, session, now):
    plan = plans.add(
        session, SUPERVISOR, now, **{**JOINT, "programmes": ["eyewear"], "sample": RULES[1:]}, **columns()
    )
    plans.edit(session, SUPERVISOR, now, plan_id=plan.id, version=1, programmes=["legal_units", "eyewear"])
    session.expire_all()
    assert list(plan.programmes) == list(BOTH)
    assert [row.id for row in session.scalars(plans_queries.listing(programme="legal_units"))] == [plan.id]
    assert session.scalars(plans_queries.listing(programme="market_scales")).all() == []
    assert session.scalars(plans_queries.listing("卫生健康")).all() == [plan]


def columns():
    from tests.campaign import COLUMNS

    return {key: value for key, value in COLUMNS.items() if key not in (*JOINT, "sample")}


def strata():
    return {"379901/C/eyewear", "379901/C/legal_units", OVERLAP}


def complaint(n, object_id, programme, now):
    return Complaint(
        id=f"complaint-{n}",
        object_id=object_id,
        programme=programme,
        day=now.date(),
        source="12315",
        note="",
        entered_by="x",
        entered_at=now,
    )
