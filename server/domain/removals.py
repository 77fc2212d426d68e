"""What the removals of an inspection take away (docs/sync.md, "Precisely"), looked up by path and not one by one.

An inspection has as many removals and entries as tablets send: to compare each with each takes their square.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from server.domain.operations import Operation


class Removals:
    """All removals of an inspection."""

    def __init__(self, operations: Iterable[Operation]) -> None:
        self._at: dict[tuple[str, ...], _AtPath] = defaultdict(_AtPath)
        for one in operations:
            if one.kind == "remove":
                self._at[tuple(one.body["path"])].add(one)

    def take(self, entry: Operation) -> bool:
        """Whether one of them, of the entry's field or of what it is part of, takes the entry away."""
        path = tuple(entry.body["path"])
        above = (self._at.get(path[:length]) for length in range(1, len(path) + 1))
        return any(found.take(entry) for found in above if found)


class _AtPath:
    """The removals of one path. What a device removed itself goes by its own order, what another did by names."""

    def __init__(self) -> None:
        self.newest: dict[str, int] = {}
        self.named: dict[str, set[str]] = defaultdict(set)
        #: Removals of earlier clients name nothing: theirs is the order of the ids.
        self.nameless: dict[str, str] = {}

    def add(self, removal: Operation) -> None:
        device, seen = removal.device, removal.body.get("supersedes")
        self.newest[device] = max(removal.seq, self.newest.get(device, 0))
        if seen is None:
            self.nameless[device] = max(removal.id, self.nameless.get(device, ""))
        for id in seen or ():
            self.named[id].add(device)

    def take(self, entry: Operation) -> bool:
        if entry.seq < self.newest.get(entry.device, 0) or self.named.get(entry.id, set()) - {entry.device}:
            return True
        return any(entry.id < id for device, id in self.nameless.items() if device != entry.device)
