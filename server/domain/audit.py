"""The audit chain: each entry carries the hash of the one before it, so that none can be altered unseen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from server.domain import canonical

FIRST = "0" * 64


@dataclass(frozen=True)
class Break:
    """The first place where a chain does not hold: the entry's number and what is wrong."""

    seq: int
    wrong: str


def entry_hash(entry: Mapping[str, Any]) -> str:
    """Return the hash of an entry: canonical JSON of all its fields but ``hash``."""
    return canonical.digest({key: value for key, value in entry.items() if key != "hash"})


def first_break(entries: Iterable[Mapping[str, Any]]) -> Break | None:
    """Return where the chain first fails, or None. Entries come in the order of ``seq``, from 1."""
    previous = FIRST
    for number, entry in enumerate(entries, 1):
        if entry["seq"] != number:
            return Break(number, "missing")
        if entry["previous"] != previous:
            return Break(number, "previous")
        if entry["hash"] != entry_hash(entry):
            return Break(number, "hash")
        previous = entry["hash"]
    return None
