"""The columns of a table of limits, as its known editions have them, and how a typed cell of each is read."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from server.domain.plan_fields import tidy
from server.domain.problems import Problem

QUANTITY, WHOLE, FLAG, CODE, CODES = "quantity", "whole", "flag", "code", "codes"
SOURCED = ("source", "trust")
_QUANTITY = re.compile(r"-?\d{1,12}(\.\d{1,10})?")
_SEPARATORS = re.compile(r"[,，、;；\s]+")
MOST_WHOLE = 1_000_000


@dataclass(frozen=True)
class Column:
    """``kind`` says how a cell reads; ``choices`` are the codes that are known; ``optional`` cells may be blank."""

    name: str
    kind: str
    optional: bool
    signed: bool = False
    choices: tuple[str, ...] = ()

    @property
    def closes(self) -> str | None:
        """The bound that a flag such as ``from_closed`` belongs to."""
        return self.name.removesuffix("_closed") if self.name.endswith("_closed") else None


def columns(table: Mapping[str, Any]) -> tuple[Column, ...]:
    """Return the columns of a table without source and trust; none when no edition of it is known."""
    rows = [row for edition in table["editions"] for row in edition["rows"] or []]
    names = dict.fromkeys(name for row in rows for name in row if name not in SOURCED)
    return tuple(_column(name, [row.get(name) for row in rows]) for name in names)


def enterable(table: Mapping[str, Any]) -> bool:
    """Whether editions of a table are plain rows of numbers and codes, and not rules that only code can read."""
    rows = [row for edition in table["editions"] for row in edition["rows"] or []]
    plain = all(
        isinstance(value, (str, int, type(None)))
        or (isinstance(value, list) and all(isinstance(one, str) for one in value))
        for row in rows
        for value in row.values()
    )
    return bool(rows) and plain


def cell(column: Column, typed: str) -> Any:
    """Return the value of a cell; raises :class:`Problem` without ``at``."""
    text = tidy(typed)
    if not text:
        if column.optional:
            return None
        raise Problem("required")
    if column.kind == QUANTITY:
        return _quantity(column, text)
    if column.kind == WHOLE:
        return _whole(text)
    if column.kind == FLAG:
        return _one_of(text, ("yes", "no")) == "yes"
    if column.kind == CODES:
        return [_one_of(word, column.choices) for word in dict.fromkeys(_SEPARATORS.split(text)) if word]
    return _one_of(text, column.choices)


def shown(value: Any) -> str:
    """Return a value as a cell of the form shows it; :func:`cell` reads it again."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "、".join(value)
    return "" if value is None else str(value)


def _column(name: str, values: Sequence[Any]) -> Column:
    known = [value for value in values if value is not None]
    optional = len(known) < len(values)
    if all(isinstance(value, bool) for value in known):
        return Column(name, FLAG, optional)
    if all(isinstance(value, int) for value in known):
        return Column(name, WHOLE, optional)
    if any(isinstance(value, list) for value in known):
        words = dict.fromkeys(word for value in known for word in value)
        return Column(name, CODES, optional, choices=tuple(words))
    if all(_QUANTITY.fullmatch(value) for value in known):
        return Column(name, QUANTITY, optional, signed=any(value.startswith("-") for value in known))
    return Column(name, CODE, optional, choices=tuple(dict.fromkeys(known)))


def _quantity(column: Column, text: str) -> str:
    if not text.isascii() or not _QUANTITY.fullmatch(text):
        raise Problem("invalid_number", value=text[:40])
    if text.startswith("-") and not column.signed:
        raise Problem("edition_negative", value=text[:40])
    return text


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Problem("invalid_number", value=text[:40])
    if int(text) > MOST_WHOLE:
        raise Problem("number_out_of_range", value=text, least=0, most=MOST_WHOLE)
    return int(text)


def _one_of(text: str, among: Sequence[str]) -> str:
    if text not in among:
        raise Problem("invalid_choice", value=text[:40], choices=", ".join(among))
    return text
