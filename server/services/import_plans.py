"""The plan of an import: what taking it in will do, as a file that is kept and known by its hash.

One line of JSON for each portion of rows, then one with all faults, so that neither writing nor reading holds
everything at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from server.store.shelves import Entry


@dataclass
class Portion:
    """Some of the rows: ``added`` are the columns of new entries, ``changed`` entries with the version that was
    seen, ``kept`` the versions of entries that stay as they are."""

    added: list[dict[str, Any]] = field(default_factory=list)
    changed: list[Entry] = field(default_factory=list)
    kept: dict[str, int] = field(default_factory=dict)


def dump(portion: Portion) -> bytes:
    """Return the line of a portion."""
    changed = [[entry.id, entry.version, entry.columns] for entry in portion.changed]
    return orjson.dumps({"added": portion.added, "changed": changed, "kept": portion.kept})


def join(portions: Sequence[bytes], faults: Sequence[dict[str, Any]]) -> bytes:
    """Return the plan; with any fault it takes nothing in."""
    return b"\n".join([*([] if faults else portions), orjson.dumps(list(faults))])


def portions(plan: bytes) -> Iterator[Portion]:
    """Yield what :func:`dump` wrote, one portion after the other."""
    for line in plan.split(b"\n")[:-1]:
        held = orjson.loads(line)
        yield Portion(held["added"], [Entry(*row) for row in held["changed"]], held["kept"])


def faults(plan: bytes) -> list[dict[str, Any]]:
    """Return all faults of a plan."""
    return orjson.loads(plan[plan.rfind(b"\n") + 1 :])
