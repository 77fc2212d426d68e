"""How the columns read their cells."""

import json
from datetime import date
from pathlib import Path

import pytest

from server.domain import texts, uscc
from server.domain.problems import Problem
from server.domain.registers import NOUNS, kinds, programme_words, register, registers
from server.domain.registers.kinds import Context

CONTEXT = Context(date(2026, 3, 2), {"379901": {"zh": "东城区", "en": "East"}})
CODES = json.loads((Path(__file__).parents[2] / "data" / "cases" / "uscc.json").read_text("utf-8"))


def read(noun: str, key: str, cell):
    return kinds.read(register(noun).column(key), cell, CONTEXT)


def refused(noun: str, key: str, cell) -> Problem:
    with pytest.raises(Problem) as caught:
        read(noun, key, cell)
    return caught.value


@pytest.mark.parametrize("case", CODES, ids=lambda case: case["code"])
def test_a_credit_code_is_taken_exactly_when_its_check_holds(case) -> None:
    if case["valid"]:
        assert read("object", "uscc", f" {case['code']} ") == case["code"]
    else:
        assert refused("object", "uscc", case["code"]).code.startswith(("uscc_", "full_width"))


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("91330100799655058C", "uscc_check"),
        ("91350100m000100y43", "uscc_case"),
        ("9135010", "uscc_length"),
        ("9135010OM000100Y43", "uscc_character"),
        ("９1350100M000100Y43", "full_width"),
        (913501001000100.0 * 100, "number_lost_digits"),
    ],
)
def test_a_wrong_credit_code_is_told_what_is_wrong_with_it(code, problem) -> None:
    assert refused("object", "uscc", code).code == problem


@pytest.mark.parametrize("case", [case for case in CODES if case["valid"]], ids=lambda case: case["code"])
def test_the_body_code_of_every_known_valid_code_passes_its_own_check(case) -> None:
    assert uscc.body_is_valid(case["code"])


@pytest.mark.parametrize("cell", ["market", "集贸市场", "Market", " MARKET ", "集贸 市场"])
def test_a_choice_is_a_word_of_either_language_or_its_code(cell) -> None:
    assert read("object", "kind", cell) == "market"


def test_an_unknown_word_is_answered_with_the_known_ones_in_both_languages() -> None:
    problem = refused("object", "kind", "菜市")
    assert "集贸市场" in problem.text("zh")
    assert "Market, Supermarket" in problem.text("en")


@pytest.mark.parametrize("cell", ["Ⅲ", "III", "iii", "3", 3.0])
def test_an_accuracy_class_is_known_in_its_usual_writings(cell) -> None:
    assert read("instrument", "accuracy_class", cell) == "III"


def test_programmes_are_separated_by_any_usual_sign_and_sorted() -> None:
    names = programme_words.words()
    mixed = f"net_content、{names['market_scales']['zh']}，{names['eyewear']['en']}; net_content"
    assert read("object", "programmes", mixed) == ["eyewear", "market_scales", "net_content"]
    assert read("object", "programmes", "net_content eyewear") == ["eyewear", "net_content"]
    assert read("object", "programmes", " ") == []
    assert refused("object", "programmes", "net_content,scales").values["value"] == "scales"


def test_a_division_has_to_exist() -> None:
    assert read("object", "division", 379901.0) == "379901"
    assert refused("object", "division", "3799").code == "division_form"
    assert refused("object", "division", "379902").code == "division_unknown"


@pytest.mark.parametrize(
    ("cell", "value"), [("15000", "15000"), (0.5, "0.5"), ("0.50", "0.5"), ("007", "7"), ("100", "100")]
)
def test_a_quantity_is_a_plain_decimal(cell, value) -> None:
    assert read("instrument", "max", cell) == value


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("0", "not_positive"),
        ("-5", "invalid_number"),
        ("15,000", "invalid_number"),
        ("1e3", "invalid_number"),
        ("１", "invalid_number"),
        ("5 g", "invalid_number"),
    ],
)
def test_what_is_no_positive_decimal_is_refused(cell, problem) -> None:
    assert refused("instrument", "max", cell).code == problem


def test_a_day_in_the_far_future_is_refused() -> None:
    assert read("instrument", "valid_until", "2027-03-02") == "2027-03-02"
    assert refused("instrument", "valid_until", "2099-01-01").code == "date_out_of_range"
    assert refused("object", "risk_date", "2026-03-03").code == "date_out_of_range"


def test_a_required_cell_and_a_long_one_are_refused() -> None:
    assert refused("object", "name", "  ").code == "required"
    assert refused("object", "name", "长" * 201).code == "too_long"


@pytest.mark.parametrize("noun", NOUNS)
def test_every_column_has_a_reader_and_words_that_exist(noun) -> None:
    for column in register(noun).columns:
        assert column.kind in kinds.KINDS
        if column.kind == "choice":
            codes = texts.tables()[column.table]
            assert set(kinds.choices(column).values()) == set(codes)
            assert column.default is None or column.default in codes


def test_every_register_has_its_key_among_its_columns() -> None:
    assert tuple(registers()) == NOUNS
    for form in registers().values():
        assert set(form.key) <= set(form.keys)
