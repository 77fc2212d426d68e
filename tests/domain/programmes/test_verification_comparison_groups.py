"""Comparisons with all laboratories: Grubbs, the weighted mean, En; and the sample of certificates."""

import pytest

from server.domain.programmes import RecordError, load

ALIKE = [("A", "1.0", "2"), ("B", "2.0", "2"), ("C", "3.0", "2")]


def judge(laboratories, own=None, form="contributing", **more) -> dict:
    rows = [{"name": name, "value": value, "uncertainty": u} for name, value, u in laboratories]
    group = {"item": "1 V", "form": form, "own": own, "laboratories": rows}
    return load("verification_bodies").evaluate({"date": "2026-03-05", "comparison_groups": [group]} | more)


def figures(result: dict) -> dict:
    return result["figures"]["comparison_groups"][0]


def codes(result: dict) -> set[str]:
    return {found["code"] for found in result["findings"]}


def test_the_reference_is_the_weighted_mean_and_its_uncertainty_shrinks_with_every_laboratory():
    found = figures(judge([("A", "1", "1"), ("B", "4", "2")]))
    assert (found["reference"], found["reference_uncertainty"]) == (
        "1.6",
        "0.894427",
    )  # (1 + 4/4) / (1 + 1/4)
    assert figures(judge(ALIKE))["reference_uncertainty"] == "1.154701"  # 2 / root of 3


def test_en_takes_the_reference_off_or_adds_it():
    """A: -1 / root of (4 - 4/3), and of (4 + 4/3)."""
    assert [row["en"] for row in figures(judge(ALIKE))["laboratories"]] == ["-0.61", "0", "0.61"]
    assert figures(judge(ALIKE, form="independent"))["laboratories"][0]["en"] == "-0.43"


def seven(far: str) -> list[tuple[str, str, str]]:
    return [
        *((name, value, "2") for name, value in zip("ABCDEF", ("1", "2", "3", "1", "2", "3"), strict=True)),
        ("G", far, "2"),
    ]


def test_an_outlier_is_left_out_of_the_reference_and_judged_as_independent():
    result = judge(seven("12"), own="G")
    found = figures(result)
    assert found["reference"] == "2"
    assert [row["outlier"] for row in found["laboratories"]] == [False] * 6 + [True]
    assert found["laboratories"][6]["en"] == "4.63"  # 10 / root of (4 + 4/6)
    assert {"comparison_outlier", "comparison_unsatisfactory"} <= codes(result)
    assert result["verdict"] == "fail"


def test_what_lies_within_the_critical_value_is_no_outlier():
    """Three results: G of 0, 0, x is 2/root 3 = 1.1547 for every x, above the 1.1531 of the table."""
    assert (
        figures(judge([("A", "0", "2"), ("B", "0", "2"), ("C", "9", "2")]))["laboratories"][2]["outlier"]
        is True
    )
    assert (
        figures(judge([("A", "0", "2"), ("B", "1", "2"), ("C", "9", "2")]))["laboratories"][2]["outlier"]
        is False
    )
    assert not any(row["outlier"] for row in figures(judge(seven("5")))["laboratories"])


def test_the_verdict_is_that_on_the_body_itself():
    assert judge(seven("12"), own="A")["verdict"] == "pass"
    assert judge(seven("12"))["verdict"] == "not_judged"
    assert "comparison_unsatisfactory" not in codes(judge(seven("12"), own="A"))


def test_without_a_critical_value_nothing_is_tested():
    two = judge([("A", "1", "2"), ("B", "9", "2")])
    assert codes(two) == {"outlier_not_tested"}
    many = judge([(str(n), "9" if n == 0 else str(n % 2), "2") for n in range(31)])
    assert "outlier_not_tested" in codes(many)
    assert not any(row["outlier"] for row in figures(many)["laboratories"])


def test_results_that_are_all_alike_have_no_outlier():
    found = figures(judge([("A", "1", "2")] * 3))
    assert [row["grubbs"] for row in found["laboratories"]] == [None] * 3


@pytest.mark.parametrize(
    ("laboratories", "own", "code", "at"),
    [
        (ALIKE[:1], None, "too_few", "comparison_groups/0/laboratories"),
        (ALIKE, "Z", "not_a_choice", "comparison_groups/0/own"),
        ([*ALIKE, ("D", "1", "0")], None, "not_positive", "comparison_groups/0/laboratories/3/uncertainty"),
    ],
)
def test_what_cannot_be_compared_is_refused_at_its_field(laboratories, own, code, at):
    with pytest.raises(RecordError) as caught:
        judge(laboratories, own)
    assert (caught.value.code, caught.value.at) == (code, at)


def sampled(size: int, sample: int, checked: int) -> dict:
    certificates = [{"work_date": "2026-01-05", "in_scope": True}] * checked
    listed = {"size": size, "sample": sample}
    return load("verification_bodies").evaluate({"certificate_list": listed, "certificates": certificates})


@pytest.mark.parametrize(
    ("size", "sample", "checked", "verdict"),
    [(900, 10, 10, "pass"), (900, 15, 14, "undetermined"), (4, 4, 4, "pass"), (4, 4, 3, "undetermined")],
)
def test_as_many_certificates_as_were_drawn_are_checked(size, sample, checked, verdict):
    result = sampled(size, sample, checked)
    assert result["verdict"] == verdict
    assert ("certificates_missing" in codes(result)) == (verdict == "undetermined")


@pytest.mark.parametrize(("size", "sample"), [(900, 9), (900, 16), (4, 3), (12, 13)])
def test_a_sample_is_ten_to_fifteen_certificates_or_all(size, sample):
    with pytest.raises(RecordError) as caught:
        sampled(size, sample, 0)
    assert (caught.value.code, caught.value.at) == ("out_of_range", "certificate_list/sample")
