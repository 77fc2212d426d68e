"""A judged record as tables: nothing that was measured is left out, and no result is softened."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from server.domain.programmes import load, names
from server.domain.programmes.presentation import Table, tables
from server.domain.programmes.verdicts import WORST_FIRST

FOLDER = Path(__file__).parents[2] / "data" / "cases"
#: Where a record keeps what was measured and what was ordered or applied.
MEASURED = {
    "load", "indication", "displayed", "settled_g", "checked_g", "sph", "cyl", "axis", "add", "indicated",
}  # fmt: skip


def cases() -> Iterator[Any]:
    for name in names():
        for case in json.loads((FOLDER / f"{name}.json").read_text("utf-8")):
            if "figures" in case["expect"] or "verdict" in case["expect"]:
                yield pytest.param(name, case["record"], id=case["id"])


CASES = list(cases())
SCALE = {
    "accuracy_class": "III",
    "max": "15000",
    "min": "100",
    "e": "5",
    "unit": "g",
    "valid_until": "2027-01-01",
}


@pytest.fixture(params=["zh", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.mark.parametrize(("programme", "record"), CASES)
def test_every_row_fills_the_columns_and_no_place_is_left_open(
    programme: str, record: Any, language: str
) -> None:
    shown = tables(load(programme), record, load(programme).evaluate(record), language)
    for table in shown:
        assert all(len(row) == len(table.headers) for row in table.rows)
        texts = [table.caption, *table.headers, *(cell.text for row in table.rows for cell in row)]
        assert not [text for text in texts if "{" in text or "None" in text]
        assert {cell.verdict for row in table.rows for cell in row} <= {None, *WORST_FIRST}


@pytest.mark.parametrize(("programme", "record"), CASES)
def test_every_measured_value_stands_in_a_table(programme: str, record: Any) -> None:
    shown = " ".join(words(tables(load(programme), record, load(programme).evaluate(record), "en")))
    for value in measured(record):
        assert value in shown, value


@pytest.mark.parametrize(("programme", "record"), CASES)
def test_as_many_results_are_shown_as_were_judged(programme: str, record: Any) -> None:
    result = load(programme).evaluate(record)
    shown = tables(load(programme), record, result, "zh")
    cells = Counter(cell.verdict for table in shown for row in table.rows for cell in row)
    judged = Counter(results(result["figures"]))
    for verdict in ("fail", "undetermined"):
        assert cells[verdict] >= judged[verdict]
    if result["verdict"] == "pass":
        assert not cells["fail"]


def test_a_weighing_stands_beside_its_limit() -> None:
    weighed = {
        "valid_until": "2026-01-31",
        "seal": "broken",
        "weighings": [{"load": "5000", "indication": "5030"}],
    }
    record = {"date": "2026-03-05", "stage": "in_service", "instruments": [{**SCALE, **weighed}]}
    (table,) = tables(load("market_scales"), record, load("market_scales").evaluate(record), "en")
    assert table.verdict == "fail"
    rows = [[f"{cell.text} {cell.unit}".strip() for cell in row[:5]] + [row[5].verdict] for row in table.rows]
    assert rows == [
        ["Weighing", "5000 g", "5030 g", "27.5 to 32.5 g", "±10 g", "fail"],
        ["Verified until", "inspected on 2026-03-05", "2026-01-31", "", "not before that day", "fail"],
        ["Seal", "", "broken", "", "intact", "fail"],
    ]


def test_answers_of_the_checklist_stand_in_words_and_what_was_not_asked_is_left_out() -> None:
    hint = next(
        item["code"]
        for item in load("market_scales").checklist["groups"]["object"]
        if item["severity"] == "hint"
    )
    answers = {
        "metrology_system": {"answer": "no"},
        "entry_agreement": {"answer": "yes"},
        hint: {"answer": "no"},
    }
    record = {"date": "2026-03-05", "stage": "in_service", "checklist": answers, "instruments": []}
    (table,) = tables(load("market_scales"), record, load("market_scales").evaluate(record), "en")
    assert [(row[0].text, row[1].text, row[2].verdict) for row in table.rows][:2] == [
        ("The operator has a metrology management system", "No", "fail"),
        ("The entry agreements state the metrology duties", "Yes", "pass"),
    ]
    assert (table.rows[2][1].text, table.rows[2][2].verdict) == ("No", None)


def test_findings_on_one_scale_do_not_colour_another() -> None:
    record = {
        "date": "2026-03-05",
        "stage": "in_service",
        "instruments": [
            {**SCALE, "serial": f"S-{n}", "seal": "broken" if n == 1 else "intact"} for n in range(12)
        ],
    }
    shown = tables(load("market_scales"), record, load("market_scales").evaluate(record), "en")
    assert [table.rows[-1][-1].verdict for table in shown] == ["pass", "fail"] + ["pass"] * 10


def words(shown: tuple[Table, ...]) -> Iterator[str]:
    for table in shown:
        for row in table.rows:
            yield from (cell.text for cell in row)


def measured(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from measured(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key in MEASURED and isinstance(item, str) and item not in ("0", "0.0", "0.00"):
                yield item
            else:
                yield from measured(item)


def results(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from results(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key in ("result", "power") and isinstance(item, str):
                yield item
            else:
                yield from results(item)
