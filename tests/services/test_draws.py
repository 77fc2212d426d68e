"""A draw goes its steps once, tells the public log what each makes public, and nothing more."""

import hashlib
import json

import pytest
from sqlalchemy import select

import sampling
from sampling import log
from server.domain.problems import Problem
from server.services import assignments, bundles, draws
from server.store import assignments_queries, draws_queries, teams_queries
from server.store.audit import AuditEntry
from server.store.inspections import Inspection
from server.store.objects import Object
from tests.campaign import SUPERVISOR, Campaign

STEPS = ("entropy", "draw", "open")


@pytest.fixture
def campaign(session, make, now):
    campaign = Campaign(session, make, now)
    campaign.register()
    return campaign


def log_of(session):
    return [json.loads(line) for line in draws_queries.log_lines(session)]


def test_a_commitment_freezes_the_strata_that_are_drawn_from(campaign, make):
    make.object(status="closed")
    make.object(programmes=("eyewear",))
    draw = campaign.committed()
    assert draw.number == "D2026-0001"
    assert draw.object_count == 20
    assert json.loads(draw.rule_json)["sample"] == {"379901/C": 3, "379901/D": 1}
    assert draw.commitment == hashlib.sha256(draw.rule_json).hexdigest()


def test_a_draft_cannot_be_drawn(campaign, session):
    plan = campaign.plan()
    plan.state = "draft"
    with pytest.raises(Problem, match="wrong_state"):
        campaign.committed(plan)


def test_a_plan_whose_period_is_over_cannot_be_drawn(campaign):
    plan = campaign.plan()
    campaign.now = campaign.now.replace(month=7)
    with pytest.raises(Problem, match="plan_over"):
        campaign.committed(plan)


def test_too_few_inspectors_are_refused_with_the_numbers(campaign, session, make):
    plan = campaign.plan()
    plan.team_size = 6
    with pytest.raises(Problem, match="too_few_inspectors") as problem:
        campaign.committed(plan)
    assert problem.value.values == {"leads": 2, "inspectors": 5, "size": 6}


def test_a_stratum_that_has_become_empty_is_refused(campaign, session):
    plan = campaign.plan(sample=[{"division": "379901", "risk_class": "D", "number": 2}])
    for row in session.scalars(select(Object).where(Object.risk_class == "D")):
        row.status = "closed"
    session.flush()
    with pytest.raises(Problem) as problem:
        campaign.committed(plan)
    assert [part.code for part in problem.value.parts] == ["stratum_empty"]


def test_the_people_left_out_are_kept_with_their_reasons(campaign, make):
    left = make.inspector()
    away = make.inspector(programmes=("eyewear",))
    draw = campaign.committed(campaign.plan(left_out={left.certificate: "借调外单位"}))
    assert draw.left_out == {
        left.certificate: {"why": "named", "reason": "借调外单位"},
        away.certificate: {"why": "unqualified", "reason": ""},
    }
    assert left.certificate.encode() not in draw.roster_tsv


def test_the_secret_stands_nowhere_but_in_its_column_until_the_draw_is_opened(campaign, session):
    draw = campaign.drawn()
    said = [*draws_queries.log_lines(session), *map(str, session.scalars(select(AuditEntry.body)))]
    assert said
    for text in said:
        assert draw.secret not in text
        assert draw.seed not in text


@pytest.mark.parametrize("value", ["", "   ", "x" * 1001, "1\t2", "1\n2"])
def test_a_public_value_that_the_protocol_does_not_allow_is_refused(campaign, value):
    draw = campaign.committed()
    with pytest.raises(Problem, match="entropy_text"):
        campaign.step(draws.entropy, draw, value=value, repeated=value)


def test_two_people_must_type_the_same_public_value(campaign):
    draw = campaign.committed()
    with pytest.raises(Problem, match="entropy_differs"):
        campaign.step(draws.entropy, draw, value="1 2 3", repeated="1 2 4")
    assert draw.state == "committed"


def test_a_public_value_of_an_earlier_draw_is_refused(campaign):
    campaign.sealed(value="1 2 3")
    with pytest.raises(Problem, match="entropy_used") as problem:
        campaign.sealed(value=" 1 2 3 ")
    assert problem.value.values["number"] == "D2026-0001"


def test_a_public_value_must_be_later_than_the_commitment(campaign, session):
    draw = campaign.committed()
    with pytest.raises(Problem, match="entropy_early"):
        draws.entropy(session, SUPERVISOR, campaign.now, draw_id=draw.id, value="1", repeated="1")


def test_the_draw_is_what_the_library_computes(campaign, session):
    draw = campaign.drawn()
    result = sampling.draw(bundles.commitment_of(draw), draw.entropy)
    made = assignments_queries.of_draw(session, draw.id)
    assert draw.result_json == result.json
    assert [(row.order, row.object.number, row.ticket, row.team) for row in made] == [
        (one.order, one.object, one.ticket, one.team) for one in result.drawn
    ]
    teams = teams_queries.of_draw(session, draw.id)
    assert [[member.certificate for member in teams[number]] for number in sorted(teams)] == [
        list(team) for team in result.teams
    ]


def test_every_assignment_has_one_open_inspection_of_the_programme(campaign, session):
    draw = campaign.drawn()
    found = assignments_queries.inspections(session, draw.id)
    assert len(found) == draw.drawn_count == 4
    assert {(row.state, row.programme) for row in found.values()} == {("open", "market_scales")}
    assert {row.unit for row in found.values()} == {"东城分局"}


