"""What holds for every draw."""

from __future__ import annotations

import random

from hypothesis import assume, given
from hypothesis import strategies as st

import sampling
from tests.sampling.bundles import PATIENT, draws, entropies


@PATIENT
@given(draws(), entropies)
def test_a_draw_is_a_pure_function(given_draw, entropy):
    first = sampling.draw(sampling.commit(**given_draw), entropy)
    second = sampling.draw(sampling.commit(**given_draw), entropy)
    assert first == second
    assert first.json == second.json


@PATIENT
@given(draws(), entropies, st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(given_draw, entropy, chance):
    lists = {name: _shuffled(given_draw[name], chance) for name in ("frame", "roster", "recusals")}
    sample = dict(_shuffled(list(given_draw["sample"].items()), chance))
    one = sampling.commit(**given_draw)
    other = sampling.commit(**given_draw | lists | {"sample": sample})
    assert one == other


@PATIENT
@given(draws(), entropies, st.integers(0, 20))
def test_more_objects_in_one_stratum_do_not_change_the_draw_of_another(given_draw, entropy, more):
    frame = given_draw["frame"]
    stratum = frame[0][1]
    seed = sampling.seed_of(sampling.commit(**given_draw).commitment, given_draw["secret"], entropy)
    added = [(f"added {number}", stratum) for number in range(more)]
    assume(not {name for name, _ in added} & {name for name, _ in frame})
    before = sampling.selection.select(frame, seed, given_draw["sample"])
    after = sampling.selection.select(frame + added, seed, given_draw["sample"])
    assert [pick for pick in before if pick.stratum != stratum] == [
        pick for pick in after if pick.stratum != stratum
    ]


@PATIENT
@given(draws(), entropies)
def test_each_stratum_yields_its_number_or_all_it_has(given_draw, entropy):
    result = sampling.draw(sampling.commit(**given_draw), entropy)
    strata = sampling.selection.strata_of(given_draw["frame"])
    drawn = [entry.stratum for entry in result.drawn]
    for stratum, members in strata.items():
        assert drawn.count(stratum) == min(len(members), given_draw["sample"].get(stratum, 0))


@PATIENT
@given(draws(), entropies)
def test_no_inspector_visits_an_object_of_a_declared_conflict(given_draw, entropy):
    result = sampling.draw(sampling.commit(**given_draw), entropy)
    recusals = set(given_draw["recusals"])
    for entry in result.drawn:
        if entry.team is None:
            assert all(any((name, entry.object) in recusals for name in team) for team in result.teams)
        else:
            assert not any((name, entry.object) in recusals for name in result.teams[entry.team - 1])


@PATIENT
@given(draws(), entropies)
def test_loads_differ_by_at_most_one_where_no_recusal_binds(given_draw, entropy):
    result = sampling.draw(sampling.commit(**given_draw | {"recusals": []}), entropy)
    loads = [
        sum(entry.team == number for entry in result.drawn) for number in range(1, len(result.teams) + 1)
    ]
    assert sum(loads) == len(result.drawn)
    assert max(loads) - min(loads) <= 1


@PATIENT
@given(draws(), entropies)
def test_teams_have_their_size_a_lead_and_nobody_twice(given_draw, entropy):
    result = sampling.draw(sampling.commit(**given_draw), entropy)
    roles = dict(given_draw["roster"])
    members = [name for team in result.teams for name in team]
    assert all(len(team) == given_draw["team_size"] and roles[team[0]] == "lead" for team in result.teams)
    assert len(set(members)) == len(members)
    spare = sampling.spare_inspectors(given_draw["roster"], result.teams)
    assert sorted(members + spare) == sorted(roles)


@PATIENT
@given(draws(), entropies)
def test_reserves_follow_the_drawn_and_never_overlap_them(given_draw, entropy):
    result = sampling.draw(sampling.commit(**given_draw), entropy)
    taken = {entry.object for entry in result.drawn}
    for stratum, members in sampling.selection.strata_of(given_draw["frame"]).items():
        waiting = sampling.reserves(given_draw["frame"], result.seed, stratum, taken)
        assert {name for name, _ in waiting} == set(members) - taken
        last = max((entry.ticket for entry in result.drawn if entry.stratum == stratum), default="")
        assert all(last < ticket for _, ticket in waiting)
        first = sampling.substitute(given_draw["frame"], result.seed, stratum, taken)
        assert first == (waiting[0] if waiting else None)


@PATIENT
@given(draws(), entropies, st.data())
def test_verify_accepts_what_draw_made_and_nothing_else(given_draw, entropy, data):
    commitment = sampling.commit(**given_draw)
    files = sampling.write_bundle(commitment, entropy, sampling.draw(commitment, entropy))
    assert sampling.verify(files, commitment=commitment.commitment).ok
    file = data.draw(st.sampled_from([name for name in files if files[name]]))
    place = data.draw(st.integers(0, len(files[file]) - 1))
    change = data.draw(st.integers(1, 255))
    spoiled = bytearray(files[file])
    spoiled[place] ^= change
    assert not sampling.verify(files | {file: bytes(spoiled)}).ok


@PATIENT
@given(draws(), entropies, st.binary(max_size=40), st.sampled_from(sampling.FILES))
def test_verify_answers_for_any_content(given_draw, entropy, content, file):
    commitment = sampling.commit(**given_draw)
    files = sampling.write_bundle(commitment, entropy, sampling.draw(commitment, entropy))
    report = sampling.verify(files | {file: content})
    assert report.ok == (files[file] == content)


def _shuffled(items: list, chance: random.Random) -> list:
    return chance.sample(items, len(items))
