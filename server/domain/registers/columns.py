"""The columns of each register, read once from ``columns/*.json``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "columns"
#: The registers in the order in which they are shown; those after the first four hang on the others.
NOUNS = ("object", "inspector", "instrument", "product", "recusal", "absence")


@dataclass(frozen=True)
class Column:
    """One column: ``key`` names it in code, ``zh`` and ``en`` are its headers, ``also`` further accepted headers.

    ``kind`` is a key of ``kinds.KINDS``; ``table`` the words of a choice and ``synonyms`` further words for its
    codes; ``most`` the greatest number of characters; ``of`` the register that a reference points into;
    ``default`` what a new entry gets for a blank cell, and what leaves an existing entry as it is; ``empty`` the
    value of a blank cell otherwise; ``years_back`` and ``years_ahead`` bound a date by the present day.
    """

    key: str
    zh: str
    en: str
    kind: str
    also: tuple[str, ...] = ()
    required: bool = False
    most: int = 0
    table: str = ""
    synonyms: Mapping[str, str] = field(default_factory=dict)
    of: str = ""
    default: str | None = None
    empty: Any = None
    years_back: int = 0
    years_ahead: int = 0

    def header(self, language: str) -> str:
        """The header of the column in a language, zh or en."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True)
class Register:
    """A register: its columns in order, and ``key``, the columns by which an entry is known."""

    noun: str
    zh: str
    en: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    def column(self, key: str) -> Column:
        """Return a column by its key; ``KeyError`` when there is none."""
        return self.by_key[key]

    @property
    def by_key(self) -> Mapping[str, Column]:
        """The columns by their keys."""
        return _by_key(self.noun)

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of all columns in order."""
        return tuple(column.key for column in self.columns)

    @property
    def references(self) -> tuple[Column, ...]:
        """The columns that point into another register."""
        return tuple(column for column in self.columns if column.kind == "reference")

    def blank(self) -> dict[str, Any]:
        """Return the values of an entry of which nothing was said."""
        return dict(_blank(self.noun))


@cache
def registers() -> Mapping[str, Register]:
    """Return every register by its noun."""
    found = {}
    for file in _FOLDER.glob("*.json"):
        data = json.loads(file.read_text("utf-8"))
        columns = tuple(_column(row) for row in data["columns"])
        found[data["noun"]] = Register(data["noun"], data["zh"], data["en"], tuple(data["key"]), columns)
    return {noun: found[noun] for noun in NOUNS}


def register(noun: str) -> Register:
    """Return the register of a noun; ``KeyError`` when there is none."""
    return registers()[noun]


@cache
def _by_key(noun: str) -> Mapping[str, Column]:
    return {column.key: column for column in register(noun).columns}


@cache
def _blank(noun: str) -> Mapping[str, Any]:
    return {
        column.key: column.empty if column.default is None else column.default
        for column in register(noun).columns
    }


#: What a blank cell means for each kind of column; programmes and text are never null.
_EMPTY: dict[str, Any] = {"text": "", "programmes": []}


def _column(row: dict[str, Any]) -> Column:
    row = {"empty": _EMPTY.get(row["kind"]), **row}
    return Column(**{**row, "also": tuple(row.get("also", ()))})
