"""Optical centres, instruments of the shop, look-back, and records that cannot be judged."""

import pytest

from server.domain.programmes import RecordError
from tests.domain.programmes.shops import codes, judged, lens, only, pair, power, shop


def centred(strongest: str, right: str, left: str, other: str = "0", **parts) -> dict:
    lenses = {"right": lens(power(strongest)), "left": lens(power(other))}
    return shop(
        pair(**lenses, pd={"right": "31", "left": "31"}, centres={"right": right, "left": left}, **parts)
    )


@pytest.mark.parametrize(
    ("strongest", "kind", "limit"),
    [
        ("0", "prism", "0.67"),
        ("-0.50", "prism", "0.67"),
        ("0.62", "mm", "6"),
        ("-1.00", "mm", "6"),
        ("1.25", "mm", "4"),
        ("-2.00", "mm", "4"),
        ("2.25", "mm", "3"),
        ("-4.00", "mm", "3"),
        ("4.01", "mm", "2"),
        ("-15", "mm", "2"),
    ],
)
def test_the_limit_of_the_centre_distance_by_the_stronger_lens(strongest, kind, limit):
    figure = only(centred(strongest, "31", "31"))["centre_distance"]
    assert figure == {"limit_kind": kind, "limit": limit, "deviation": "0", "result": "pass"}


@pytest.mark.parametrize(
    ("right", "left", "deviation", "result", "found"),
    [
        ("30", "30", "-2", "pass", []),
        ("32", "32", "2", "pass", []),
        ("30", "29.9", "-2.1", "fail", ["single_side_out", "centre_distance_out"]),
        ("32.5", "29.5", "0", "pass", ["single_side_out", "single_side_out"]),
        ("32.1", "31", "1.1", "pass", ["single_side_out"]),
    ],
)
def test_the_distance_and_each_side_by_itself(right, left, deviation, result, found):
    record = centred("-6.25", right, left)
    figure = only(record)["centre_distance"]
    assert (figure["deviation"], figure["result"]) == (deviation, result)
    assert codes(judged(record)) == found
    assert judged(record)["verdict"] == ("fail" if found else "pass")


@pytest.mark.parametrize(
    ("right", "left", "deviation", "result"),
    [("37.7", "37.7", "0.67", "pass"), ("37.71", "37.7", "0.6705", "fail"), ("36", "33", "0.35", "pass")],
)
def test_weak_lenses_are_judged_in_prism(right, left, deviation, result):
    figure = only(centred("-0.50", right, left))["centre_distance"]
    assert (figure["limit_kind"], figure["deviation"], figure["result"]) == ("prism", deviation, result)


def test_one_side_alone_is_judged_against_half_the_limit():
    record = shop(pair(right=lens(power("-6")), pd={"right": "31"}, centres={"right": "32"}))
    figure = only(record)
    assert "centre_distance" not in figure
    assert figure["single_side"]["right"]["result"] == "pass"
    record["spectacles"][0]["centres"]["right"] = "32.1"
    assert codes(judged(record)) == ["single_side_out"]


@pytest.mark.parametrize(
    ("strongest", "given", "kind", "limit", "result"),
    [
        ("0.50", {"prism": "0.5"}, "prism", "0.5", "pass"),
        ("0.50", {"prism": "0.51"}, "prism", "0.5", "fail"),
        ("0.50", {"mm": "10"}, "prism", "0.5", "pass"),
        ("0.50", {"mm": "10.1"}, "prism", "0.5", "fail"),
        ("1.00", {"mm": "3"}, "mm", "3", "pass"),
        ("2.50", {"mm": "-2"}, "mm", "2", "pass"),
        ("2.51", {"mm": "1"}, "mm", "1", "pass"),
        ("-8", {"mm": "1.1"}, "mm", "1", "fail"),
        ("5.00", {"prism": "0.5"}, "mm", "1", "pass"),
        ("5.00", {"prism": "0.51"}, "mm", "1", "fail"),
    ],
)
def test_the_vertical_difference(strongest, given, kind, limit, result):
    record = shop(pair(left=lens(power(strongest)), vertical_difference=given))
    figure = only(record)["vertical_difference"]
    assert (figure["limit_kind"], figure["limit"], figure["result"]) == (kind, limit, result)
    assert ("vertical_difference_out" in codes(judged(record))) == (result == "fail")


@pytest.mark.parametrize("parts", [{"design": "progressive", "right": lens(power("-3"))}, {}])
def test_centres_without_a_table_or_a_power_are_not_judged_and_it_says_so(parts):
    record = shop(pair(**parts, vertical_difference={"mm": "9"}))
    assert codes(judged(record)) == ["centres_not_judged"]
    assert "vertical_difference" not in only(record)


def instrument(**parts) -> dict:
    given = {"kind": "focimeter", "serial": "J-7", "valid_until": "2026-01-31", **parts}
    return {
        "date": "2025-06-01",
        "instruments": [{key: value for key, value in given.items() if value is not None}],
    }


