"""Verification bodies: En numbers, the certificate sample, the checklist."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from server.domain.programmes import RecordError, load
from server.domain.programmes.quantities import plain


def comparison(value, uncertainty, reference, reference_uncertainty, form="independent", **more) -> dict:
    return {
        "item": "1 V",
        "value": value,
        "uncertainty": uncertainty,
        "reference": reference,
        "reference_uncertainty": reference_uncertainty,
        "form": form,
        **more,
    }


def judged(*comparisons: dict, certificates=(), **more) -> dict:
    record = {
        "date": "2026-03-05",
        "comparisons": list(comparisons),
        "certificates": list(certificates),
        **more,
    }
    return load("verification_bodies").evaluate(record)


def codes(result: dict) -> list[str]:
    return [finding["code"] for finding in result["findings"]]


@pytest.mark.parametrize(
    ("row", "en", "result"),
    [
        (comparison("4", "5", "1.1524", "1.9518", "contributing"), "0.62", "satisfactory"),
        (comparison("4", "5", "1.1524", "1.9518", "independent"), "0.53", "satisfactory"),
        (comparison("5", "3", "0", "4"), "1", "satisfactory"),
        (comparison("-5", "3", "0", "4"), "-1", "satisfactory"),
        (comparison("5.0001", "3", "0", "4"), "1", "unsatisfactory"),
        (comparison("-10", "3", "0", "4"), "-2", "unsatisfactory"),
        (comparison("3", "5", "0", "4", "contributing"), "1", "satisfactory"),
        (comparison("3.0001", "5", "0", "4", "contributing"), "1", "unsatisfactory"),
        (comparison("13", "3", "0", "4", stability_uncertainty="12"), "1", "satisfactory"),
        (comparison("0", "1", "0", "0"), "0", "satisfactory"),
    ],
)
def test_en_is_shown_to_two_decimals_and_judged_exactly(row, en, result):
    verdict = judged(row)
    assert verdict["figures"]["comparisons"] == [{"item": "1 V", "en": en, "result": result}]
    assert verdict["verdict"] == ("pass" if result == "satisfactory" else "fail")
    assert codes(verdict) == ([] if result == "satisfactory" else ["comparison_unsatisfactory"])


@given(
    st.integers(-500, 500),
    st.integers(0, 300),
    st.integers(0, 300),
    st.sampled_from(["independent", "contributing"]),
)
def test_turning_the_sign_turns_en_and_keeps_the_result(difference, own, reference, form):
    assume(own > reference or (form == "independent" and own + reference > 0))
    values = [plain(Fraction(number, 10)) for number in (difference, -difference, own, reference)]
    up, down = (
        judged(comparison(value, values[2], "0", values[3], form))["figures"]["comparisons"][0]
        for value in values[:2]
    )
    assert Fraction(up["en"]) == -Fraction(down["en"])
    assert up["result"] == down["result"]
    assert abs(Fraction(up["en"])) <= 1 or up["result"] == "unsatisfactory"


@pytest.mark.parametrize(
    ("row", "code", "at"),
    [
        (comparison("1", "4", "0", "5", "contributing"), "uncertainty_impossible", "reference_uncertainty"),
        (comparison("1", "5", "0", "5", "contributing"), "uncertainty_impossible", "reference_uncertainty"),
        (comparison("1", "0", "0", "0"), "uncertainty_impossible", "reference_uncertainty"),
        (comparison("1", "-1", "0", "1"), "negative", "uncertainty"),
        (comparison("1", "1", "0", "1", "both"), "not_a_choice", "form"),
        (comparison("1", "1", "0", "1", None), "required", "form"),
        (comparison(None, "1", "0", "1"), "required", "value"),
        (comparison("1e3", "1", "0", "1"), "not_a_quantity", "value"),
    ],
)
def test_a_comparison_that_cannot_be_judged_names_the_field(row, code, at):
    with pytest.raises(RecordError) as caught:
        judged(row)
    assert (caught.value.code, caught.value.at) == (code, f"comparisons/0/{at}")


GOOD = {
    "number": "C-1",
    "item": "balance",
    "work_date": "2026-01-10",
    "standard_valid_until": "2026-01-10",
    "authorised_until": "2026-01-10",
    "in_scope": True,
    "rule": "JJG 1036",
    "rule_current": True,
    "signatures": 2,
    "person_qualified": True,
    "recomputed": "1.50",
    "printed": "1.5",
    "period_months": 12,
    "rule_period_months": 12,
    "error": "-0.5",
    "mpe": "0.5",
    "conclusion": "qualified",
}


def test_a_certificate_in_order_passes():
    result = judged(certificates=[GOOD])
    assert result["figures"]["certificates"] == [{"number": "C-1", "item": "balance", "result": "pass"}]
    assert (result["verdict"], codes(result)) == ("pass", [])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"standard_valid_until": "2026-01-09"}, "standard_expired"),
        ({"authorised_until": "2026-01-09"}, "outside_scope"),
        ({"in_scope": False}, "outside_scope"),
        ({"rule_current": False}, "rule_not_current"),
        ({"signatures": 1}, "signatures_missing"),
        ({"person_qualified": False}, "person_not_qualified"),
        ({"printed": "1.51"}, "record_mismatch"),
        ({"period_months": 13}, "period_too_long"),
        ({"error": "0.51"}, "conclusion_wrong"),
        ({"conclusion": "unqualified"}, "conclusion_wrong"),
    ],
)
def test_each_fault_of_a_certificate_is_found(change, code):
    result = judged(certificates=[GOOD, GOOD | change])
    assert [row["result"] for row in result["figures"]["certificates"]] == ["pass", "fail"]
    assert codes(result) == [code]
    assert result["findings"][0]["at"].startswith("certificates/1")


def test_checks_without_an_answer_are_left_out():
    result = judged(certificates=[{"work_date": "2026-01-10"}, {"work_date": "2026-01-10", "in_scope": True}])
    assert [row["result"] for row in result["figures"]["certificates"]] == ["not_judged", "pass"]


def test_the_day_of_the_work_is_needed():
    with pytest.raises(RecordError) as caught:
        judged(certificates=[{"number": "C-1"}])
    assert (caught.value.code, caught.value.at) == ("required", "certificates/0/work_date")


def test_the_checklist_and_the_whole():
    answers = {"work_in_time": {"answer": "no"}, "traceable": {"answer": "yes"}}
    assert judged(checklist=answers)["verdict"] == "pass"
    answers["traceable"]["answer"] = "no"
    assert judged(comparison("0", "1", "0", "1"), checklist=answers)["verdict"] == "fail"
    assert load("verification_bodies").evaluate({"date": ""})["verdict"] == "not_judged"
