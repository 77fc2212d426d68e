"""An absent inspector of a drawn team is replaced by the next spare of the drawn order, and by nobody else."""

import json
from datetime import date

import pytest

import sampling
from sampling.tickets import derive, ticketed
from server.domain.problems import Problem
from server.services import bundles, draws, draws_log, teams
from server.services.audit import new_id
from server.store import assignments_queries, draws_queries, tablet_bundles, teams_queries
from server.store.inspectors import Absence, Recusal
from tests.campaign import SUPERVISOR, Campaign

WHOLE = [{"division": "*", "risk_class": "*", "ratio": "1"}]


@pytest.fixture
def campaign(session, make, now):
    campaign = Campaign(session, make, now)
    campaign.objects = campaign.register(leads=2, members=8)
    return campaign


@pytest.fixture
def draw(campaign):
    return campaign.drawn(plan=campaign.plan(sample=WHOLE, team_size=3))


@pytest.fixture
def spare(session, draw, make):
    """The spare inspectors in the order of their tickets."""
    people = {line.split("\t")[0]: line.split("\t")[1] for line in draw.roster_tsv.decode().splitlines()}
    seated = teams_queries.seated(session, draw.id)
    order = [name for _, name in sorted(ticketed(derive(draw.seed, "teams"), people)) if name not in seated]
    ids = assignments_queries.inspectors_by_certificate(session, order)
    return [(name, ids[name]) for name in order]


@pytest.fixture
def replace(session, campaign, draw):
    def replace(inspector, reason="住院", **given):
        given = {"draw_id": draw.id, "inspector_id": inspector.id, "reason": reason, **given}
        return teams.replace(session, SUPERVISOR, campaign.later(), **given)

    return replace


def newest(session):
    return json.loads(list(draws_queries.log_lines(session))[-1])


def test_the_next_spare_comes_and_those_before_are_passed_over_with_why(
    session, campaign, draw, spare, replace
):
    team = teams_queries.of_draw(session, draw.id)[1]
    left = next(row for row in assignments_queries.of_draw(session, draw.id) if row.team == 1)
    away = {"first": date(2026, 5, 1), "last": date(2026, 5, 2), "reason": "产假"}
    session.add(Absence(id=new_id(campaign.now), inspector_id=spare[0][1], **away))
    session.add(Recusal(id=new_id(campaign.now), inspector_id=spare[1][1], object_id=left.object_id))
    session.flush()
    session.expire_all()
    came = replace(team[1])
    assert (came.inspector_id, came.team, came.position, came.turn) == (spare[2][1], 1, 1, 1)
    now = [one.id for one in teams_queries.of_draw(session, draw.id)[1]]
    assert now == [team[0].id, spare[2][1], team[2].id]
    assert newest(session)["body"] == {"number": 1}
    (entry,) = [one for one in draws_log.history(session, draw.id) if one["event"] == "replaced"]
    assert entry["passed"] == [
        {"inspector": spare[0][0], "why": "absent"},
        {"inspector": spare[1][0], "why": "recused"},
    ]
    assert "产假" not in json.dumps(entry, ensure_ascii=False)


def test_the_drawn_team_stays_in_the_bundle_which_still_verifies(session, campaign, draw, replace):
    team = teams_queries.of_draw(session, draw.id)[1]
    replace(team[1])
    campaign.step(draws.open, draw)
    files = bundles.files(draw)
    assert sampling.verify(files).ok
    assert json.loads(files["result.json"])["teams"][0] == [one.certificate for one in team]
    (told,) = newest(session)["body"]["history"]
    assert (told["absent"], told["reason"]) == (team[1].certificate, "住院")


def test_the_tablet_of_who_comes_has_the_visits_and_the_absent_ones_has_not(session, draw, spare, replace):
    team = teams_queries.of_draw(session, draw.id)[1]
    had = tablet_bundles.assemble(session, team[1].id)["assignments"]
    replace(team[1])
    assert tablet_bundles.assemble(session, team[1].id)["assignments"] == []
    got = tablet_bundles.assemble(session, spare[0][1])["assignments"]
    assert [one["inspection"] for one in got] == [one["inspection"] for one in had] != []
    assert [one["id"] for one in got[0]["team"]] == [team[0].id, spare[0][1], team[2].id]


def test_a_lead_is_replaced_by_a_lead_or_not_at_all(session, draw, replace):
    lead = teams_queries.of_draw(session, draw.id)[1][0]
    with pytest.raises(Problem, match="spare_none"):
        replace(lead)
    assert teams_queries.of_draw(session, draw.id)[1][0].id == lead.id


def test_who_was_not_shown_is_not_confirmed_and_who_was_replaced_not_twice(session, draw, spare, replace):
    absent = teams_queries.of_draw(session, draw.id)[1][1]
    with pytest.raises(Problem, match="spare_other"):
        replace(absent, seen=spare[1][0])
    with pytest.raises(Problem, match="reason_required"):
        replace(absent, reason=" ")
    replace(absent, seen=spare[0][0])
    with pytest.raises(Problem, match="team_not_drawn"):
        replace(absent)
    again = replace(teams_queries.of_draw(session, draw.id)[1][1])
    assert (again.inspector_id, again.turn) == (spare[1][1], 2)
    after = teams_queries.of_draw(session, draw.id)[2][2]
    assert replace(after).inspector_id == spare[2][1]


def test_substitutes_are_handed_out_among_those_who_serve(session, draw, replace):
    replace(teams_queries.of_draw(session, draw.id)[1][1])
    replace(teams_queries.of_draw(session, draw.id)[2][2])
    serving = [[one.certificate for one in team] for team in teams_queries.of_draw(session, draw.id).values()]
    assert teams.present(session, draw) == serving
    assert serving != [list(team) for team in bundles.result_of(draw).teams]
