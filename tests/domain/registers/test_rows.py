"""Whole rows: what they say together."""

from datetime import date

import pytest

from server.domain.problems import Problem
from server.domain.registers import batches, rules
from server.domain.registers.kinds import Context

CONTEXT = Context(date(2026, 3, 2), {"379901": {"zh": "东城区", "en": "East"}})
CODE = "91350100M000100Y43"
OTHER = "914403001922038216"


def row(noun: str, **cells):
    keys = list(cells)
    places = {key: place for place, key in enumerate(keys)}
    return batches.Reader(noun, places, CONTEXT).read([(2, list(cells.values()))])[0]


def broken(noun: str, **cells) -> list[tuple[str, str | None]]:
    columns = batches.merged(noun, row(noun, **cells).columns, None)
    return [(problem.code, problem.at) for problem in rules.broken(noun, columns)]


def test_the_number_of_an_object_is_its_credit_code_unless_it_has_its_own() -> None:
    assert row("object", uscc=CODE).columns["number"] == CODE
    assert row("object", number="T-1", uscc="").columns == {"number": "T-1", "uscc": None}
    assert row("object", number=CODE).columns == {"number": CODE, "uscc": CODE}
    assert row("object", number="T-1", uscc=CODE).columns == {"number": "T-1", "uscc": CODE}


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"number": "", "uscc": ""}, "number_or_uscc"),
        ({"number": CODE, "uscc": OTHER}, "number_other_uscc"),
        ({"number": CODE[:-1] + "X"}, "uscc_check"),
    ],
)
def test_a_number_that_is_none_is_refused(cells, problem) -> None:
    assert [(one.code, one.at) for one in row("object", **cells).problems] == [(problem, "number")]


def test_every_wrong_cell_of_a_row_is_named() -> None:
    found = row("object", number="T-1", name="", kind="?", division="1")
    assert [(one.code, one.at) for one in found.problems] == [
        ("required", "name"),
        ("word_unknown", "kind"),
        ("division_form", "division"),
    ]


def test_a_blank_cell_of_a_column_with_a_default_leaves_the_entry_as_it_is() -> None:
    given = row("object", number="T-1", status="").columns
    assert batches.merged("object", given, None)["status"] == "active"
    assert batches.merged("object", given, {"number": "T-1", "status": "closed"})["status"] == "closed"


def test_a_short_row_ends_in_blank_cells() -> None:
    reader = batches.Reader("object", {"number": 0, "name": 1}, CONTEXT)
    rows = reader.read([(2, ["T-1", "甲"]), (3, ["T-2"])])
    assert [one.code for one in rows[1].problems] == ["required"]


def test_a_risk_class_comes_with_its_source_and_its_day_or_not_at_all() -> None:
    whole = {"risk_class": "A", "risk_source": "省局", "risk_date": "2026-01-05"}
    assert broken("object", **whole) == []
    assert broken("object", risk_class="A") == [
        ("risk_needs_source", "risk_source"),
        ("risk_needs_source", "risk_date"),
    ]
    assert broken("object", risk_source="省局") == [("risk_class_missing", "risk_class")]


def test_the_sizes_of_an_instrument_fit_each_other_and_have_a_unit() -> None:
    fine = {"max": "15000", "min": "100", "e": "5", "d": "5", "unit": "g"}
    assert broken("instrument", **fine) == []
    assert broken("instrument", **fine | {"unit": ""}) == [("unit_missing", "unit")]
    assert broken("instrument", **fine | {"min": "20000"}) == [("size_order", "min")]
    assert broken("instrument", **fine | {"d": "10"}) == [("size_order", "d")]


def test_the_unit_of_a_product_fits_its_kind() -> None:
    assert broken("product", kind="mass", unit="g", nominal="500") == []
    assert broken("product", kind="mass", unit="mL", nominal="500") == [("unit_unfit", "unit")]
    assert broken("product", kind="计数", unit="pcs", nominal="1.5") == [("number_not_whole", "nominal")]


def test_an_absence_does_not_end_before_it_begins() -> None:
    assert broken("absence", first="2026-03-05", last="2026-03-04") == [("days_reversed", "last")]
    assert broken("absence", first="2026-03-05", last="2026-03-05") == []


def test_a_failing_body_code_is_only_doubtful() -> None:
    assert rules.doubtful("object", {"uscc": CODE}) is None
    assert rules.doubtful("object", {"uscc": "923799010000000011"}).code == "uscc_body"
    assert rules.doubtful("object", {"uscc": None}) is None


def test_a_form_says_what_is_wrong_with_each_field() -> None:
    with pytest.raises(Problem) as caught:
        batches.read_form("inspector", {"certificate": "", "role": "chief"}, CONTEXT)
    assert {one.at: one.code for one in caught.value.parts} == {
        "certificate": "required",
        "role": "word_unknown",
    }
