"""Many rows at once: each column read down the batch, so that a hundred thousand rows take seconds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from server.domain.problems import Problem
from server.domain.registers import kinds, rules
from server.domain.registers.cells import Cell
from server.domain.registers.columns import Column, register
from server.domain.registers.kinds import Context

#: How many cells of a column, and what they mean, are remembered.
_REMEMBERED = 4000
_UNREAD = object()
#: A row is completed from these, so they have to be right.
_SETTLED = {"number", "uscc"}


@dataclass(slots=True)
class Row:
    """A row of a file: its number in the sheet, its columns as far as they could be read, what is wrong with it.

    ``columns`` holds only what the file says: columns that it lacks, and blank cells of columns with a default,
    are not in it. Each problem's ``at`` is the key of its column.
    """

    number: int
    columns: dict[str, Any]
    problems: Sequence[Problem] = ()


class Reader:
    """Reads the rows of one file of the register ``noun``, whose columns stand at ``places``."""

    def __init__(self, noun: str, places: Mapping[str, int], context: Context) -> None:
        self.noun = noun
        self.context = context
        self.columns = [column for column in register(noun).columns if column.key in places]
        self.places = [places[column.key] for column in self.columns]
        self.keys = [column.key for column in self.columns]
        self.defaults = [column.key for column in self.columns if column.default is not None]
        self._known: dict[str, dict[str, Any]] = {column.key: {} for column in self.columns}

    def read(self, rows: Sequence[tuple[int, Sequence[Cell]]]) -> list[Row]:
        """Return what rows, given with their numbers in the sheet, say; none of them is blank."""
        faults: dict[int, list[Problem]] = {}
        sheet = list(zip_longest(*(cells for _, cells in rows)))
        nothing = (None,) * len(rows)
        down = [
            self._read_column(column, sheet[place] if place < len(sheet) else nothing, faults)
            for column, place in zip(self.columns, self.places, strict=True)
        ]
        return [
            self._settled(number, dict(zip(self.keys, values, strict=True)), faults.get(place, ()))
            for place, ((number, _), values) in enumerate(zip(rows, zip(*down, strict=True), strict=True))
        ]

    def _settled(self, number: int, columns: dict[str, Any], problems: Sequence[Problem]) -> Row:
        for key in self.defaults:
            if columns[key] is None:
                del columns[key]
        if not problems or not _SETTLED & {problem.at for problem in problems}:
            try:
                rules.settle(self.noun, columns)
            except Problem as problem:
                problems = [*problems, problem]
        return Row(number, columns, problems)

    def _read_column(
        self, column: Column, cells: Sequence[Cell], faults: dict[int, list[Problem]]
    ) -> list[Any]:
        known = self._known[column.key]
        if len(known) > _REMEMBERED:
            known.clear()
        # Only text is remembered: 1, 1.0 and True are one key.
        values = [known.get(cell, _UNREAD) for cell in cells]
        for place, value in enumerate(values):
            if value is _UNREAD:
                values[place] = self._read_cell(column, place, cells[place], faults)
        return values

    def _read_cell(self, column: Column, place: int, cell: Cell, faults: dict[int, list[Problem]]) -> Any:
        try:
            value = kinds.read(column, cell, self.context)
        except Problem as problem:
            problem.at = column.key
            faults.setdefault(place, []).append(problem)
            return None
        if type(cell) is str:
            self._known[column.key][cell] = value
        return value


def merged(noun: str, given: Mapping[str, Any], current: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the whole entry after ``given``: over ``current``, or over the defaults of a new entry."""
    whole = register(noun).blank() if current is None else dict(current)
    whole.update(given)
    return whole


def read_form(noun: str, cells: Mapping[str, Cell], context: Context) -> dict[str, Any]:
    """Return the columns that a form says; :class:`Problem` ``entry_faults`` whose parts name the fields."""
    places = {column.key: place for place, column in enumerate(register(noun).columns) if column.key in cells}
    line = [cells.get(key) for key in register(noun).keys]
    row = Reader(noun, places, context).read([(1, line)])[0]
    if row.problems:
        raise Problem("entry_faults", parts=row.problems)
    return row.columns
