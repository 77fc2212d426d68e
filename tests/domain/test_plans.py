"""Strata, sample sizes and rosters of a plan."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain import plans, rosters
from server.domain.problems import Problem
from server.domain.rosters import Candidate

MARCH = (date(2026, 3, 1), date(2026, 3, 31))


def rules(*raw):
    return plans.read_rules(raw)


def ratio(text, division="*", risk_class="*"):
    return {"division": division, "risk_class": risk_class, "ratio": text}


def number(count, division="*", risk_class="*"):
    return {"division": division, "risk_class": risk_class, "number": count}


def parts(problem):
    return {part.at: part.code for part in problem.value.parts}


def test_an_object_without_a_risk_class_is_in_the_stratum_with_a_dash():
    assert plans.stratum_name("379901", None) == "379901/-"
    assert plans.stratum_name("379901", "C") == "379901/C"


@pytest.mark.parametrize(
    ("text", "objects", "drawn"),
    [("0.05", 40, 2), ("0.05", 41, 3), ("0.05", 1, 1), ("0.1", 30, 3), ("0.07", 100, 7), ("1", 9, 9)],
)
def test_a_ratio_is_rounded_up_with_exact_arithmetic(text, objects, drawn):
    assert plans.strata({"379901/C": objects}, rules(ratio(text)))[0].sample == drawn


@given(st.integers(1, 1_000_000), st.integers(1, 1_000_000))
def test_a_ratio_never_draws_nothing_from_a_stratum_that_has_objects(millionths, objects):
    rule = rules(ratio(f"0.{millionths:06d}" if millionths < 1_000_000 else "1"))[0]
    assert 1 <= rule.size(objects) <= objects
    assert rule.size(objects) * 1_000_000 >= millionths * objects > (rule.size(objects) - 1) * 1_000_000


def test_a_number_counts_in_each_stratum_and_takes_all_of_a_smaller_one():
    found = plans.strata({"379901/A": 3, "379901/C": 30}, rules(number(5)))
    assert plans.sample(found) == {"379901/A": 3, "379901/C": 5}


def test_the_first_rule_that_fits_a_stratum_counts():
    found = plans.strata({"379901/C": 100, "379901/D": 10}, rules(ratio("1", risk_class="D"), ratio("0.05")))
    assert plans.sample(found) == {"379901/C": 5, "379901/D": 10}


def test_number_nought_draws_nothing_and_keeps_the_stratum_out_of_the_sample():
    found = plans.strata({"379901/A": 50, "379901/C": 100}, rules(number(0, risk_class="A"), ratio("0.01")))
    assert plans.sample(found) == {"379901/C": 1}


def test_a_stratum_that_no_rule_fits_is_not_drawn_from():
    found = plans.strata({"379901/A": 50, "379902/C": 100}, rules(ratio("0.1", division="379902")))
    assert [stratum.name for stratum in found] == ["379902/C"]


@pytest.mark.parametrize(
    ("leads", "inspectors", "size", "why"),
    [
        (2, 4, 2, ""),
        (2, 5, 2, "remainder"),
        (1, 4, 2, "leads"),
        (1, 3, 2, "remainder"),
        (5, 8, 3, "remainder"),
    ],
)
def test_people_are_spare_for_want_of_leads_or_as_a_remainder(leads, inspectors, size, why):
    assert rosters.why_spare(leads, inspectors, size) == why


def test_a_rule_for_an_empty_stratum_is_refused_at_its_row():
    with pytest.raises(Problem) as problem:
        plans.strata({"379901/C": 5}, rules(ratio("0.1"), ratio("0.5", "379902", "D")))
    assert parts(problem) == {"sample-1-division": "stratum_empty"}


def test_a_rule_behind_others_that_leave_it_nothing_is_refused_at_its_row():
    with pytest.raises(Problem) as problem:
        plans.strata({"379901/C": 5}, rules(ratio("0.1"), ratio("0.5", "379901", "C")))
    assert parts(problem) == {"sample-1-division": "rule_covered"}


@pytest.mark.parametrize("text", ["0", "1.01", "-0.1", "NaN", "Infinity", "0.00000001"])
def test_a_ratio_outside_nought_to_one_is_refused_at_its_field(text):
    with pytest.raises(Problem) as problem:
        rules(ratio("0.1"), ratio(text, risk_class="D"))
    assert parts(problem) == {"sample-1-value": "ratio_out_of_range"}


def test_every_bad_row_of_a_sample_is_named_at_once():
    bad = [ratio("many"), ratio("0.1", division="37"), ratio("0.1", risk_class="E"), number(-1), {}]
    with pytest.raises(Problem) as problem:
        plans.read_rules(bad)
    assert parts(problem) == {
        "sample-0-value": "invalid_number",
        "sample-1-division": "plan_division",
        "sample-2-risk_class": "invalid_choice",
        "sample-3-value": "number_out_of_range",
        "sample-4-division": "plan_division",
    }


def test_a_plan_without_a_rule_is_refused():
    with pytest.raises(Problem, match="sample_missing"):
        plans.read_rules([])


def test_visits_are_spread_over_the_teams():
    assert plans.visits_per_team(10, 3) == (3, 4)
    assert plans.visits_per_team(9, 3) == (3, 3)


def test_a_ratio_is_shown_in_per_cent_without_rounding():
    assert [plans.percent(text) for text in ("0.05", "1", "0.125", "0.10")] == ["5", "100", "12.5", "10"]


def candidate(certificate, role="member", active=True, programmes=("market_scales",), absences=()):
    return Candidate(certificate, role, active, frozenset(programmes), tuple(absences))


def test_each_person_who_cannot_be_drawn_is_left_out_with_the_reason():
    found = rosters.roster(
        [
            candidate("Z5", role="lead"),
            candidate("Z1", active=False),
            candidate("Z2", programmes=("eyewear",)),
            candidate("Z3"),
            candidate("Z4", absences=[(date(2026, 3, 31), date(2026, 4, 2), "培训")]),
        ],
        ["market_scales"],
        *MARCH,
        {"Z3": "借调"},
    )
    assert found.drawable == (("Z5", "lead"),)
    assert {key: value["why"] for key, value in found.left_out.items()} == {
        "Z1": "closed",
        "Z2": "unqualified",
        "Z3": "named",
        "Z4": "absent",
    }
    assert found.left_out["Z3"]["reason"] == "借调"
    assert "培训" in found.left_out["Z4"]["reason"]


def test_an_absence_outside_the_days_does_not_count():
    absences = [(date(2026, 2, 1), date(2026, 2, 28), "病假"), (date(2026, 4, 1), date(2026, 4, 2), "会议")]
    found = rosters.roster([candidate("Z1", absences=absences)], ["market_scales"], *MARCH, {})
    assert found.drawable == (("Z1", "member"),)


def test_somebody_left_out_needs_a_reason_and_must_be_in_the_register():
    with pytest.raises(Problem) as problem:
        rosters.check_named({"Z1": "  ", "Z9": "病假"}, ["Z1"])
    assert parts(problem) == {
        "left_out-0-reason": "reason_required",
        "left_out-1-certificate": "plan_inspector",
    }
