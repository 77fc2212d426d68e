"""What the second stage of a draw chose by number in one inspection (docs/protocol.md): recomputed, and compared.

The form of a programme says in ``draw`` of a section where the size of the whole stands, where the sample, and
which field of its rows has the number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sampling import second_stage
from server.domain.programmes import Programme, RecordError

#: Tablets number no more one by one either (field_client/core/draws.js).
MOST_NUMBERS = 100_000


@dataclass(frozen=True)
class DrawnNumbers:
    """One section: ``drawn`` of ``size``, in ascending order; ``missing`` were not recorded, ``others`` not drawn."""

    section: str
    size: int
    drawn: tuple[int, ...]
    missing: tuple[int, ...]
    others: tuple[int, ...]


def drawn_numbers(programme: Programme, record: Mapping[str, Any], ticket: str) -> list[DrawnNumbers]:
    """Recompute the numbers of every section that is drawn; sections without a size or a sample are left out."""
    return [
        found
        for section in programme.form["sections"]
        if "draw" in section and (found := _drawn(section, programme, record, ticket))
    ]


def _drawn(section: Mapping[str, Any], programme: Programme, record: Mapping[str, Any], ticket: str):
    size = _whole(_at(record, section["draw"]["size"]))
    sample = _whole(_sample(section["draw"]["sample"], programme, record))
    if not 0 < size <= MOST_NUMBERS or sample < 1:
        return None
    chosen = second_stage(ticket, (str(number) for number in range(1, size + 1)), min(size, sample))
    drawn = {int(number) for number, _ in chosen}
    entered = set(_entered(section, record))
    return DrawnNumbers(
        section["id"], size, *(tuple(sorted(part)) for part in (drawn, drawn - entered, entered - drawn))
    )


def _sample(told: Any, programme: Programme, record: Mapping[str, Any]) -> Any:
    if isinstance(told, list):
        return _at(record, told)
    try:
        return programme.evaluate(record)["figures"].get(told["figure"])
    except RecordError:
        return None


def _entered(section: Mapping[str, Any], record: Mapping[str, Any]) -> Iterator[int]:
    field = section["draw"]["field"]
    for row in _at(record, section["path"]) or []:
        number = _whole(row.get(field)) if isinstance(row, Mapping) else 0
        if number:
            yield number


def _at(part: Any, path: list[str]) -> Any:
    for key in path:
        part = part.get(key) if isinstance(part, Mapping) else None
    return part


def _whole(value: Any) -> int:
    """The number as the record has it, as an integer or in digits; 0 for anything else."""
    text = str(value) if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0
