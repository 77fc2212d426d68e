"""The record's date chooses the edition; one whose numbers are not known is stood in for, and the result says so."""

import copy

import pytest

from server.domain.programmes import RecordError, load
from server.domain.programmes.editions import choose

OLD = {"id": "old", "from": "2000-01-01", "to": "2009-12-31", "rows": [{"limit": "1"}]}
NEW = {"id": "new", "from": "2010-01-01", "to": "2019-12-31", "rows": None}
NEXT = {"id": "next", "from": "2020-01-01", "to": None, "rows": [{"limit": "2"}]}
EDITIONS = [OLD, NEW, NEXT]


def chosen(day, wanted=None):
    choice = choose("table", EDITIONS, day, wanted, "options/plan")
    return choice.judged["id"], choice.due["id"]


@pytest.mark.parametrize(
    ("day", "judged", "due"),
    [
        ("2000-01-01", "old", "old"),
        ("2009-12-31", "old", "old"),
        ("2010-01-01", "old", "new"),
        ("2019-12-31", "old", "new"),
        ("2020-01-01", "next", "next"),
        (None, "next", "next"),
    ],
)
def test_the_day_chooses_and_the_last_known_edition_stands_in(day, judged, due):
    assert chosen(day) == (judged, due)


def test_an_option_chooses_whatever_the_day():
    assert chosen("2026-03-05", "old") == ("old", "old")
    assert chosen("2026-03-05", "new") == ("old", "new")


@pytest.mark.parametrize(
    ("day", "wanted", "code", "at"),
    [("1999-12-31", None, "no_edition", "date"), ("2026-03-05", "none", "unknown_edition", "options/plan")],
)
def test_no_edition_is_an_error_at_the_field(day, wanted, code, at):
    with pytest.raises(RecordError) as caught:
        chosen(day, wanted)
    assert (caught.value.code, caught.value.at) == (code, at)


def lot(date: str, **options) -> dict:
    product = {"kind": "mass", "nominal": "500"}
    packages = [{"net": "500"}]
    return {"date": date, "product": product, "lot": {"size": 1}, "packages": packages, "options": options}


def codes(result) -> set[str]:
    return {finding["code"] for finding in result["findings"]}


def test_the_plan_of_2023_is_named_but_its_numbers_are_not_invented():
    result = load("net_content").evaluate(lot("2024-10-12"))
    plan = next(entry for entry in result["editions"] if entry["table"] == "sampling_plan")
    assert (plan["id"], plan["in_place_of"], plan["trust"]) == ("JJF1070-2005", "JJF1070-2023", "V1")
    assert "edition_unknown" in codes(result)
    assert result["verdict"] == "pass"


@pytest.mark.parametrize("record", [lot("2024-10-11"), lot("2024-10-12", plan="JJF1070-2005")])
def test_the_plan_of_2005_judges_without_a_hint_in_its_time_or_when_asked_for(record):
    assert "edition_unknown" not in codes(load("net_content").evaluate(record))


def test_an_edition_that_was_filled_in_judges_from_its_first_day():
    programme = load("net_content")
    limits = copy.deepcopy(programme.limits)
    old, new = limits["tables"]["sampling_plan"]["editions"]
    new["rows"] = [old["rows"][0] | {"to": None, "to_closed": False, "sample": 2}]
    filled = programme.with_data(limits=limits)
    assert filled.evaluate(lot("2024-10-12"))["figures"]["sample_size"] == 2
    assert filled.evaluate(lot("2024-10-11"))["figures"]["sample_size"] == 1
    assert programme.evaluate(lot("2024-10-12"))["figures"]["sample_size"] == 1


def test_only_the_tables_that_were_used_are_written_into_the_result():
    result = load("market_scales").evaluate({"date": "2027-01-08", "checklist": {}})
    assert result["editions"] == []
    scale = {
        "accuracy_class": "III",
        "e": "5",
        "unit": "g",
        "weighings": [{"load": "1000", "indication": "1000"}],
    }
    result = load("market_scales").evaluate(
        {"date": "2027-01-08", "stage": "verification", "instruments": [scale]}
    )
    mpe = next(entry for entry in result["editions"] if entry["table"] == "mpe")
    assert mpe["in_place_of"] == "JJG1204-2025"
    assert [finding["code"] for finding in result["findings"]].count("edition_unknown") == 1


def test_spectacles_after_the_standard_changed_are_judged_by_the_old_table_with_a_hint():
    lens = {"ordered": {"sph": "-6.00"}, "measured": {"sph": "-6.12"}}
    record = {"date": "2026-03-01", "spectacles": [{"design": "single_vision", "right": lens}]}
    result = load("eyewear").evaluate(record)
    assert "edition_unknown" in codes(result)
    record["options"] = {"standard": "GB13511-2011"}
    result = load("eyewear").evaluate(record)
    assert "edition_unknown" not in codes(result)
    assert result["verdict"] == "pass"
