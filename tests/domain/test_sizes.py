"""Sample sizes from a wanted precision, against values that textbooks print and against their own definition."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain import plans, sizes
from server.domain.problems import Problem

FIVE = Fraction(1, 20)


def rule(margin, confidence="0.95", division="*", risk_class="*"):
    return {"division": division, "risk_class": risk_class, "margin": margin, "confidence": confidence}


@pytest.mark.parametrize(
    ("objects", "margin", "confidence", "sample"),
    [
        # 385 of an endless population at 95 % and ±5 % is the number every table has.
        (10**9, FIVE, "0.95", 385),
        (400, FIVE, "0.95", 197),
        (1000, FIVE, "0.95", 278),
        (10_000, Fraction(1, 100), "0.99", 6240),
        (10_000, FIVE, "0.90", 264),
        (7, Fraction(1, 1000), "0.99", 7),
        (1, Fraction(1, 2), "0.90", 1),
        (0, FIVE, "0.95", 0),
    ],
)
def test_a_precision_asks_for_as_many_objects_as_the_textbook_says(objects, margin, confidence, sample):
    assert sizes.for_precision(objects, margin, confidence) == sample


@given(st.integers(2, 5000), st.integers(1, 40), st.sampled_from(sorted(sizes.QUANTILES)))
def test_the_sample_is_the_smallest_that_keeps_the_margin(objects, hundredths, confidence):
    margin = Fraction(hundredths, 100)
    sample = sizes.for_precision(objects, margin, confidence)

    def square(count):
        # Cochran (1977) formula 3.11 solved for the margin: (N - n) / (n (N - 1)) in place of 1 / n.
        quantile = Fraction(sizes.QUANTILES[confidence])
        return quantile**2 * Fraction(objects - count, 4 * count * (objects - 1))

    assert square(sample) <= margin**2
    assert sample == 1 or square(sample - 1) > margin**2


@given(st.dictionaries(st.text("ABCD", min_size=1), st.integers(1, 300), min_size=1), st.integers(1, 200))
def test_an_allocation_leaves_no_stratum_out_and_gives_at_least_what_was_asked(objects, sample):
    sample = min(sample, sum(objects.values()))
    shared = sizes.allocate(sample, objects)
    assert all(1 <= shared[name] <= count for name, count in objects.items())
    assert sample <= sum(shared.values()) < sample + len(objects)


def test_a_margin_counts_for_all_strata_of_its_rule_together():
    counts = {"379901/C": 300, "379901/D": 100, "379902/C": 50}
    found = plans.strata(counts, plans.read_rules([rule("0.05", division="379901"), rule("0.1")]))
    assert plans.sample(found) == {"379901/C": 148, "379901/D": 50, "379902/C": 34}


def test_the_margin_of_a_sample_is_told_back():
    assert sizes.margin([(400, 197)]) == Decimal("0.050")
    assert sizes.margin([(40, 40), (2, 2)]) == 0
    assert sizes.margin([(40, 4), (2, 0)]) is None
    assert sizes.margin([]) is None


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (rule("0.0009"), "margin_out_of_range"),
        (rule("0.51"), "margin_out_of_range"),
        (rule("x"), "invalid_number"),
        (rule("0.05", "0.5"), "invalid_choice"),
    ],
)
def test_a_bad_margin_is_refused_at_its_field(raw, code):
    with pytest.raises(Problem) as problem:
        plans.read_rules([raw])
    assert [(part.at, part.code) for part in problem.value.parts] == [("sample-0-value", code)]


def test_an_inspector_expects_a_share_of_the_visits():
    assert plans.visits_per_inspector(12, 2, 9) == Decimal("2.7")
    assert plans.visits_per_inspector(12, 2, 0) == 0
