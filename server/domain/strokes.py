"""Strokes drawn on photos: a layer above the untouched original, so that what is meant can be pointed at.

Entries of an inspection like all others; nothing is judged by them, so they stand beside its fold and not in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from server.domain.folding import effective
from server.domain.operations import Operation


def strokes(operations: Sequence[Operation]) -> dict[str, tuple[Operation, ...]]:
    """Return by the photo's SHA-256 the strokes on it that were not taken back, of all tablets and revisions, in the
    order of their ids."""
    found: defaultdict[str, list[Operation]] = defaultdict(list)
    for one in sorted(effective(operations), key=lambda entry: entry.id):
        if one.kind == "stroke":
            found[one.body["sha256"]].append(one)
    return {sha256: tuple(drawn) for sha256, drawn in found.items()}


def line(points: Sequence[int]) -> str:
    """Return the points of a stroke as the ``points`` of an SVG polyline on a ground of 10,000 by 10,000."""
    pairs = zip(points[::2], points[1::2], strict=True)
    return " ".join(f"{x},{y}" for x, y in pairs)
