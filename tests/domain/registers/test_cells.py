"""A cell as a spreadsheet gives it."""

from datetime import date

import pytest

from server.domain.problems import Problem
from server.domain.registers import cells
from server.domain.registers.cells import Day, Time


def code(read, cell) -> str:
    with pytest.raises(Problem) as caught:
        read(cell)
    return caught.value.code


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  东城 市场 ", "东城 市场"),
        ("", ""),
        (None, ""),
        (12.0, "12"),
        (0.1, "0.1"),
        (0.30000000000000004, "0.3"),
        (7, "7"),
        ("e\u0301", "é"),
    ],
)
def test_text_is_taken_without_blanks_around_it_and_composed(cell, text) -> None:
    assert cells.text(cell) == text


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("a\nb", "control_character"),
        ("a\u2028b", "control_character"),
        ("#N/A", "cell_error"),
        (True, "cell_is_boolean"),
        (Day("2026-03-05"), "cell_is_date"),
        (Time("08:00:00"), "cell_is_date"),
    ],
)
def test_what_is_no_text_is_named(cell, problem) -> None:
    assert code(cells.text, cell) == problem


@pytest.mark.parametrize(
    ("cell", "text"), [(370000000001.0, "370000000001"), ("0012", "0012"), (" 东城-3 ", "东城-3"), ("é", "é")]
)
def test_an_identifier_is_exactly_what_was_typed(cell, text) -> None:
    assert cells.identifier(cell) == text


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("3.7E+11", "number_lost_digits"),
        (3.7e17, "number_lost_digits"),
        (12.5, "number_not_whole"),
        ("１２", "full_width"),
        ("12　3", "full_width"),
        ("e\u0301", "not_composed"),
    ],
)
def test_an_identifier_that_a_spreadsheet_or_a_keyboard_changed_is_refused(cell, problem) -> None:
    assert code(cells.identifier, cell) == problem


@pytest.mark.parametrize(
    "cell",
    [
        Day("2026-03-05"),
        46086.0,
        "46086",
        "2026-03-05",
        "2026/3/5",
        "2026.3.5",
        "2026年3月5日",
        "20260305",
        20260305.0,
    ],
)
def test_a_day_is_read_in_every_usual_form(cell) -> None:
    assert cells.day(cell) == date(2026, 3, 5)


@pytest.mark.parametrize(
    "cell",
    [
        "2026-02-30",
        "5.3.2026",
        "today",
        46086.5,
        True,
        Day("2026-03-05", "08:00:00"),
        Time("1"),
        1e300,
        "2026-3/5",
    ],
)
def test_what_is_no_day_is_refused(cell) -> None:
    assert code(cells.day, cell) == "invalid_date"


def test_a_blank_cell_is_no_day() -> None:
    assert cells.day(" ") is None


def test_a_long_cell_is_shortened_where_it_is_shown() -> None:
    assert len(cells.shown("长" * 500)) == 80
