"""Discrimination, and what the goods ask of the scale: its reading under weights, and whether it is fine enough."""

import pytest

from server.domain.programmes import RecordError, load

SCALE = {
    "serial": "S-1", "accuracy_class": "III", "max": "15000", "min": "100", "e": "5", "d": "5", "unit": "g",
    "valid_until": "2027-01-01",
}  # fmt: skip
SHRIMPS = {"category": "B", "settled_g": "1000", "checked_g": "1000", "method": "same_instrument"}


def judge(scale: dict | None = None, goods: dict | None = None) -> dict:
    record = {"date": "2026-03-05", "stage": "in_service"}
    record |= {"instruments": [SCALE | (scale or {})], "retail": [goods] if goods else []}
    return load("market_scales").evaluate(record)


def codes(result: dict) -> set[str]:
    return {found["code"] for found in result["findings"]}


@pytest.mark.parametrize(
    ("after", "result"), [("105", "pass"), ("110", "pass"), ("104.9", "fail"), ("100", "fail")]
)
def test_one_interval_more_must_be_seen(after, result):
    judged = judge({"discrimination": [{"load": "100", "indication": "100", "after": after}]})
    [row] = judged["figures"]["instruments"][0]["discrimination"]
    assert row == {"extra": "7", "expected": "105", "result": result}
    assert judged["verdict"] == result
    assert ("discrimination_insufficient" in codes(judged)) == (result == "fail")


def test_without_d_the_step_is_e_and_the_plate_is_needed():
    given = {"discrimination": [{"load": "100", "indication": "100", "after": "105"}]}
    assert judge(given | {"d": ""})["verdict"] == "pass"
    with pytest.raises(RecordError) as caught:
        judge(given | {"e": ""})
    assert caught.value.at == "instruments/0/e"


@pytest.mark.parametrize(("reading", "result"), [("1005", "pass"), ("990", "pass"), ("1005.1", "fail")])
def test_the_same_scale_may_not_read_too_high_under_weights(reading, result):
    judged = judge(goods=SHRIMPS | {"weights_g": reading})
    assert judged["figures"]["retail"][0]["result"] == result
    assert ("retail_scale_high" in codes(judged)) == (result == "fail")


def test_the_reading_under_weights_belongs_to_the_method_of_the_same_scale():
    judged = judge(goods=SHRIMPS | {"weights_g": "2000", "method": "higher_accuracy"})
    assert "weights_difference_g" not in judged["figures"]["retail"][0]
    assert judged["verdict"] == "pass"


@pytest.mark.parametrize(
    ("e", "mpe", "result"), [("5", "5", "pass"), ("10", "10", "fail"), ("2", "2", "pass")]
)
def test_the_scale_must_be_fine_enough_for_the_goods(e, mpe, result):
    judged = judge({"e": e, "d": e}, SHRIMPS | {"instrument": "S-1"})
    [row] = judged["figures"]["retail"]
    assert (row["scale_mpe_g"], row["scale_result"], row["result"]) == (mpe, result, "pass")
    assert judged["verdict"] == result
    assert ("scale_too_coarse" in codes(judged)) == (result == "fail")


def test_a_scale_without_its_plate_decides_nothing_and_an_unknown_one_is_refused_at_the_field():
    assert (
        judge({"e": ""}, SHRIMPS | {"instrument": "S-1"})["figures"]["retail"][0]["scale_result"]
        == "not_judged"
    )
    with pytest.raises(RecordError) as caught:
        judge(goods=SHRIMPS | {"instrument": "S-2"})
    assert (caught.value.code, caught.value.at) == ("not_a_choice", "retail/0/instrument")
    assert caught.value.values == {"choices": "S-1"}
