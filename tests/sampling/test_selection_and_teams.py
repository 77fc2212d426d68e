"""Substitutes, the second stage and the teams, by numbers that can be checked with `sha256sum`."""

from __future__ import annotations

import subprocess

import pytest

import sampling
from sampling.teams import form_teams
from tests.sampling.bundles import vector

SEED = "c5fac7e697178cefbbb71b2234e58f4e5eb4cc573d72c95809c170cdc00dc1b1"


def _sha256sum(text: str) -> str:
    done = subprocess.run(["sha256sum"], input=text.encode(), capture_output=True, check=True)
    return done.stdout.decode()[:64]


def test_a_ticket_is_what_sha256sum_prints():
    assert sampling.ticket(SEED, "摊位-0015é") == _sha256sum(f"{SEED[:32]}:摊位-0015é")


def test_a_derived_value_is_what_sha256sum_prints():
    assert sampling.derive(SEED, "teams") == _sha256sum(f"{SEED[:32]}/teams")


def test_a_seed_is_what_sha256sum_prints():
    assert sampling.seed_of("a", "b", "c d") == _sha256sum("a\nb\nc d")


def test_substitutes_come_in_ticket_order_until_the_stratum_is_used_up():
    frame = [(f"stall {number}", "north") for number in range(6)] + [("shop", "south")]
    by_ticket = sorted((sampling.ticket(SEED, name), name) for name, stratum in frame if stratum == "north")
    taken = [name for _, name in by_ticket[:2]]
    for ticket, name in by_ticket[2:]:
        assert sampling.substitute(frame, SEED, "north", taken) == (name, ticket)
        taken.append(name)
    assert sampling.substitute(frame, SEED, "north", taken) is None


def test_a_substitute_from_an_unknown_stratum_is_refused():
    with pytest.raises(sampling.DrawError) as refused:
        sampling.substitute([("a", "north")], SEED, "west", [])
    assert refused.value.code == "stratum_unknown"


def test_the_second_stage_takes_the_lowest_tickets_under_the_objects_ticket():
    parent = sampling.ticket(SEED, "market")
    names = [f"scale {number}" for number in range(30)]
    chosen = sampling.second_stage(parent, names, 5)
    assert chosen == sorted(((n, sampling.ticket(parent, n)) for n in names), key=lambda pair: pair[1])[:5]
    assert sampling.second_stage(parent, reversed(names), 5) == chosen
    assert len(sampling.second_stage(parent, names, 99)) == 30
    assert sampling.second_stage(parent, names, 0) == []


@pytest.mark.parametrize(
    ("ticket", "names", "k", "code"),
    [
        ("short", ["a"], 1, "hash_expected"),
        (SEED, ["a", "a"], 1, "identifier_twice"),
        (SEED, [" a"], 1, "text_edge"),
        (SEED, ["a"], -1, "integer_expected"),
        (SEED, ["a"], True, "integer_expected"),
    ],
)
def test_the_second_stage_refuses(ticket, names, k, code):
    with pytest.raises(sampling.DrawError) as refused:
        sampling.second_stage(ticket, names, k)
    assert refused.value.code == code


def test_a_substitute_goes_to_the_team_with_the_fewest_objects_that_has_no_conflict():
    teams = (("Li", "Wang"), ("Zhao", "Sun"), ("Qian", "Zhou"))
    ticket = sampling.ticket(SEED, "stall")

    def team(recusals, loads):
        return sampling.team_for("stall", ticket, teams=teams, recusals=recusals, loads=loads)

    assert team([], [1, 0, 1]) == 2
    assert team([("Sun", "stall")], [1, 0, 2]) == 1
    assert team([("Sun", "another stall")], [1, 0, 2]) == 2
    assert team([("Li", "stall"), ("Sun", "stall"), ("Qian", "stall")], [0, 0, 0]) is None
    ties = min((1, 2, 3), key=lambda number: sampling.ticket(ticket, str(number)))
    assert team([], [4, 4, 4]) == ties


def test_every_team_of_the_published_bundles_is_chosen_again_one_by_one():
    for name in ("draw-small", "draw-chinese"):
        files = vector(name)
        result = sampling.result.parse_result(files["result.json"])
        recusals = sampling.lists.parse_recusals(files["recusals.tsv"])
        loads = [0] * len(result.teams)
        for entry in result.drawn:
            chosen = sampling.team_for(
                entry.object, entry.ticket, teams=result.teams, recusals=recusals, loads=loads
            )
            assert chosen == entry.team
            if chosen:
                loads[chosen - 1] += 1


@pytest.mark.parametrize(
    ("leads", "members", "size", "teams", "spare"),
    [(1, 1, 2, 1, 0), (3, 1, 2, 2, 0), (5, 0, 2, 2, 1), (2, 9, 3, 2, 5), (4, 9, 3, 4, 1), (1, 1, 3, 0, 2)],
)
def test_the_number_of_teams(leads, members, size, teams, spare):
    roster = [(f"L{n}", "lead") for n in range(leads)] + [(f"M{n}", "member") for n in range(members)]
    assert sampling.team_count(roster, size) == teams
    if teams == 0:
        with pytest.raises(sampling.DrawError):
            form_teams(SEED, roster, size)
        return
    formed = form_teams(SEED, roster, size)
    assert len(formed) == teams
    assert len(sampling.spare_inspectors(roster, formed)) == spare
