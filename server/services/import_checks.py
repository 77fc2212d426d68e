"""A register file against its register: what each row would do, and every cell that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from server.domain.problems import Problem
from server.domain.registers import batches, cells, headers, register, rules
from server.domain.registers.batches import Row
from server.domain.registers.cells import Cell
from server.domain.registers.kinds import Context
from server.services import collector, import_plans
from server.services.import_plans import Portion
from server.services.registers import unknown, unknown_references
from server.store import registers_queries
from server.store.shelves import Entry

FIRST = 200
SAMPLE = 10
MOST_FAULTS = 200_000


@dataclass
class Examination:
    """What a file says: how many rows do what, the ``portions`` of the plan, all ``faults`` and the first
    ``warnings`` as :func:`fault` mappings."""

    headers: list[str] = field(default_factory=list)
    rows: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    portions: list[bytes] = field(default_factory=list)
    faults: list[dict[str, Any]] = field(default_factory=list)
    warning_count: int = 0
    warnings: list[dict[str, Any]] = field(default_factory=list)
    sample: list[list[Any]] = field(default_factory=list)
    faulty_rows: set[int] = field(default_factory=set)


def examine(
    session: Session,
    noun: str,
    rows: Iterable[Sequence[Sequence[Cell]]],
    context: Context,
    done: Callable[[int], None] = lambda count: None,
) -> Examination:
    """Check batches of rows of a file against the register; nothing is written.

    The first row that is not blank is the header. ``done`` hears how many rows of the sheet were read.
    Problems of the whole file: ``file_no_rows``, ``too_many_faults``; everything else is a fault at its cell.
    """
    examiner = _Examiner(session, noun, context)
    number = 0
    with collector.paused():
        for batch in rows:
            numbered = enumerate(batch, number + 1)
            number += len(batch)
            examiner.take([(place, line) for place, line in numbered if not _is_blank(line)])
            done(number)
    found = examiner.found
    if not found.rows and not found.faults:
        raise Problem("file_no_rows")
    return found


def fault(problem: Problem, cell: str, row: int, shown: str) -> dict[str, Any]:
    """Return a problem as it is kept: the name of its cell, its row, the column, what the cell says, code, values."""
    return {
        "cell": cell,
        "row": row,
        "column": problem.at,
        "shown": shown,
        "code": problem.code,
        "values": dict(problem.values),
    }


class _Examiner:
    def __init__(self, session: Session, noun: str, context: Context) -> None:
        self.session = session
        self.noun = noun
        self.context = context
        self.key = register(noun).key
        self.empty = not registers_queries.has_entries(session, noun)
        self.found = Examination()
        self.places: Mapping[str, int] | None = None
        self.seen: dict[tuple[str, ...], int] = {}
        self.bare: set[int] = set()

    def take(self, lines: list[tuple[int, Sequence[Cell]]]) -> None:
        if self.places is None and lines:
            self._header(*lines.pop(0))
        if not lines or self.places is None or not self.places:
            return
        self.found.rows += len(lines)
        self._sample(lines)
        self._strays(lines)
        by_number = dict(lines)
        rows = self.reader.read(lines)
        current = self._current(rows)
        lacking = unknown_references(self.session, self.noun, [row.columns for row in rows])
        portion = Portion()
        for row in rows:
            self._row(row, by_number[row.number], current, lacking, portion)
        self._keep(portion)
        if len(self.found.faults) >= MOST_FAULTS:
            raise Problem("too_many_faults", count=MOST_FAULTS)

    def _header(self, number: int, line: Sequence[Cell]) -> None:
        self.places, problems = headers.places(self.noun, line, number)
        self.found.headers = [cells.shown(cell) for cell in line]
        for problem in problems:
            self.found.faults.append(fault(problem, problem.at or "", number, ""))
        self.named = {place for place, title in enumerate(self.found.headers) if title.strip()}
        self.reader = batches.Reader(self.noun, self.places, self.context)

    def _sample(self, lines: Sequence[tuple[int, Sequence[Cell]]]) -> None:
        for number, line in lines[: SAMPLE - len(self.found.sample)]:
            self.found.sample.append([number, [cells.shown(cell) for cell in line]])

    def _strays(self, lines: Sequence[tuple[int, Sequence[Cell]]]) -> None:
        width = len(self.found.headers)
        if len(self.named) == width and all(len(line) <= width for _, line in lines):
            return
        for number, line in lines:
            for place, cell in enumerate(line):
                if place not in self.named and place not in self.bare and cell not in ("", None):
                    self.bare.add(place)
                    shown, name = cells.shown(cell), headers.cell_name(number, place)
                    self.found.faults.append(
                        fault(Problem("cell_without_header", value=shown), name, number, shown)
                    )

    def _current(self, rows: Sequence[Row]) -> Mapping[tuple[str, ...], Entry]:
        if self.empty:
            return {}
        keys = [key for row in rows if (key := self._key(row))]
        return registers_queries.by_key(self.session, self.noun, keys)

    def _key(self, row: Row) -> tuple[str, ...] | None:
        key = tuple([row.columns.get(name) for name in self.key])
        return key if all(key) else None

    def _row(
        self,
        row: Row,
        line: Sequence[Cell],
        current: Mapping[tuple[str, ...], Entry],
        lacking: Mapping[str, set[str]],
        portion: Portion,
    ) -> None:
        problems = row.problems
        for name, values in lacking.items():
            if row.columns.get(name) in values:
                problems = [*problems, unknown(self.noun, name, row.columns[name])]
        key = self._key(row)
        if key and self.seen.setdefault(key, row.number) != row.number:
            twice = Problem("row_twice", first=self.seen[key], row=row.number, key=" / ".join(key))
            twice.at = register(self.noun).key[-1]
            problems = [*problems, twice]
        entry = current.get(key) if key else None
        columns = batches.merged(self.noun, row.columns, entry.columns if entry else None)
        if not problems:
            problems = list(rules.broken(self.noun, columns))
        if problems:
            self._faults(row, line, problems)
        else:
            self._effect(row, line, columns, entry, portion)

    def _faults(self, row: Row, line: Sequence[Cell], problems: Iterable[Problem]) -> None:
        self.found.faulty_rows.add(row.number)
        self.found.faults += [self._fault(row, line, problem) for problem in problems]

    def _fault(self, row: Row, line: Sequence[Cell], problem: Problem) -> dict[str, Any]:
        place = self.places.get(problem.at or "") if self.places else None
        if place is None:
            return fault(problem, str(row.number), row.number, "")
        shown = cells.shown(line[place]) if place < len(line) else ""
        return fault(problem, headers.cell_name(row.number, place), row.number, shown)

    def _effect(
        self,
        row: Row,
        line: Sequence[Cell],
        columns: dict[str, Any],
        entry: Entry | None,
        portion: Portion,
    ) -> None:
        if entry is None:
            portion.added.append(columns)
        elif columns == entry.columns:
            portion.kept[entry.id] = entry.version
            return
        else:
            portion.changed.append(Entry(entry.id, entry.version, columns))
        doubt = rules.doubtful(self.noun, columns)
        if doubt:
            self.found.warning_count += 1
            if len(self.found.warnings) < FIRST:
                self.found.warnings.append(self._fault(row, line, doubt))

    def _keep(self, portion: Portion) -> None:
        self.found.added += len(portion.added)
        self.found.changed += len(portion.changed)
        self.found.unchanged += len(portion.kept)
        self.found.portions.append(import_plans.dump(portion))


def _is_blank(line: Sequence[Cell]) -> bool:
    return all(map(_says_nothing, line))


def _says_nothing(cell: Cell) -> bool:
    return cell is None or (type(cell) is str and not cell.strip())
