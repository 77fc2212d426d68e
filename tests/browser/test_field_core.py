"""The client's rules, run in the browser over the cases that the server runs."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page

import sampling
from server.domain import canonical, identifiers

CASES = [
    pytest.param(case, id=case["name"])
    for file in sorted((Path(__file__).parents[1] / "data" / "fold").glob("*.json"))
    for case in json.loads(file.read_text("utf-8"))
]


def run(page: Page, module: str, expression: str, *values: object) -> object:
    """Evaluate ``expression`` over the module ``m`` and the values ``v``."""
    return page.evaluate(
        f"async (v) => {{ const m = await import('/field/core/{module}.js'); return {expression}; }}",
        list(values),
    )


@pytest.mark.parametrize("case", CASES)
def test_the_tablet_folds_as_the_server_does(modules: Page, case: dict) -> None:
    assert run(modules, "fold", "m.fold(v[0])", case["operations"]) == case["expect"]


def test_the_tablet_and_the_server_agree_on_what_counts_of_an_arrival(modules: Page) -> None:
    case = json.loads((Path(__file__).parents[1] / "data" / "arrival.json").read_text("utf-8"))
    ids = "Object.fromEntries(Object.entries(a).map(([name, found]) => [name, found.map((one) => one.id)]))"
    counting = run(modules, "fold", "m.effective(v[0])", case["operations"])
    told = run(modules, "arrival", f"((a) => ({ids}))(m.arrival(v[0]))", counting)
    assert told == case["expect"]


def test_the_tablet_and_the_server_agree_on_what_is_drawn_on_a_photo(modules: Page) -> None:
    case = json.loads((Path(__file__).parents[1] / "data" / "strokes.json").read_text("utf-8"))
    ids = "Object.fromEntries([...a].map(([photo, drawn]) => [photo, drawn.map((one) => one.id)]))"
    counting = run(modules, "fold", "m.effective(v[0])", case["operations"])
    assert run(modules, "strokes", f"((a) => ({ids}))(m.strokes(v[0]))", counting) == case["expect"]
    assert run(modules, "strokes", "m.line(v[0])", [1, 2, 3, 4, 5, 6]) == "1,2 3,4 5,6"


def test_the_tablet_and_the_server_agree_on_the_proof_of_a_rescue_file(modules: Page) -> None:
    case = json.loads((Path(__file__).parents[1] / "data" / "rescue_proof.json").read_text("utf-8"))
    assert run(modules, "proofs", "await m.proof(v[0], v[1])", case["token"], case["said"]) == case["expect"]


def test_identifiers_are_as_the_server_wants_them_and_never_run_backwards(modules: Page) -> None:
    made = run(
        modules,
        "uuid7",
        """[1e12, 1e12, 9e11, 1.1e12].reduce((ids, now) => {
          return [...ids, m.make(now, crypto.getRandomValues(new Uint8Array(10)), ids.at(-1))];
        }, [])""",
    )
    assert all(identifiers.is_uuid7(one) for one in made)
    assert made == sorted(made) and len(set(made)) == 4


def test_the_last_of_all_identifiers_on_another_tablet_leaves_this_one_able_to_enter(modules: Page) -> None:
    greatest = "ffffffff-ffff-7fff-bfff-ffffffffffff"
    made = run(
        modules,
        "uuid7",
        "[1, 2].map(() => m.make(1e12, crypto.getRandomValues(new Uint8Array(10)), v[0]))",
        greatest,
    )
    assert all(identifiers.is_uuid7(one) for one in made), made
    assert len({*made, greatest}) == 3


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("503.2", "503.2"),
        (" 1.50 ", "1.50"),
        (".5", "0.5"),
        ("5.", "5"),
        ("007", "7"),
        ("-3.25", "-3.25"),
        ("-0", "0"),
        ("−2", "-2"),
        ("５０３．２", "503.2"),
        ("－０。５", "-0.5"),
        ("0", "0"),
    ],
)
def test_what_is_typed_as_a_quantity_is_written_in_one_form(modules: Page, typed: str, value: str) -> None:
    assert run(modules, "decimals", "m.quantity(v[0])", typed) == value


@pytest.mark.parametrize("typed", ["", ".", "-", "1.2.3", "1,5", "1e3", "NaN", "٥", "５ｇ", "5g"])
def test_what_is_no_quantity_is_refused(modules: Page, typed: str) -> None:
    assert run(modules, "decimals", "m.quantity(v[0])", typed) is None


@pytest.mark.parametrize(
    ("typed", "value", "negative"),
    [
        ("800", 800, False),
        ("１００", 100, False),
        ("-3", None, True),
        ("－３", None, True),
        ("1.5", None, False),
    ],
)
def test_what_is_typed_as_a_count(modules: Page, typed: str, value: int | None, negative: bool) -> None:
    assert run(modules, "decimals", "[m.integer(v[0]), m.isNegative(v[0])]", typed) == [value, negative]


def test_the_second_stage_chooses_what_the_library_chooses(modules: Page) -> None:
    parent = "4f" * 32
    numbers = [f"S-{n:04d}" for n in range(60)] + ["秤-一", "a/b", "A"]
    chosen = run(
        modules,
        "tickets",
        "(await m.inOrder(v[0], v[1])).slice(0, 9).map((one) => [one.number, one.ticket])",
        parent,
        [{"number": one} for one in numbers],
    )
    assert [tuple(one) for one in chosen] == [tuple(one) for one in sampling.second_stage(parent, numbers, 9)]


def test_the_fingerprint_of_a_record_is_the_servers(modules: Page) -> None:
    record = {
        "b": ["500.2", {"z": None, "a": True}],
        "a": 800,
        "秤": "“引号”\n\u2028",
        "\U0001f600": 1,
        "\uffff": 2,
    }
    assert run(modules, "canonical", "await m.fingerprint(v[0])", record) == canonical.digest(record)


def test_a_test_plan_proposes_loads_for_the_plate_smallest_first(modules: Page) -> None:
    rows = [
        {"load": {"of": ["min"], "times": [1, 1]}},
        {"load": {"of": ["e"], "times": [500, 1]}, "when": {"accuracy_class": ["III"]}},
        {"load": {"of": ["e"], "times": [2000, 1]}, "when": {"accuracy_class": ["III"]}},
        {"load": {"of": ["e"], "times": [50, 1]}, "when": {"accuracy_class": ["IIII"]}},
        {"load": {"of": ["max"], "times": [1, 2]}},
        {"load": {"of": ["max"], "times": [1, 1]}},
    ]
    plate = {"accuracy_class": "III", "min": "40", "max": "6000", "e": "2"}
    proposed = run(modules, "plans", "m.planned(v[0], (path) => v[1][path[0]])", rows, plate)
    assert [one["load"] for one in proposed] == ["40", "1000", "3000", "4000", "6000"]


def test_a_plate_without_its_values_proposes_nothing(modules: Page) -> None:
    assert (
        run(
            modules, "plans", "m.planned(v[0], () => undefined)", [{"load": {"of": ["max"], "times": [1, 3]}}]
        )
        == []
    )


def test_a_load_that_was_computed_in_two_ways_is_proposed_once_and_a_repeated_one_as_often_as_it_is_asked_for(
    modules: Page,
) -> None:
    plate = {"max": "10000", "e": "5"}
    twice = [{"load": {"of": ["e"], "times": [2000, 1]}}, {"load": {"of": ["max"], "times": [1, 1]}}]
    assert len(run(modules, "plans", "m.planned(v[0], (path) => v[1][path[0]])", twice, plate)) == 1
    again = [{"load": {"of": ["max"], "times": [4, 5]}}] * 3
    assert [
        one["load"] for one in run(modules, "plans", "m.planned(v[0], (path) => v[1][path[0]])", again, plate)
    ] == ["8000"] * 3


@pytest.mark.parametrize(
    ("code", "number"),
    [
        ("S-0001", "S-0001"),
        (" S-0001 ", "S-0001"),
        ("https://example.test/instruments/S-0001", "S-0001"),
        ("http://example.test/i/%E7%A7%A4-1?lang=en#top", "秤-1"),
        ("https://example.test/o/A%2F1", "A/1"),
        ("https://example.test/o/A/1", "A/1"),
        ("https://example.test/field/#/find/S-0001/i", "S-0001"),
        ("https://example.test/", ""),
        ("https://example.test/%E7", "%E7"),
        ("http://[", "http://["),
    ],
)
def test_a_scanned_code_is_a_number_or_the_address_of_its_page(modules: Page, code: str, number: str) -> None:
    assert run(modules, "codes", "m.numberOf(v[0])", code) == number


def test_waiting_doubles_up_to_a_cap_and_asks_no_earlier_than_the_server_said(modules: Page) -> None:
    waits = modules.evaluate(
        """async () => {
          const { delay } = await import('/field/sync/backoff.js');
          return [...[1, 2, 3, 20].map((n) => delay(n, 1)), delay(1, 0, 9000)];
        }"""
    )
    assert waits == [2000, 4000, 8000, 300_000, 9000]
