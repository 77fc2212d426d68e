"""The public value of a draw: named at the commitment, typed twice, weighed against what the draw needs."""

import json

import pytest

from server.domain import beacon
from server.domain.problems import Problem
from server.services import draws
from server.store import draws_queries
from tests.campaign import SUPERVISOR, Campaign
from tests.domain.test_entropy import ROUND, SIGNATURE

SIX = [{"kind": "dice", "count": 6}]
HUGE = [{"division": "*", "risk_class": "*", "ratio": "0.5"}]


@pytest.fixture
def campaign(session, make, now):
    campaign = Campaign(session, make, now)
    campaign.register(objects=60)
    return campaign


def typed(campaign, draw, value, repeated=None, **given):
    return campaign.step(draws.entropy, draw, value=value, repeated=repeated or value, **given)


def newest(session):
    return json.loads(draws_queries.newest_event(session).line)["body"]


def test_the_sources_are_committed_in_words_and_kept_with_the_strata(campaign):
    wanted = [
        {"kind": "dice", "count": 40},
        {"kind": "lottery", "text": "体彩排列五第26051期", "outcomes": 10**5},
    ]
    draw = campaign.committed(sources=wanted, entropy_source="当日晚报头版的日期")
    said = json.loads(draw.rule_json)["entropy_source"]
    assert said == draw.entropy_source
    assert [word in said for word in ("掷40枚十面骰子", "排列五", "100000", "晚报头版")] == [True] * 4
    assert [source["kind"] for source in draw.sources] == ["dice", "lottery", "text"]
    assert draw.strata == [
        {"stratum": "379901/C", "objects": 45, "sample": 9},
        {"stratum": "379901/D", "objects": 15, "sample": 3},
    ]


def test_a_commitment_without_any_source_is_refused(campaign):
    with pytest.raises(Problem) as problem:
        campaign.committed(entropy_source=" ")
    assert [part.at for part in problem.value.parts] == ["entropy_source"]


def test_dice_typed_with_and_without_spaces_agree_and_are_recorded_in_one_form(campaign):
    draw = campaign.committed(sources=[{"kind": "dice", "count": 12}])
    typed(campaign, draw, "3 1 4 1 5 9 2 6 5 3 5 8", "314159265358")
    assert draw.entropy == "3 1 4 1 5 9 2 6 5 3 5 8"


def test_a_number_of_dice_other_than_named_is_refused(campaign):
    draw = campaign.committed(sources=SIX)
    with pytest.raises(Problem, match="entropy_dice"):
        typed(campaign, draw, "31415")
    with pytest.raises(Problem, match="entropy_dice") as problem:
        typed(campaign, draw, "314159", "31415")
    assert problem.value.at == "repeated"
    assert draw.state == "committed"


def test_a_value_worth_too_little_is_recorded_only_when_that_is_accepted(campaign, session):
    draw = campaign.committed(campaign.plan(sample=HUGE), sources=SIX)
    with pytest.raises(Problem, match="entropy_weak") as problem:
        typed(campaign, draw, "314159")
    assert (problem.value.at, problem.value.values) == ("accepted", {"bits": 20, "needed": 55})
    assert draw.state == "committed"
    typed(campaign, draw, "314159", accepted=True)
    assert newest(session) == {"entropy": "3 1 4 1 5 9", "bits": 20, "needed": 55}


def test_an_earlier_value_is_refused_however_it_is_spaced(campaign):
    typed(campaign, campaign.committed(), "314159", accepted=True)
    draw = campaign.committed(sources=SIX)
    with pytest.raises(Problem, match="entropy_used") as problem:
        typed(campaign, draw, "3 1 4 1 5 9", accepted=True)
    assert problem.value.values["number"] == "D2026-0001"


def test_several_sources_are_typed_in_their_order(campaign):
    wanted = [{"kind": "dice", "count": 3}, {"kind": "lottery", "text": "排列五", "outcomes": 10**5}]
    draw = campaign.committed(sources=wanted)
    with pytest.raises(Problem, match="entropy_differs") as problem:
        typed(campaign, draw, "123 | 40517", "123 | 40571", accepted=True)
    assert problem.value.at == "repeated-1"
    with pytest.raises(Problem, match="entropy_parts"):
        typed(campaign, draw, "123", accepted=True)
    typed(campaign, draw, "123|40517", "1 2 3 | 40517", accepted=True)
    assert draw.entropy == "1 2 3 | 40517"


def test_two_open_draws_never_wait_for_the_same_round_of_the_beacon(campaign, session, now):
    wanted = [{"kind": "beacon", "minutes": 5}]
    plan = campaign.plan()
    said = {"plan_id": plan.id, "sources": wanted}
    first, second = (draws.commit(session, SUPERVISOR, now, **said) for _ in range(2))
    assert second.sources[0]["round"] == first.sources[0]["round"] + 1


def test_a_beacons_signature_is_verified_before_it_is_recorded(campaign, monkeypatch):
    monkeypatch.setattr(beacon, "first_round", lambda now, minutes: ROUND)
    draw = campaign.committed(sources=[{"kind": "beacon", "minutes": 5}])
    with pytest.raises(Problem, match="beacon_signature"):
        typed(campaign, draw, SIGNATURE[:-1] + "8")
    assert draw.entropy is None
    typed(campaign, draw, SIGNATURE)
    assert draw.entropy == SIGNATURE
