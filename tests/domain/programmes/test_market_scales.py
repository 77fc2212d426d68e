"""Scales: the table of errors, the changeover method, display-only reading, zero, eccentricity, repeatability, keys."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.programmes.quantities import plain
from server.domain.programmes.verdicts import WORST_FIRST
from tests.domain.programmes.scales import codes, judged, market, only, scale, weighing


@pytest.mark.parametrize(
    ("accuracy_class", "e", "edges"),
    [
        ("I", "0.001", (50_000, 200_000, None)),
        ("II", "0.1", (5_000, 20_000, 100_000)),
        ("III", "5", (500, 2_000, 10_000)),
        ("IIII", "20", (50, 200, 1_000)),
    ],
)
def test_the_upper_edge_of_a_band_still_belongs_to_it(accuracy_class, e, edges):
    step = Fraction(e)
    shares = ["0.5", "1", "1.5", None]
    for edge, share, next_share in zip(edges, shares, shares[1:], strict=False):
        if edge is not None:
            assert mpe(accuracy_class, e, edge * step) == step * Fraction(share)
            above = mpe(accuracy_class, e, edge * step + step / 1000)
            assert above == (None if next_share is None else step * Fraction(next_share))


def mpe(accuracy_class: str, e: str, load: Fraction) -> Fraction | None:
    tests = {"max": None, "min": None, "weighings": [weighing(plain(load), "0")]}
    tested = scale(accuracy_class=accuracy_class, e=e, d=e, **tests)
    found = only(market(tested, stage="verification"))["weighings"][0]["mpe"]
    return None if found is None else Fraction(found)


def test_above_the_range_of_the_class_nothing_is_judged():
    row = only(market(scale(max=None, weighings=[weighing("50005", "50005", "2.5")])))["weighings"][0]
    assert (row["mpe"], row["result"], row["error"]) == (None, "not_judged", "0")


@pytest.mark.parametrize(
    ("added", "result"),
    [("7.5", "pass"), ("7.6", "fail"), ("-2.5", "pass"), ("-2.6", "fail"), ("2.5", "pass")],
)
def test_the_limit_itself_passes_on_both_sides(added, result):
    row = only(market(scale(weighings=[weighing("1000", "1000", added)])))["weighings"][0]
    assert (row["mpe"], row["result"]) == ("5", result)


def test_the_error_at_zero_is_taken_off_when_it_was_found():
    tests = {"zero": weighing("50", "50", "2.0"), "weighings": [weighing("1000", "1000", "1.5")]}
    row = only(market(scale(**tests)))["weighings"][0]
    assert (row["error"], row["corrected_error"], row["interval"]) == ("1", "0.5", None)
    row = only(market(scale(weighings=tests["weighings"])))["weighings"][0]
    assert (row["error"], row["corrected_error"]) == ("1", "1")


def test_without_small_weights_only_the_interval_is_known():
    row = only(market(scale(zero=weighing("50", "50", "2.0"), weighings=[weighing("5000", "5005")])))[
        "weighings"
    ][0]
    assert (row["error"], row["corrected_error"], row["interval"]) == (None, None, ["2", "7"])
    assert row["result"] == "pass"


def test_a_zero_read_from_the_display_alone_widens_the_interval():
    figures = only(market(scale(zero=weighing("50", "50"), weighings=[weighing("5000", "5000", "2.5")])))
    assert figures["zero"] == {"error": None, "limit": "1.25", "result": "undetermined"}
    assert figures["weighings"][0]["interval"] == ["-2.5", "2.5"]


@given(st.integers(-4, 4), st.integers(1, 3000))
def test_an_exact_reading_never_contradicts_the_display_alone(steps, load):
    """Wherever the changeover point lies, a certain pass passes and a certain fail fails."""
    load = load * 5
    indication = str(load + 5 * steps)
    alone = only(market(scale(max=None, weighings=[weighing(str(load), indication)])))["weighings"][0][
        "result"
    ]
    for added in ("0", "2.5", "5"):
        row = weighing(str(load), indication, added)
        exact = only(market(scale(max=None, weighings=[row])))["weighings"][0]["result"]
        assert alone in {exact, "undetermined"}


@given(st.integers(0, 120), st.integers(0, 120), st.sampled_from(["in_service", "verification"]))
def test_a_larger_error_is_never_judged_better(one, other, stage):
    errors = sorted((one, other))
    rows = [weighing("1000", "1000", plain(Fraction(25 - tenths, 10))) for tenths in errors]
    results = [row["result"] for row in only(market(scale(weighings=rows), stage=stage))["weighings"]]
    assert results != ["fail", "pass"]


@pytest.mark.parametrize(
    ("added", "stage", "result"),
    [
        ("1.25", "verification", "pass"),
        ("1.2", "verification", "fail"),
        ("3.75", "in_service", "pass"),
        ("3.8", "in_service", "fail"),
    ],
)
def test_the_zero_error_is_at_most_a_quarter_of_e_at_every_stage(added, stage, result):
    record = market(scale(zero=weighing("50", "50", added)), stage=stage)
    zero = only(record)["zero"]
    assert (zero["limit"], zero["result"]) == ("1.25", result)
    assert ("zero_error_exceeds" in codes(judged(record))) == (result == "fail")


def test_each_position_of_the_eccentricity_test_is_judged_by_itself():
    rows = [
        {"position": name, **weighing("5000", "5000", added)}
        for name, added in (("centre", "2.5"), ("1", "13"))
    ]
    record = market(scale(eccentricity=rows))
    figures = only(record)["eccentricity"]
    assert [(row["position"], row["result"]) for row in figures] == [("centre", "pass"), ("1", "fail")]
    assert judged(record)["findings"][-1]["at"] == "instruments/0/eccentricity/1"


@pytest.mark.parametrize(("added", "result"), [("10", "pass"), ("10.1", "fail")])
def test_the_range_of_repeated_weighings_is_within_the_mpe(added, result):
    rows = [weighing("12000", "12000", text) for text in ("2.5", added, "5")]
    figures = only(market(scale(repeatability=rows), stage="verification"))["repeatability"]
    assert (figures["mpe"], figures["result"]) == ("7.5", result)


def test_each_repeated_weighing_must_be_within_the_mpe_too():
    rows = [weighing("12000", "12010", "0")] * 3
    record = market(scale(repeatability=rows), stage="verification")
    figures = only(record)["repeatability"]
    assert (figures["range"], figures["result"]) == ("0", "fail")
    assert codes(judged(record)) == ["error_exceeds_mpe"] * 3


@pytest.mark.parametrize(
    ("indications", "result", "interval"),
    [
        (("12000", "12000", "12000"), "pass", ["0", "5"]),
        (("12000", "12010", "12000"), "pass", ["5", "15"]),
        (("12000", "12015", "12000"), "undetermined", ["10", "20"]),
        (("12000", "12025", "12000"), "fail", ["20", "30"]),
    ],
)
def test_repeatability_from_the_display_alone(indications, result, interval):
    rows = [weighing("12000", indication) for indication in indications]
    figures = only(market(scale(repeatability=rows)))["repeatability"]
    assert (figures["range"], figures["interval"]) == (None, interval)
    assert figures["result"] == result


def test_repeated_weighings_that_the_display_alone_cannot_judge_leave_the_repeatability_open():
    record = market(scale(repeatability=[weighing("1000", "1005")] * 3))
    figures = only(record)["repeatability"]
    assert (figures["interval"], figures["result"]) == (["0", "5"], "undetermined")
    assert codes(judged(record)) == ["changeover_needed"] * 3


def test_the_greatest_range_lies_between_two_weighings():
    rows = [weighing("12000", "12000", "2.5"), weighing("12000", "12015"), weighing("12000", "12015", "5")]
    figures = only(market(scale(repeatability=rows)))["repeatability"]
    assert figures["interval"] == ["12.5", "17.5"]
    rows = [weighing("12000", "12000"), *[weighing("12000", "12000", "2.5")] * 2]
    assert only(market(scale(repeatability=rows)))["repeatability"]["interval"] == ["0", "2.5"]


def test_one_weighing_alone_has_no_repeatability():
    record = market(scale(repeatability=[weighing("12000", "12000", "1.5")]))
    assert only(record)["repeatability"] == {
        "range": None,
        "interval": None,
        "mpe": "15",
        "result": "not_judged",
    }
    assert "too_few_weighings" in codes(judged(record))


@pytest.mark.parametrize(
    ("indication", "result", "suspected"),
    [("1000", "pass", False), ("1005", "undetermined", False), ("1010", "fail", True), ("990", "fail", True)],
)
def test_a_key_that_certainly_moves_the_weight_out_of_the_limit_is_suspicious(indication, result, suspected):
    record = market(scale(key_test=[{"keys": "M1", **weighing("1000", indication)}]))
    assert only(record)["key_test"][0]["result"] == result
    assert ("suspected_cheating" in codes(judged(record))) is suspected
    assert judged(record)["verdict"] == result


@given(st.permutations(range(3)))
def test_the_market_is_as_good_as_its_worst_scale(order):
    rows = [weighing("1000", "1000"), weighing("1000", "1005"), weighing("1000", "1010")]
    result = judged(market(*(scale(weighings=[rows[index]]) for index in order)))
    verdicts = [row["verdict"] for row in result["figures"]["instruments"]]
    assert verdicts == [("pass", "undetermined", "fail")[index] for index in order]
    assert result["verdict"] == min(verdicts, key=WORST_FIRST.index)
