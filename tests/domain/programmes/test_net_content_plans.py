"""Plans of other countries, chosen by the record: their bands, counts, averages, tolerances and double samples."""

import pytest

from server.domain.programmes import load


def judge(plan: str, size: int, nets: list[str], nominal: str = "500", **more) -> dict:
    record = {
        "date": "2026-03-05",
        "product": {"kind": "mass", "nominal": nominal, "unit": "g"},
        "lot": {"size": size},
        "packages": [{"net": net} for net in nets],
        "options": {"plan": plan},
    }
    return load("net_content").evaluate(record | more)


def codes(result: dict) -> set[str]:
    return {found["code"] for found in result["findings"]}


def filled(count: int, *others: str) -> list[str]:
    return [*others, *["505"] * (count - len(others))]


@pytest.mark.parametrize(
    ("plan", "size", "sample", "factor"),
    [
        ("OIML-R87-2004", 100, 50, "0.379"),
        ("OIML-R87-2004", 3201, 125, "0.234"),
        ("EU-76-211", 99, 99, "0"),
        ("EU-76-211", 500, 30, "0.503"),
        ("EU-76-211", 501, 50, "0.379"),
        ("EU-76-211", 10000, 80, "0.379"),
        ("EU-76-211-destructive", 100, 20, "0.64"),
        ("DE-FPackV-2020", 9, 9, None),
        ("DE-FPackV-2020", 10001, 160, "0.207"),
        ("DE-FPackV-2020-destructive", 99, 5, "2.058"),
        ("DE-FPackV-2020-drained", 501, 13, "0.847"),
        ("NZ-1999-7A", 12, 12, "0"),
        ("NZ-1999-7A", 39, 12, "0.746"),
        ("NZ-1999-7A", 149, 12, "0.86"),
        ("NZ-1999-7A", 4001, 80, "0.295"),
        ("US-HB133-A", 11, 11, "0"),
        ("US-HB133-A", 12, 12, "0.635"),
        ("US-HB133-B", 251, 30, "0"),
    ],
)
def test_the_lot_chooses_sample_and_factor(plan, size, sample, factor):
    figures = judge(plan, size, [])["figures"]
    assert (figures["sample_size"], figures["lambda"]) == (sample, factor)


@pytest.mark.parametrize(
    ("plan", "size"), [("OIML-R87-2004", 99), ("EU-76-211-destructive", 99), ("NZ-1999-7A", 1)]
)
def test_a_lot_that_the_plan_does_not_cover_is_not_judged(plan, size):
    result = judge(plan, size, ["500"])
    assert (result["verdict"], result["figures"]["sample_size"]) == ("not_judged", None)
    assert "outside_plan" in codes(result)


def test_the_edition_without_numbers_is_stood_in_for_by_the_one_before_of_the_same_rule():
    result = judge("OIML-R87-2016", 100, [])
    [plan] = [entry for entry in result["editions"] if entry["table"] == "sampling_plan"]
    assert (plan["id"], plan["in_place_of"]) == ("OIML-R87-2004", "OIML-R87-2016")
    assert "edition_unknown" in codes(result)


def test_tolerances_and_rounding_come_with_the_plan_unless_the_record_names_a_rounding():
    ids = {entry["table"]: entry["id"] for entry in judge("DE-FPackV-2020", 100, [], "45")["editions"]}
    assert (ids["deficiency"], ids["rounding"]) == ("DE-FPackV-2020-T", "DE-FPackV-2020-rounding")
    assert judge("DE-FPackV-2020", 100, [], "45")["figures"]["t"] == "4.1"
    assert judge("JJF1070-2005", 100, [], "45")["figures"]["t"] == "4"
    named = {"plan": "DE-FPackV-2020", "t_rounding": "half_even"}
    assert judge("DE-FPackV-2020", 100, [], "45", options=named)["figures"]["t"] == "4"
    assert judge("DE-FPackV-2020", 100, [], "1500")["figures"]["t"] == "22.5"
    assert judge("US-HB133-A", 100, [], "113")["figures"]["t"] == "7.2"


def test_twice_the_tolerance_is_rounded_by_itself_in_germany():
    """45 g: 9 % is 4.05 g, rounded up 4.1; 18 % is 8.1 and stays."""
    at, beyond = (judge("DE-FPackV-2020", 9, filled(9, net), "45") for net in ("36.9", "36.89"))
    assert [at["figures"]["packages"][0]["class"], beyond["figures"]["packages"][0]["class"]] == ["t1", "t2"]
    assert (at["verdict"], beyond["verdict"]) == ("pass", "fail")
    assert judge("OIML-R87-2004", 100, ["36.81"], "45")["figures"]["packages"][0]["class"] == "t1"


