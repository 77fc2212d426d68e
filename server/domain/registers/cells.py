"""A cell as a spreadsheet gives it, taken as text or as a day.

A cell is text, a number, a boolean, nothing, or ``Day`` and ``Time`` where the spreadsheet says so.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from server.domain.problems import Problem

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_EXPONENT = re.compile(r"[+-]?\d+(\.\d+)?[eE][+-]?\d+")
_WIDE = re.compile(r"[\uff01-\uff5e\u3000]")
_DATE = re.compile(
    r"(\d{4})(?:-(\d{1,2})-(\d{1,2})|/(\d{1,2})/(\d{1,2})|\.(\d{1,2})\.(\d{1,2})|年(\d{1,2})月(\d{1,2})日)"
)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
_SERIAL = re.compile(r"\d{5}")
_ERRORS = frozenset({"#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"})
#: Day 0 of the serial numbers of spreadsheets, counted so that 1 March 1900 and later are right.
_DAY_0 = date(1899, 12, 30)
#: From here on a spreadsheet's numbers no longer hold every digit.
_EXACT = 10**15


@dataclass(frozen=True)
class Day:
    """A cell that the spreadsheet keeps as a date, in ISO form; ``time`` is not empty when it has a time of day."""

    iso: str
    time: str = ""


@dataclass(frozen=True)
class Time:
    """A cell that the spreadsheet keeps as a time or a duration, as text."""

    text: str


Cell = str | float | int | bool | None | Day | Time


def shown(cell: Cell) -> str:
    """Return a cell as people see it, for messages: at most 80 characters."""
    match cell:
        case None:
            text = ""
        case bool():
            text = str(cell).upper()
        case float() | int():
            text = format(cell, ".15g")
        case Day():
            text = f"{cell.iso} {cell.time}".strip()
        case Time():
            text = cell.text
        case _:
            text = _CONTROL.sub("␣", cell)
    return text if len(text) <= 80 else text[:79] + "…"


def text(cell: Cell) -> str:
    """Return a cell as text in Unicode's composed form, without blanks around it; numbers as they are shown.

    Problems: ``cell_error``, ``control_character``, ``cell_is_date``, ``cell_is_boolean``.
    """
    if type(cell) is not str:
        return _from_value(cell)
    value = cell.strip()
    if not value.isascii():
        value = unicodedata.normalize("NFC", value)
    if not value.isprintable() and _CONTROL.search(value):
        raise Problem("control_character", value=shown(cell))
    if value and value[0] == "#" and value in _ERRORS:
        raise Problem("cell_error", value=value)
    return value


def _from_value(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case bool():
            raise Problem("cell_is_boolean", value=shown(cell))
        case Day() | Time():
            raise Problem("cell_is_date", value=shown(cell))
        case int():
            return str(cell)
        case _:
            return format(cell, ".15g") if abs(cell) < _EXACT else format(cell, ".0f")


def identifier(cell: Cell) -> str:
    """Return a cell as an identifier, exactly as typed but for blanks around it.

    Problems, beside those of :func:`text`: ``full_width``, ``not_composed``, ``number_lost_digits`` for a long
    number that a spreadsheet rounded, ``number_not_whole``.
    """
    if isinstance(cell, float) and not isinstance(cell, bool):
        if abs(cell) >= _EXACT or cell != cell:
            raise Problem("number_lost_digits", value=shown(cell))
        if not cell.is_integer():
            raise Problem("number_not_whole", value=shown(cell))
        return str(int(cell))
    value = text(cell)
    if value.isascii():
        if _EXPONENT.fullmatch(value):
            raise Problem("number_lost_digits", value=shown(value))
        return value
    if value != str(cell).strip():
        raise Problem("not_composed", value=shown(cell))
    if _WIDE.search(value):
        raise Problem("full_width", value=shown(cell))
    return value


def day(cell: Cell) -> date | None:
    """Return a cell as a day: a date, a serial number, or text like 2026-03-05, 2026/3/5, 2026年3月5日, 20260305.

    Problem: ``invalid_date``.
    """
    try:
        return _day(cell)
    except (ValueError, OverflowError):
        raise Problem("invalid_date", value=shown(cell)) from None


def _day(cell: Cell) -> date | None:
    if isinstance(cell, Day) and not cell.time:
        return date.fromisoformat(cell.iso)
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        if cell != int(cell):
            raise ValueError
        cell = str(int(cell))
    if isinstance(cell, bool | Day | Time):
        raise ValueError
    value = text(cell)
    if not value:
        return None
    if _SERIAL.fullmatch(value):
        return _DAY_0 + timedelta(days=int(value))
    found = _DATE.fullmatch(value) or _COMPACT.fullmatch(value)
    if not found:
        raise ValueError
    year, month, number = (int(part) for part in found.groups() if part is not None)
    return date(year, month, number)
