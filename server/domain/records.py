"""A record out of its fields: parts within parts, lists in the order of their row keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

ROW = "@"


class _Part(dict[str, Any]):
    """A part under construction, apart from values that happen to be mappings."""


def build(fields: Iterable[tuple[Sequence[str], Any]]) -> dict[str, Any]:
    """Return the record of fields given as (path, value); where a value stands in the way of a part, it yields."""
    root = _Part()
    for path, value in fields:
        part = root
        for segment in path[:-1]:
            if not isinstance(part.get(segment), _Part):
                part[segment] = _Part()
            part = part[segment]
        if not isinstance(part.get(path[-1]), _Part):
            part[path[-1]] = value
    return {key: _plain(item) for key, item in root.items()}


def _plain(part: Any) -> Any:
    if not isinstance(part, _Part):
        return part
    if part and all(key.startswith(ROW) for key in part):
        return [_plain(part[key]) for key in sorted(part)]
    return {key: _plain(item) for key, item in part.items()}