@pytest.mark.parametrize(
    ("reached", "refused"),
    [
        ("committed", ("draw", "open")),
        ("sealed", ("entropy", "open")),
        ("drawn", ("entropy", "draw")),
        ("opened", ("entropy", "draw", "open")),
    ],
)
def test_no_step_is_skipped_or_repeated(campaign, reached, refused):
    draw = getattr(campaign, reached)()
    for name in refused:
        given = {"value": "9 9", "repeated": "9 9"} if name == "entropy" else {}
        with pytest.raises(Problem, match="wrong_state"):
            campaign.step(getattr(draws, name), draw, **given)


def test_the_public_log_says_only_what_each_step_makes_public(campaign, session):
    draw = campaign.opened()
    committed, entropy, drawn, opened = log_of(session)
    assert committed["body"] == {
        "commitment": draw.commitment,
        "entropy_source": draw.entropy_source,
        "number": draw.number,
        "plan": draw.plan.number,
        "title": draw.title,
    }
    assert entropy["body"] == {"entropy": draw.entropy, "bits": 33, "needed": 11}
    assert drawn["body"] == {"objects": 4}
    assert opened["body"]["history"] == []
    files = bundles.files(draw)
    assert opened["body"]["files"] == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}


def test_the_public_log_holds_when_it_is_checked(campaign, session):
    campaign.opened()
    campaign.step(draws.void, campaign.drawn(value="2 7 1 8"), reason="会场断电，见证人离席")
    report = log.verify_log(draws_queries.log_lines(session))
    assert report.ok
    assert (int(report.facts["seq"]), report.facts["hash"]) == draws_queries.head(session)


def test_an_open_bundle_verifies_and_is_the_same_at_every_call(campaign):
    draw = campaign.opened()
    assert sampling.verify(bundles.files(draw), commitment=draw.commitment).ok
    assert bundles.archive(draw) == bundles.archive(draw)


@pytest.mark.parametrize("reached", ["committed", "sealed", "drawn"])
def test_there_is_no_bundle_before_the_draw_is_opened(campaign, reached):
    draw = getattr(campaign, reached)()
    for read in (bundles.files, bundles.archive):
        with pytest.raises(Problem, match="not_opened"):
            read(draw)


@pytest.mark.parametrize("reached", ["committed", "sealed", "drawn", "opened"])
def test_a_draw_is_voided_with_a_reason_in_any_state(campaign, session, reached):
    draw = getattr(campaign, reached)()
    with pytest.raises(Problem, match="reason_required"):
        campaign.step(draws.void, draw, reason=" \n ")
    campaign.step(draws.void, draw, reason="名单有误")
    assert (draw.state, draw.void_reason) == ("voided", "名单有误")
    assert log_of(session)[-1]["body"] == {"reason": "名单有误"}
    assert {row.state for row in assignments_queries.of_draw(session, draw.id)} <= {"withdrawn"}
    assert set(session.scalars(select(Inspection.state))) <= {"withdrawn"}
    with pytest.raises(Problem, match="wrong_state"):
        campaign.step(draws.void, draw, reason="再次作废")


def test_a_draw_that_is_voided_after_inspections_says_how_many_there_were(campaign, session):
    """Else one person could let what failed vanish before anybody reads it."""
    draw = campaign.opened()
    rows = assignments_queries.of_draw(session, draw.id)
    for n, row in enumerate(rows[:3]):
        inspection = assignments_queries.inspection_of(session, row.id)
        inspection.entries = 7
        inspection.finished_at = campaign.now if n else None
        inspection.state = ["open", "in_review", "published"][n]
    session.flush()
    assert assignments_queries.unpublished_inspections(session, draw.id) == (2, 1)
    campaign.step(draws.void, draw, reason="名单有误")
    told = {"reason": "名单有误", "begun": 2, "finished": 1}
    assert log_of(session)[-1]["body"] == told
    assert draws_queries.voided(session, draw.id) == told
    assert assignments_queries.unpublished_inspections(session, draw.id) == (0, 0)


def test_voiding_leaves_a_published_outcome_as_it_is(campaign, session):
    draw = campaign.opened()
    row = assignments_queries.of_draw(session, draw.id)[0]
    row.state = "finished"
    assignments_queries.inspection_of(session, row.id).state = "published"
    session.flush()
    campaign.step(draws.void, draw, reason="名单有误")
    states = {one.id: one.state for one in assignments_queries.of_draw(session, draw.id)}
    assert states.pop(row.id) == "finished"
    assert set(states.values()) == {"withdrawn"}


def test_opening_tells_the_substitutions_made_before_it(campaign, session):
    draw = campaign.drawn()
    first = assignments_queries.of_draw(session, draw.id)[0]
    new = assignments.substitute(
        session, SUPERVISOR, campaign.later(), assignment_id=first.id, reason="已停业"
    )
    campaign.step(draws.open, draw)
    before, opened = log_of(session)[-2:]
    assert (before["event"], before["body"]) == ("substituted", {"number": 1})
    told = opened["body"]["history"][0]
    assert (told["object"], told["substitute"]) == (first.object.number, new.object.number)
    assert told["reason"] == "已停业"


def test_a_log_line_cannot_be_dated_before_the_newest(campaign, session):
    draw = campaign.sealed()
    with pytest.raises(Problem, match="draw_refused"):
        draws.draw(session, SUPERVISOR, draw.committed_at, draw_id=draw.id)