@pytest.mark.parametrize("nominal", ["4.9", "10000.1"])
def test_beyond_the_table_of_the_chosen_rule_nothing_is_judged(nominal):
    assert "outside_table" in codes(judge("EU-76-211", 100, [], nominal))


def test_a_double_plan_decides_with_the_first_sample_or_asks_for_the_second():
    short = "484"  # T = 15
    few, many, between = (judge("EU-76-211", 100, filled(30, *[short] * n)) for n in (1, 3, 2))
    assert (few["verdict"], many["verdict"], between["verdict"]) == ("pass", "fail", "undetermined")
    assert between["figures"]["sample_size"] == 60
    rejected = judge("EU-76-211", 100, [*filled(30, short, short), *filled(30, short, short, short)])
    accepted = judge("EU-76-211", 100, [*filled(30, short, short), *filled(30, short, short)])
    assert (accepted["verdict"], rejected["verdict"]) == ("pass", "fail")
    assert rejected["figures"]["t1_allowed"] == 4


def test_packages_beyond_twice_the_tolerance_are_defective_where_the_plan_has_no_limit_of_their_own():
    far = "460"
    one, two = (judge("EU-76-211-destructive", 100, filled(20, *[far] * n)) for n in (1, 2))
    assert (one["verdict"], two["verdict"]) == ("pass", "fail")
    assert "t2_exceeded" not in codes(two)
    assert judge("NZ-1999-7A", 40, filled(12, far))["verdict"] == "fail"


def test_only_the_first_packages_are_in_the_average_of_a_double_plan():
    result = judge("EU-76-211", 5000, [*["500"] * 50, *["490"] * 30])
    assert (result["figures"]["mean"], result["figures"]["average_ok"], result["verdict"]) == (
        "500",
        True,
        "pass",
    )


def test_two_of_a_hundred_may_be_short_in_a_german_lot_that_is_measured_wholly():
    short = "484"
    assert judge("DE-FPackV-2020", 99, filled(99, short))["verdict"] == "pass"
    assert judge("DE-FPackV-2020", 99, filled(99, short, short))["verdict"] == "fail"
    assert judge("DE-FPackV-2020", 49, filled(49, short))["verdict"] == "fail"


@pytest.mark.parametrize(("net", "verdict"), [("500", "pass"), ("499.9", "fail")])
def test_a_lot_measured_wholly_must_reach_its_nominal_content_on_average(net, verdict):
    assert judge("NZ-1999-7A", 2, [net, "500"])["verdict"] == verdict
    assert judge("EU-76-211", 1, [net])["verdict"] == verdict


def test_where_the_number_allowed_is_not_known_nobody_is_convicted():
    result = judge("US-HB133-A", 12, filled(12, "470"))
    assert result["verdict"] == "undetermined"
    assert "t1_allowed_unknown" in codes(result)
    assert judge("US-HB133-A", 12, filled(12, "480"))["verdict"] == "pass"
    assert judge("US-HB133-B", 12, filled(10, *["499"] * 10))["verdict"] == "fail"


def test_the_plans_of_the_country_itself_are_chosen_by_the_day_alone():
    record = {"date": "2020-03-05", "product": {"kind": "mass", "nominal": "500"}, "lot": {"size": 100}}
    result = load("net_content").evaluate(record)
    assert {entry["id"] for entry in result["editions"]} == {"JJF1070-2005", "O75-2005-3", "GBT8170"}


def drained(plan: str, *nets: str) -> dict:
    product = {"kind": "mass", "nominal": "500", "unit": "g", "content": "drained"}
    return judge(plan, 10, list(nets), product=product)


def test_drained_weights_are_judged_by_a_plan_for_them_alone():
    passing, far = (drained("DE-FPackV-2020-drained", *nets) for nets in (["500"] * 5, ["469", *["600"] * 4]))
    assert (passing["verdict"], far["verdict"]) == ("pass", "fail")
    recorded = drained("JJF1070-2005", *["300"] * 10)
    assert recorded["verdict"] == "not_judged"
    assert codes(recorded) == {"drained_not_judged"}
    assert (recorded["figures"]["t2_count"], recorded["figures"]["mean"]) == (10, "300")
    [hint] = recorded["findings"]
    assert hint["values"] == {"minutes": "2", "tilt_from": "17", "tilt_to": "20"}
    assert hint["basis"][0]["document"] == "NIST Handbook 133"


def test_a_drained_weight_without_a_lot_is_not_judged_and_no_plan_is_named():
    record = {"date": "2026-03-05", "product": {"kind": "mass", "nominal": "500", "content": "drained"}}
    result = load("net_content").evaluate(record)
    assert (result["verdict"], result["findings"]) == ("not_judged", [])
