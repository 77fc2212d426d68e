"""What a whole row must fulfil, beyond each of its cells. One table, by register."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from server.domain import uscc
from server.domain.problems import Problem
from server.domain.registers.kinds import check_uscc

Columns = dict[str, Any]
_LIKE_USCC = re.compile(r"[0-9A-Za-z]{18}")
#: The unit in which each kind of quantity is recorded and judged (docs/registers.md).
UNITS = {"mass": "g", "volume": "mL", "length": "m", "area": "m2", "count": "pcs"}


def settle(noun: str, columns: Columns) -> None:
    """Complete a row from itself, in place: the number of an object is its USCC unless it has its own.

    Problems, at their column: those of a USCC for a number that looks like one, ``required``.
    """
    if noun == "object":
        _settle_object(columns)


def _settle_object(columns: Columns) -> None:
    number, code = columns.get("number"), columns.get("uscc")
    if number and number != code and _LIKE_USCC.fullmatch(number):
        _settle_number(columns, number, code)
    elif not number and not code:
        raise Problem("number_or_uscc", at="number")
    elif not number:
        columns["number"] = code


def _settle_number(columns: Columns, number: str, code: str | None) -> None:
    try:
        check_uscc(number)
    except Problem as problem:
        raise Problem(problem.code, at="number", **problem.values) from None
    if code:
        raise Problem("number_other_uscc", at="number", value=number, uscc=code)
    columns["uscc"] = number


def broken(noun: str, columns: Columns) -> Iterator[Problem]:
    """Yield what is wrong with a complete row, each problem at its column."""
    return RULES[noun](columns) if noun in RULES else iter(())


def doubtful(noun: str, columns: Columns) -> Problem | None:
    """Return what is worth a second look but does not stop a row: ``uscc_body``."""
    code = columns.get("uscc") if noun == "object" else None
    if code and not uscc.body_is_valid(code):
        return Problem("uscc_body", at="uscc", value=code)
    return None


def _object(columns: Columns) -> Iterator[Problem]:
    if columns["risk_class"]:
        for key in ("risk_source", "risk_date"):
            if not columns[key]:
                yield Problem("risk_needs_source", at=key)
    elif columns["risk_source"] or columns["risk_date"]:
        yield Problem("risk_class_missing", at="risk_class")


def _instrument(columns: Columns) -> Iterator[Problem]:
    sizes = {key: Decimal(columns[key]) for key in ("max", "min", "e", "d") if columns[key]}
    if sizes and not columns["unit"]:
        yield Problem("unit_missing", at="unit")
    for small, large in (("min", "max"), ("e", "max"), ("d", "e")):
        if small in sizes and large in sizes and sizes[small] > sizes[large]:
            yield Problem(
                "size_order", at=small, value=columns[small], other=columns[large], small=small, large=large
            )


def _product(columns: Columns) -> Iterator[Problem]:
    unit = UNITS[columns["kind"]]
    if columns["unit"] != unit:
        yield Problem("unit_unfit", at="unit", value=columns["unit"], unit=unit)
    if columns["kind"] == "count" and "." in columns["nominal"]:
        yield Problem("number_not_whole", at="nominal", value=columns["nominal"])


def _absence(columns: Columns) -> Iterator[Problem]:
    if columns["last"] < columns["first"]:
        yield Problem("days_reversed", at="last", first=columns["first"], last=columns["last"])


RULES: dict[str, Callable[[Columns], Iterator[Problem]]] = {
    "object": _object,
    "instrument": _instrument,
    "product": _product,
    "absence": _absence,
}
