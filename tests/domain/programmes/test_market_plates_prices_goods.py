"""Plates, verification, seals, prices, weights, goods weighed again, and records that cannot be judged."""

import pytest

from server.domain.programmes import RecordError
from tests.domain.programmes.scales import codes, judged, market, only, scale, weighing


@pytest.mark.parametrize(
    ("plate", "fits"),
    [
        ({}, True),
        ({"max": "50000"}, True),
        ({"max": "50005"}, False),
        ({"max": "2500"}, True),
        ({"max": "2495"}, False),
        ({"min": "99"}, False),
        ({"e": "3", "d": "3", "max": "15000"}, False),
        ({"e": "0.1", "d": "0.1", "max": "10", "min": "2"}, True),
        ({"e": "0.05", "d": "0.05", "max": "100", "min": "2"}, False),
        ({"accuracy_class": "IIII", "e": "20", "d": "20", "min": "200"}, True),
        ({"accuracy_class": "IIII", "e": "20", "d": "20", "min": "199"}, False),
        ({"accuracy_class": "II", "e": "0.01", "d": "0.01", "max": "200", "min": "0.2"}, True),
        ({"accuracy_class": "II", "e": "0.1", "d": "0.1", "max": "499", "min": "5"}, False),
        ({"accuracy_class": "I", "e": "0.001", "d": "0.001", "max": "200", "min": "0.1"}, True),
        ({"unit": "kg", "e": "0.005", "d": "0.005", "max": "15", "min": "0.1"}, True),
        ({"unit": "kg", "e": "0.002", "d": "0.002", "max": "30", "min": "0.2"}, False),
    ],
)
def test_class_e_max_and_min_must_fit_together(plate, fits):
    result = judged(market(scale(**plate)))
    assert ("plate_inconsistent" in codes(result)) is not fits
    assert result["verdict"] == "pass"


def test_an_interval_d_that_is_not_e_is_a_hint():
    assert codes(judged(market(scale(d="1")))) == ["d_differs_from_e"]


@pytest.mark.parametrize(
    ("valid_until", "stage", "code"),
    [
        ("2026-03-05", "in_service", None),
        ("2026-03-04", "in_service", "verification_expired"),
        (None, "in_service", "verification_missing"),
        ("", "in_service", "verification_missing"),
        (None, "verification", None),
        ("2026-03-04", "verification", "verification_expired"),
    ],
)
def test_a_scale_in_use_is_verified_to_the_last_day(valid_until, stage, code):
    result = judged(market(scale(valid_until=valid_until), stage=stage))
    assert codes(result) == ([code] if code else [])
    assert result["verdict"] == ("fail" if code else "pass")


@pytest.mark.parametrize(
    ("seal", "code"), [("intact", []), ("broken", ["seal_broken"]), ("missing", ["seal_missing"])]
)
def test_the_seal(seal, code):
    assert codes(judged(market(scale(seal=seal)))) == code


@pytest.mark.parametrize(
    ("weight", "unit_price", "displayed", "expected", "result"),
    [
        ("0.485", "12.80", "6.21", "6.21", "pass"),
        ("0.485", "12.80", "6.20", "6.21", "fail"),
        ("0.375", "7.00", "2.63", "2.63", "pass"),
        ("0.375", "7.00", "2.62", "2.63", "pass"),
        ("0.375", "7.00", "2.61", "2.63", "fail"),
        ("0.375", "7.00", "2.64", "2.63", "fail"),
        ("2.5", "3", "7.505", "7.5", "fail"),
        ("0", "9.99", "0", "0", "pass"),
    ],
)
def test_a_price_is_rounded_to_the_nearest_cent_and_a_tie_may_fall_either_way(
    weight, unit_price, displayed, expected, result
):
    row = {"weight_kg": weight, "unit_price": unit_price, "displayed": displayed}
    record = market(scale(price=[row]))
    assert only(record)["price"] == [{"expected": expected, "result": result}]
    assert ("price_wrong" in codes(judged(record))) == (result == "fail")


def goods(settled: str, checked: str, category: str = "A", method: str = "higher_accuracy") -> dict:
    row = {"goods": "虾", "category": category, "settled_g": settled, "checked_g": checked, "method": method}
    return {"date": "2026-03-05", "retail": [row]}


@pytest.mark.parametrize(
    ("category", "edges"),
    [
        ("A", [(1000, "20"), (2000, "40"), (4000, "80"), (25000, "100")]),
        ("B", [(2500, "5"), (10000, "10"), (15000, "15")]),
        ("C", [(1000, "2"), (4000, "4"), (6000, "6")]),
        ("D", [(500, "1"), (2000, "2"), (5000, "3")]),
    ],
)
def test_the_bands_of_annex_1_and_their_end(category, edges):
    following = [*(limit for _, limit in edges[1:]), None]
    for (edge, limit), above in zip(edges, following, strict=True):
        assert limit_of(f"{edge}", category) == limit
        assert limit_of(f"{edge}.001", category) == above


def limit_of(settled: str, category: str) -> str | None:
    return judged(goods(settled, settled, category))["figures"]["retail"][0]["limit_g"]


@pytest.mark.parametrize(
    ("checked", "method", "allowed", "result"),
    [
        ("980", "higher_accuracy", "20", "pass"),
        ("979.9", "higher_accuracy", "20", "fail"),
        ("980", "same_instrument", "20", "pass"),
        ("960", "equal_accuracy", "40", "pass"),
        ("959.9", "equal_accuracy", "40", "fail"),
        ("1100", "higher_accuracy", "20", "pass"),
    ],
)
def test_the_shortage_against_the_limit_of_the_method(checked, method, allowed, result):
    verdict = judged(goods("1000", checked, method=method))
    row = verdict["figures"]["retail"][0]
    assert (row["limit_g"], row["allowed_g"], row["result"]) == ("20", allowed, result)
    assert verdict["verdict"] == result


