"""Every object, and every inspector for every object, comes up equally often.

The seeds are fixed, so these tests never flicker. The threshold is a false-alarm rate: were the seeds chosen
at random and the draw exactly uniform, each comparison with the threshold would fail once in a million times, and one
of the ten that are made here once in a hundred thousand times.
"""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from math import exp

from sampling.selection import select
from sampling.teams import assign, form_teams
from sampling.tickets import digest

FALSE_ALARM = 1e-6
SEEDS = [digest(f"uniformity {number}") for number in range(100_000)]
OBJECTS = [f"object {number}" for number in range(13)]


def test_each_object_is_drawn_equally_often():
    frame = [(name, "one") for name in OBJECTS]
    drawn = Counter(pick.object for seed in SEEDS for pick in select(frame, seed, {"one": 4}))
    # Four of thirteen without replacement: the counts vary less than independent ones by (13 - 4) / (13 - 1).
    statistic = _chi_square(drawn, 13) / (9 / 12)
    assert _upper_tail(statistic, 12) > FALSE_ALARM


def test_each_pair_is_drawn_equally_often():
    frame = [(name, "one") for name in OBJECTS[:7]]
    drawn = Counter(frozenset(pick.object for pick in select(frame, seed, {"one": 2})) for seed in SEEDS)
    assert set(drawn) == {frozenset(pair) for pair in combinations(OBJECTS[:7], 2)}
    assert _upper_tail(_chi_square(drawn, 21), 20) > FALSE_ALARM


def test_each_inspector_is_equally_likely_for_each_object():
    roster = [(f"lead {number}", "lead") for number in range(3)]
    roster += [(f"member {number}", "member") for number in range(3)]
    frame = [(name, "one") for name in OBJECTS[:4]]
    leads = {name: Counter() for name, _ in frame}
    members = {name: Counter() for name, _ in frame}
    for seed in SEEDS:
        teams = form_teams(seed, roster, 2)
        picks = select(frame, seed, {"one": 2})
        for pick, team in zip(picks, assign(picks, teams, []), strict=True):
            lead, member = teams[team - 1]
            leads[pick.object][lead] += 1
            members[pick.object][member] += 1
    for name, _ in frame:
        assert _upper_tail(_chi_square(leads[name], 3), 2) > FALSE_ALARM
        assert _upper_tail(_chi_square(members[name], 3), 2) > FALSE_ALARM


def test_the_measure_notices_a_draw_that_is_not_uniform():
    skewed = Counter({name: 1000 + 40 * number for number, name in enumerate(OBJECTS)})
    assert _upper_tail(_chi_square(skewed, 13), 12) < FALSE_ALARM


def _chi_square(counts: Counter, cells: int) -> float:
    expected = counts.total() / cells
    return sum((count - expected) ** 2 for count in counts.values()) / expected + expected * (
        cells - len(counts)
    )


def _upper_tail(statistic: float, freedom: int) -> float:
    """P(chi-square > statistic), by the finite sum that holds for an even number of degrees of freedom."""
    half, term, total = statistic / 2, 1.0, 1.0
    for k in range(1, freedom // 2):
        term *= half / k
        total += term
    return exp(-half) * total
