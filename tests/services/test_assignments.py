"""Objects that cannot be inspected are replaced by the next ticket; objects without a team are staffed by hand."""

import json

import pytest
from sqlalchemy import select

import sampling
from sampling.lists import parse_frame
from server.domain.problems import Problem
from server.services import assignments, draws
from server.store import assignments_queries, draws_queries, teams_queries
from server.store.inspectors import Inspector, Recusal
from tests.campaign import SUPERVISOR, Campaign


@pytest.fixture
def campaign(session, make, now):
    campaign = Campaign(session, make, now)
    campaign.objects = campaign.register()
    return campaign


@pytest.fixture
def substitute(session, campaign):
    def substitute(row, reason="已停业"):
        return assignments.substitute(
            session, SUPERVISOR, campaign.later(), assignment_id=row.id, reason=reason
        )

    return substitute


def recuse_everybody(session, object_):
    for number, inspector in enumerate(session.scalars(select(Inspector.id)).all()):
        session.add(Recusal(id=f"recusal-{number}", inspector_id=inspector, object_id=object_.id))
    session.flush()


def test_the_substitute_is_the_next_ticket_of_the_stratum(campaign, session, substitute):
    draw = campaign.drawn()
    rows = assignments_queries.of_draw(session, draw.id)
    old = next(row for row in rows if row.stratum == "379901/C")
    reserves = sampling.reserves(
        parse_frame(draw.frame_tsv), draw.seed, old.stratum, {row.object.number for row in rows}
    )
    first = substitute(old)
    assert (first.object.number, first.ticket) == reserves[0]
    assert (first.order, first.substitute_for) == (len(rows) + 1, old.id)
    second = substitute(first, "找不到")
    assert (second.object.number, second.ticket) == reserves[1]
    assert (old.state, old.reason, first.state) == ("substituted", "已停业", "substituted")


def test_substituting_withdraws_the_inspection_and_opens_another(campaign, session, substitute):
    draw = campaign.drawn()
    old = assignments_queries.of_draw(session, draw.id)[0]
    new = substitute(old)
    assert assignments_queries.inspection_of(session, old.id).state == "withdrawn"
    assert assignments_queries.inspection_of(session, new.id).state == "open"


def test_the_substitute_goes_to_the_team_that_the_rule_names(campaign, session, substitute):
    draw = campaign.drawn()
    rows = assignments_queries.of_draw(session, draw.id)
    new = substitute(rows[0])
    loads = [sum(row.team == team for row in rows[1:]) for team in (1, 2)]
    teams = json.loads(draw.result_json)["teams"]
    assert new.team == sampling.team_for(new.object.number, new.ticket, teams=teams, recusals=[], loads=loads)


def test_a_finished_inspection_is_not_substituted(campaign, session, substitute):
    draw = campaign.drawn()
    row = assignments_queries.of_draw(session, draw.id)[0]
    row.state = "started"
    assignments_queries.inspection_of(session, row.id).state = "finished"
    session.flush()
    with pytest.raises(Problem, match="wrong_state"):
        substitute(row)
    assert row.state == "started"


def test_a_substitution_needs_a_reason(campaign, session, substitute):
    draw = campaign.drawn()
    with pytest.raises(Problem, match="reason_required"):
        substitute(assignments_queries.of_draw(session, draw.id)[0], "")


def test_a_stratum_without_reserve_refuses_a_substitute(campaign, session, substitute):
    sample = [{"division": "*", "risk_class": "D", "number": 5}]
    draw = campaign.drawn(plan=campaign.plan(sample=sample))
    with pytest.raises(Problem, match="no_reserve"):
        substitute(assignments_queries.of_draw(session, draw.id)[0])


def test_after_opening_a_substitution_is_public_with_its_reason(campaign, session, substitute):
    draw = campaign.opened()
    old = assignments_queries.of_draw(session, draw.id)[0]
    new = substitute(old, "迁往外市")
    body = json.loads(list(draws_queries.log_lines(session))[-1])["body"]
    assert (body["object"], body["substitute"]) == (old.object.number, new.object.number)
    assert body["reason"] == "迁往外市"


def test_an_object_that_no_team_may_take_is_staffed_by_hand(campaign, session, make):
    recuse_everybody(session, campaign.objects[1])
    draw = campaign.drawn(plan=campaign.plan(sample=[{"division": "*", "risk_class": "*", "ratio": "1"}]))
    row = next(
        row
        for row in assignments_queries.of_draw(session, draw.id)
        if row.object_id == campaign.objects[1].id
    )
    assert (row.state, row.team) == ("unstaffed", None)
    member, lead = make.inspector(), make.inspector(role="lead", unit="西城分局")
    given = {"assignment_id": row.id, "inspector_ids": [member.id, lead.id], "reason": "全员回避，上级指派"}
    assignments.staff(session, SUPERVISOR, campaign.later(), **given)
    assert (row.state, row.team) == ("assigned", 3)
    assert [one.id for one in teams_queries.of_draw(session, draw.id)[3]] == [lead.id, member.id]
    assert assignments_queries.inspection_of(session, row.id).unit == row.unit == "西城分局"
    with pytest.raises(Problem, match="wrong_state"):
        assignments.staff(session, SUPERVISOR, campaign.later(), **given)


@pytest.mark.parametrize(
    ("people", "code"),
    [
        (["lead"], "staff_few"),
        (["lead", "lead"], "staff_twice"),
        (["member", "member2"], "staff_lead"),
        (["lead", "stranger"], "staff_unfit"),
        (["lead", "recused"], "staff_recused"),
    ],
)
def test_a_team_named_by_hand_must_be_fit_for_the_object(campaign, session, make, people, code):
    target = campaign.objects[0]
    recuse_everybody(session, target)
    draw = campaign.drawn(plan=campaign.plan(sample=[{"division": "*", "risk_class": "*", "ratio": "1"}]))
    row = next(row for row in assignments_queries.of_draw(session, draw.id) if row.object_id == target.id)
    recused = make.inspector()
    session.add(Recusal(id="recusal-new", inspector_id=recused.id, object_id=target.id))
    named = {
        "lead": make.inspector(role="lead"),
        "member": make.inspector(),
        "member2": make.inspector(),
        "stranger": make.inspector(programmes=("eyewear",)),
        "recused": recused,
    }
    with pytest.raises(Problem, match=code):
        assignments.staff(
            session,
            SUPERVISOR,
            campaign.later(),
            assignment_id=row.id,
            inspector_ids=[named[name].id for name in people],
            reason="上级指派",
        )
    assert row.state == "unstaffed"


def test_the_instruments_of_the_second_stage_are_those_with_the_lowest_tickets(campaign, session, make):
    draw = campaign.drawn()
    row = assignments_queries.of_draw(session, draw.id)[0]
    numbers = [make.instrument(row.object).number for _ in range(12)]
    make.instrument(row.object, status="closed")
    chosen = [one.number for one in assignments_queries.chosen_instruments(session, row, 5)]
    assert chosen == sorted(numbers, key=lambda number: sampling.ticket(row.ticket, number))[:5]
    assert len(assignments_queries.chosen_instruments(session, row, 0)) == 12


def test_a_substitute_in_a_voided_draw_is_refused(campaign, session, substitute):
    draw = campaign.drawn()
    row = assignments_queries.of_draw(session, draw.id)[0]
    campaign.step(draws.void, draw, reason="名单有误")
    with pytest.raises(Problem, match="wrong_state"):
        substitute(row)
