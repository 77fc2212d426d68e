"""The entries of each field of a record: which of them count, and whether the tablets agree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from server.domain.operations import Operation
from server.domain.removals import Removals


@dataclass(frozen=True)
class Value:
    """What one device says of a field."""

    operation: str
    device: str
    value: Any


@dataclass(frozen=True)
class Field:
    """A field with the values that count: at least one, at most one of each device, in the order of devices."""

    path: tuple[str, ...]
    values: tuple[Value, ...]

    @property
    def agrees(self) -> bool:
        """Whether all values are equal and of one JSON type (true is not 1)."""
        first = self.values[0].value
        return all(type(one.value) is type(first) and one.value == first for one in self.values)


def fields_of(operations: Sequence[Operation]) -> list[Field]:
    """Return the fields of operations that are not undone, in the order of their paths."""
    removals = Removals(operations)
    entries: dict[tuple[str, ...], list[Operation]] = defaultdict(list)
    for one in operations:
        if one.kind == "set" and not removals.take(one):
            entries[tuple(one.body["path"])].append(one)
    found = [Field(path, _counting(list_)) for path, list_ in sorted(entries.items())]
    return [field for field in found if field.values]


def _counting(entries: Iterable[Operation]) -> tuple[Value, ...]:
    newest: dict[str, Operation] = {}
    settled: dict[str, set[str]] = defaultdict(set)
    for one in entries:
        for other in one.body.get("supersedes", ()):
            settled[other].add(one.device)
        if one.device not in newest or newest[one.device].seq < one.seq:
            newest[one.device] = one
    left = (one for one in newest.values() if not settled[one.id] - {one.device})
    return tuple(
        Value(one.id, one.device, one.body["value"]) for one in sorted(left, key=lambda one: one.device)
    )