def test_beyond_the_annex_the_shortage_is_shown_and_not_judged():
    result = judged(goods("25001", "20000"))
    row = {"limit_g": None, "allowed_g": None, "shortage_g": "5001", "result": "not_judged"}
    assert result["figures"]["retail"] == [row]
    assert (result["verdict"], codes(result)) == ("not_judged", ["outside_annex"])


@pytest.mark.parametrize(
    ("weights", "stage", "coarse"),
    [
        ([("M1", "1000")], "verification", False),
        ([("M3", "1000")], "verification", False),
        ([("M3", "100")], "in_service", False),
        ([("M3", "1")], "verification", True),
        ([("M3", "1"), ("M1", "1000")], "verification", False),
        ([("M1", "2000")], "verification", False),
    ],
)
def test_the_weights_may_use_up_a_third_of_the_limit(weights, stage, coarse):
    """For 1000 g and e = 5 g the limit is 2.5 g at verification: 833 mg are allowed to the weights."""
    rows = [{"accuracy_class": accuracy_class, "nominal": nominal} for accuracy_class, nominal in weights]
    record = market(scale(weighings=[weighing("1000", "1000", "2.5")]), stage=stage, weights=rows)
    result = judged(record)
    assert ("weights_too_coarse" in codes(result)) is coarse
    assert result["verdict"] == ("undetermined" if coarse else "pass")


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (weighing("1000", "1000", "5.1"), "added_outside_interval"),
        (weighing("1000", "1000", "-0.1"), "added_outside_interval"),
        (weighing("15005", "15005", "2.5"), "load_above_max"),
        (weighing("1000", "1000.5", "2.5"), "indication_off_scale"),
    ],
)
def test_readings_that_the_scale_cannot_show_ask_back(row, code):
    result = judged(market(scale(weighings=[row])))
    assert [(found["code"], found["severity"]) for found in result["findings"]] == [(code, "ask")]


@pytest.mark.parametrize(
    ("load", "indication", "asked"),
    [
        ("1", "1000", True),
        ("1000", "1", True),
        ("1000", "100", True),
        ("100", "1000", True),
        ("1000", "-1000", True),
        ("1000", "1300", False),
        ("1000", "105", False),
        ("0", "1000", False),
    ],
)
def test_an_indication_in_another_unit_than_the_load_asks_back(load, indication, asked):
    result = judged(market(scale(weighings=[weighing(load, indication, "2.5")])))
    codes = {found["code"]: found["severity"] for found in result["findings"]}
    assert codes.get("indication_implausible") == ("ask" if asked else None)


@pytest.mark.parametrize(
    ("record", "code", "at"),
    [
        (market(scale(), stage=None), "required", "stage"),
        (market(scale(), stage="repair"), "not_a_choice", "stage"),
        (market(scale(e="0")), "not_positive", "instruments/0/e"),
        (market(scale(e=None, weighings=[weighing("1", "1")])), "required", "instruments/0/e"),
        (market(scale(unit="lb")), "not_a_choice", "instruments/0/unit"),
        (market(scale(accuracy_class="Ⅲ")), "not_a_choice", "instruments/0/accuracy_class"),
        (market(scale(valid_until="2026-2-1")), "not_a_date", "instruments/0/valid_until"),
        (
            market(scale(), scale(weighings=[{"load": "1"}])),
            "required",
            "instruments/1/weighings/0/indication",
        ),
        (market(scale(weighings=[weighing("-1", "1")])), "negative", "instruments/0/weighings/0/load"),
        (market(scale(price=[{"weight_kg": "1"}])), "required", "instruments/0/price/0/unit_price"),
        (market(scale(serial="x" * 201)), "too_long", "instruments/0/serial"),
        (market(scale(serial=7)), "not_text", "instruments/0/serial"),
        (goods("0", "0"), "not_positive", "retail/0/settled_g"),
        (goods("1", "1", category="E"), "not_a_choice", "retail/0/category"),
        (goods("1", "1", method=None), "required", "retail/0/method"),
        (market(weights=[{"accuracy_class": "M1", "nominal": "3"}]), "not_a_choice", "weights/0/nominal"),
        (market(scale(), options={}, checklist={"x": 1}), "unknown_item", "checklist"),
        (market(*[scale()] * 2001), "too_many", "instruments"),
    ],
)
def test_a_record_that_cannot_be_judged_names_the_field(record, code, at):
    with pytest.raises(RecordError) as caught:
        judged(record)
    assert (caught.value.code, caught.value.at) == (code, at)


def test_a_checklist_answered_with_no_is_a_violation_or_a_hint_as_its_item_says():
    answers = {
        "seal_whole": {"answer": "no"},
        "case_intact": {"answer": "no", "note": "新螺丝"},
        "plate_complete": {},
    }
    result = judged(market(scale(checklist=answers)))
    found = {finding["code"]: (finding["severity"], finding["at"]) for finding in result["findings"]}
    assert found == {
        "seal_whole": ("violation", "instruments/0/checklist/seal_whole"),
        "case_intact": ("hint", "instruments/0/checklist/case_intact"),
    }
    assert result["figures"]["instruments"][0]["verdict"] == "fail"
    duties = {"fair_scale_set": {"answer": "no"}, "warning_cards": {"answer": "na"}}
    assert judged({"date": "2026-03-05", "checklist": duties})["verdict"] == "fail"
