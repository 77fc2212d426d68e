"""The header row of a file: which column stands where."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache

from server.domain.problems import Problem
from server.domain.registers import cells
from server.domain.registers.cells import Cell
from server.domain.registers.columns import Register, register

_NOTE = re.compile(r"[(（【\[].*?[)）】\]]|[*＊:：]")


def letters(position: int) -> str:
    """Return the name of a sheet's column, from 0: A … Z, AA …"""
    name = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(65 + rest) + name
    return name


def cell_name(row: int, position: int) -> str:
    """Return the name of a cell: ``cell_name(17, 1)`` is B17; rows count from 1, columns from 0."""
    return f"{letters(position)}{row}"


def places(noun: str, header: Sequence[Cell], row: int) -> tuple[dict[str, int], list[Problem]]:
    """Return where each column stands, key to position from 0, and what is wrong with the header row.

    Headers are Chinese, English, a synonym or the column's key, in any order; case, blanks, stars and remarks in
    brackets do not matter. Problems, each at its cell: ``column_unknown``, ``column_twice``; ``column_missing``
    at the row.
    """
    names, found, problems = _names(noun), {}, []
    for position, cell in enumerate(header):
        title = cells.shown(cell).strip()
        if not title:
            continue
        at = cell_name(row, position)
        key = names.get(_plain(title)) or names.get(_plain(_NOTE.sub("", title)))
        if key is None:
            problems.append(Problem("column_unknown", at=at, title=title))
        elif key in found:
            problems.append(Problem("column_twice", at=at, title=title, other=cell_name(row, found[key])))
        else:
            found[key] = position
    return found, problems + _missing(register(noun), found, row)


def _missing(register: Register, found: Mapping[str, int], row: int) -> list[Problem]:
    missing = [column for column in register.columns if column.required and column.key not in found]
    if register.key == ("number",) and not {"number", "uscc"} & found.keys():
        missing.insert(0, register.column("number"))
    return [
        Problem("column_missing", at=str(row), title_zh=column.zh, title_en=column.en) for column in missing
    ]


@cache
def _names(noun: str) -> Mapping[str, str]:
    names: dict[str, str] = {}
    columns = register(noun).columns
    for column in columns:
        names |= {_plain(title): column.key for title in (column.zh, column.en, column.key)}
    for column in columns:
        for title in column.also:
            names.setdefault(_plain(title), column.key)
    return names


def _plain(title: str) -> str:
    return re.sub(r"[\s_·-]", "", unicodedata.normalize("NFKC", title)).casefold()
