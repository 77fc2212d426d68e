"""Shares with their intervals, against values computed by hand and by drawing again and again."""

from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain import estimates
from server.domain.estimates import Observation, estimate


def objects(stratum, good, bad):
    return [Observation(stratum, 1, 0)] * good + [Observation(stratum, 1, 1)] * bad


def test_strata_count_by_the_objects_that_they_stand_for():
    found = estimate({"a": 100, "b": 300}, [*objects("a", 5, 5), *objects("b", 9, 1)])
    # 0.25 of the objects fail by half, 0.75 by a tenth.
    assert found.share == Decimal("0.2000")
    assert (found.seen, found.covered, found.objects) == (20, 400, 400)


def test_one_stratum_gives_the_textbook_variance_and_wilsons_interval():
    found = estimate({"a": 200}, objects("a", 40, 10))
    # v = (1 - 50/200) · 0.2 · 0.8 / 49; n* = 0.16 / v = 65.33; Wilson by hand.
    assert (found.share, found.low, found.high) == (Decimal("0.2000"), Decimal("0.1209"), Decimal("0.3124"))


def test_a_census_has_no_interval():
    found = estimate({"a": 10, "b": 2}, [*objects("a", 7, 3), *objects("b", 2, 0)])
    assert found.low == found.share == found.high == Decimal("0.2500")


@pytest.mark.parametrize("bad", [0, 12])
def test_a_sample_without_any_difference_is_still_uncertain(bad):
    found = estimate({"a": 100}, objects("a", 12 - bad, bad))
    assert found.share == Decimal(bad) / 12
    assert found.high - found.low > Decimal("0.15")


def test_instruments_are_counted_in_the_objects_that_hold_them():
    seen = [Observation("a", 10, 1), Observation("a", 30, 6), Observation("a", 20, 2), Observation("a", 0, 0)]
    found = estimate({"a": 40}, seen)
    assert found.share == Decimal("0.1500")
    assert (found.seen, found.judged, found.failing) == (3, 60, 9)
    # Residuals -0.5, 1.5, -1: v = (1 - 3/40)/3 · 1.75 / 20²; far less certain than 60 scales drawn one by one.
    effective = Fraction(15, 100) * Fraction(85, 100) / (Fraction(37, 40) / 3 * Fraction(7, 4) / 400)
    assert (
        estimates._effective(estimates._strata({"a": 40}, seen[:3]), Fraction(3, 20), Fraction(800))
        == effective
    )


def test_a_stratum_of_which_nothing_is_known_is_told():
    found = estimate({"a": 30, "b": 70}, objects("a", 3, 1))
    assert (found.covered, found.objects) == (30, 100)


def test_a_stratum_with_one_object_borrows_the_spread_of_the_others():
    alone = estimate({"a": 50, "b": 50}, [*objects("a", 6, 2), *objects("b", 1, 0)])
    more = estimate({"a": 50, "b": 50}, [*objects("a", 6, 2), *objects("b", 4, 0)])
    assert alone.high - alone.low > more.high - more.low > 0


def test_nothing_judged_is_no_estimate_and_too_much_is_refused():
    assert estimate({"a": 5}, []) is None
    assert estimate({"a": 5}, [Observation("a", 0, 0)]) is None
    with pytest.raises(ValueError, match="3 observations of 2 objects"):
        estimate({"a": 2}, objects("a", 3, 0))


@given(st.data())
def test_the_share_lies_in_its_interval_and_the_interval_in_nought_to_one(data):
    frame, seen = {}, []
    for name in "abc":
        rows = data.draw(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=6))
        seen += [Observation(name, max(row), min(row)) for row in rows]
        frame[name] = len(rows) + data.draw(st.integers(0, 20))
    found = estimate(frame, seen)
    if found is not None:
        assert 0 <= found.low <= found.share <= found.high <= 1


def test_the_interval_holds_the_truth_as_often_as_it_promises():
    """600 draws from a known register, the chance fixed: 95 of 100 intervals must hold it; 92 is far below chance."""
    chance = Random(20260302)
    register = {"a": [1] * 12 + [0] * 108, "b": [1] * 20 + [0] * 40}
    truth = Decimal(32) / 180
    held = 0
    for _ in range(600):
        drawn = {"a": chance.sample(register["a"], 18), "b": chance.sample(register["b"], 9)}
        seen = [Observation(name, 1, bad) for name, rows in drawn.items() for bad in rows]
        found = estimate({name: len(rows) for name, rows in register.items()}, seen)
        held += found.low <= truth <= found.high
    assert held >= 552
