"""Records of net content that cannot be judged, and values that ask back."""

import copy

import pytest

from tests.domain.programmes.lots import codes, found, judged, lot, refusal

VOLUME, LENGTH = {"kind": "volume", "nominal": "500"}, {"kind": "length", "nominal": "5"}
COUNT = {"kind": "count", "nominal": "5"}
WEIGHED = {"gross": "5", "tare": "1"}


@pytest.mark.parametrize(
    ("change", "code", "at"),
    [
        ({"product": None}, "required", "product"),
        ({"product": {"kind": "mass"}}, "required", "product/nominal"),
        ({"product": {"kind": "mass", "nominal": "0"}}, "not_positive", "product/nominal"),
        ({"product": {"kind": "mass", "nominal": 500}}, "not_a_quantity", "product/nominal"),
        ({"product": {"kind": "mass", "nominal": "500", "unit": "kg"}}, "not_a_choice", "product/unit"),
        ({"product": {"kind": "time", "nominal": "500"}}, "not_a_choice", "product/kind"),
        ({"product": {"kind": "count", "nominal": "9.5"}}, "not_whole", "product/nominal"),
        ({"lot": None}, "required", "lot"),
        ({"lot": {"size": 0}}, "out_of_range", "lot/size"),
        ({"lot": {"size": True}}, "not_whole", "lot/size"),
        ({"lot": {"size": "1.5"}}, "not_whole", "lot/size"),
        ({"packages": [{"net": "500"}] * 2}, "more_than_lot", "packages"),
        ({"packages": [{"net": "500"}] * 10_000, "lot": {"size": 20_000}}, "too_many", "packages"),
        ({"packages": [{}]}, "required", "packages/0/net"),
        ({"packages": [{"net": "500", "gross": "500"}]}, "net_and_gross", "packages/0/net"),
        ({"packages": [{"gross": "500"}]}, "required", "packages/0/tare"),
        ({"packages": [{"gross": "3", "tare": "4"}]}, "gross_below_tare", "packages/0/gross"),
        ({"packages": [{"net": "-1"}]}, "negative", "packages/0/net"),
        ({"packages": [{"net": 500.0}]}, "not_a_quantity", "packages/0/net"),
        ({"packages": ["500"]}, "not_an_object", "packages/0"),
        ({"packages": {"0": {}}}, "not_a_list", "packages"),
        ({"tare": {"values": ["3", "x"]}}, "not_a_quantity", "tare/values/1"),
        ({"options": {"plan": "JJF1070-1999"}}, "unknown_edition", "options/plan"),
        ({"options": {"t_rounding": "down"}}, "not_a_choice", "options/t_rounding"),
        ({"product": VOLUME, "packages": [WEIGHED]}, "required", "density"),
        ({"product": LENGTH, "packages": [WEIGHED]}, "only_net", "packages/0/gross"),
        ({"product": COUNT, "packages": [{"net": "4.5"}]}, "not_whole", "packages/0/net"),
    ],
)  # fmt: skip
def test_a_record_that_cannot_be_judged_names_the_field(change, code, at):
    assert refusal(lot(["500"]) | change) == (code, at)


def test_a_package_of_50_kilograms_asks_back():
    assert found(judged(lot(["50000", "500"])), "package_implausible")["severity"] == "ask"
    assert "package_implausible" not in codes(judged(lot(["4999.9", "50.1"])))


def test_unknown_keys_and_the_given_record_are_left_alone():
    record = lot(["500"], stranger=[1, {"deep": None}])
    before = copy.deepcopy(record)
    assert judged(record)["verdict"] == "pass"
    assert record == before


@pytest.mark.parametrize(
    ("change", "at"),
    [
        ({"packages": [{"net": "500.05"}]}, ["packages/0/net"]),
        ({"packages": [{"gross": "503.25", "tare": "3.1"}]}, ["packages/0/gross"]),
        ({"packages": [{"gross": "503.2"}], "tare": {"values": ["3.1", "3.05"]}}, ["tare/values/1"]),
        ({"packages": [{"net": "500.10"}]}, []),
        ({"product": VOLUME, "packages": [{"net": "500.05"}]}, []),
        ({"product": LENGTH, "packages": [{"net": "5.0005"}]}, []),
    ],
)
def test_more_digits_than_the_balance_shows_ask_back_and_decide_nothing(change, at):
    record = {**lot([{"net": "500"}]), "balance": {"d": "0.1"}, **change}
    result = judged(record)
    asked = [one["at"] for one in result["findings"] if one["code"] == "reading_off_scale"]
    assert asked == at
    assert result["verdict"] == judged({**record, "balance": None})["verdict"]


@pytest.mark.parametrize(
    ("d", "code"), [("0", "not_positive"), ("-1", "negative"), ("1 g", "not_a_quantity")]
)
def test_an_interval_that_no_balance_has_is_refused(d, code):
    assert refusal({**lot([{"net": "500"}]), "balance": {"d": d}}) == (code, "balance/d")