@pytest.mark.parametrize(
    ("parts", "verdict", "found"),
    [
        ({}, "pass", []),
        ({"valid_until": "2025-06-01"}, "pass", []),
        ({"valid_until": "2025-05-31"}, "fail", ["verification_expired"]),
        ({"valid_until": None}, "fail", ["verification_missing"]),
        ({"valid_until": ""}, "fail", ["verification_missing"]),
        ({"kind": "pd_meter", "valid_until": None}, "not_judged", []),
        ({"kind": "pd_meter", "valid_until": "2025-05-31"}, "fail", ["verification_expired"]),
        ({"kind": "slit lamp", "valid_until": None}, "not_judged", []),
    ],
)
def test_mandatory_instruments_are_verified_to_the_last_day(parts, verdict, found):
    result = judged(instrument(**parts))
    assert (result["verdict"], codes(result)) == (verdict, found)


@pytest.mark.parametrize(
    ("kind", "quantity", "nominal", "limit"),
    [
        ("focimeter", None, "5.00", "0.06"),
        ("focimeter", None, "-5.01", "0.09"),
        ("focimeter", "power", "-10.00", "0.09"),
        ("focimeter", "power", "15", "0.12"),
        ("focimeter", "power", "20", "0.18"),
        ("focimeter", "power", "-25", "0.25"),
        ("focimeter", "power", "25.01", None),
        ("focimeter", "zero", "0", "0.03"),
        ("focimeter", "prism", "5", "0.1"),
        ("focimeter", "prism", "5.1", "0.2"),
        ("refractometer", "power", "-10", "0.25"),
        ("refractometer", "power", "10.01", "0.50"),
        ("refractometer", "pupillary_distance", "64", "1"),
        ("keratometer", None, "43", None),
    ],
)
def test_the_limits_of_readings(kind, quantity, nominal, limit):
    reading = {"nominal": nominal, "indicated": nominal} | ({"quantity": quantity} if quantity else {})
    row = judged(instrument(kind=kind, readings=[reading]))["figures"]["instruments"][0]["readings"][0]
    assert (row["limit"], row["result"]) == (limit, "not_judged" if limit is None else "pass")


@pytest.mark.parametrize(("indicated", "result"), [("-10.09", "pass"), ("-10.10", "fail"), ("-9.91", "pass")])
def test_a_reading_at_its_limit_passes(indicated, result):
    record = instrument(readings=[{"nominal": "-10.00", "indicated": indicated}])
    verdict = judged(record)
    assert verdict["figures"]["instruments"][0]["verdict"] == result
    assert codes(verdict) == (["instrument_error"] if result == "fail" else [])


@pytest.mark.parametrize(
    ("items", "verdict", "found"),
    [
        ({}, "not_judged", 0),
        ({"unverified": "corrected"}, "pass", 0),
        ({"unverified": "corrected", "axis_out": "not_corrected"}, "fail", 1),
        ({"unverified": "partly"}, "fail", 1),
    ],
)
def test_the_look_back_asks_whether_each_item_was_put_right(items, verdict, found):
    result = judged({"date": "2025-06-01", "look_back": {"of": "0192", "items": items}})
    assert (result["verdict"], codes(result)) == (verdict, ["not_corrected"] * found)


@pytest.mark.parametrize(
    ("spectacles", "code", "at"),
    [
        ({"number": "1"}, "required", "spectacles/0/design"),
        (pair("bifocal"), "not_a_choice", "spectacles/0/design"),
        (pair(right={"measured": power("-1")}), "required", "spectacles/0/right/ordered"),
        (pair(right=lens({"cyl": "-1"})), "required", "spectacles/0/right/ordered/sph"),
        (pair(right=lens(power("-1", "-1", "190"))), "out_of_range", "spectacles/0/right/ordered/axis"),
        (pair(right=lens(power("-1", "-1", "-5"))), "negative", "spectacles/0/right/ordered/axis"),
        (pair(right=lens(power("-51"))), "out_of_range", "spectacles/0/right/ordered/sph"),
        (pair(right=lens(power("-1.00D"))), "not_a_quantity", "spectacles/0/right/ordered/sph"),
        (pair(right=lens(power("−1"))), "not_a_quantity", "spectacles/0/right/ordered/sph"),
        (pair(pd={"right": "310"}), "out_of_range", "spectacles/0/pd/right"),
        (pair(vertical_difference="1"), "not_an_object", "spectacles/0/vertical_difference"),
    ],
)
def test_a_record_that_cannot_be_judged_names_the_field(spectacles, code, at):
    with pytest.raises(RecordError) as caught:
        judged(shop(spectacles))
    assert (caught.value.code, caught.value.at) == (code, at)


@pytest.mark.parametrize(
    ("record", "code", "at"),
    [
        (instrument(kind=None), "required", "instruments/0/kind"),
        (instrument(readings=[{"nominal": "1"}]), "required", "instruments/0/readings/0/indicated"),
        ({"date": "2011-01-01", **shop(pair(right=lens(power("1"))), date="2011-01-01")}, "no_edition", "date"),
        ({"date": "2025-06-01", "look_back": {"items": {"x": "maybe"}}}, "not_a_choice", "look_back/items/x"),
        ({"date": "2025-06-01", "options": {"standard": "?"}, "spectacles": [pair(right=lens(power("1")))]},
         "unknown_edition", "options/standard"),
    ],
)  # fmt: skip
def test_other_parts_name_the_field_too(record, code, at):
    with pytest.raises(RecordError) as caught:
        judged(record)
    assert (caught.value.code, caught.value.at) == (code, at)
