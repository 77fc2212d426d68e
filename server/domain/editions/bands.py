"""Bands of a table: between the first and the last bound every value belongs to one row, and to one only.

What a table is like is read off its known editions: whether only whole numbers are looked up, so that 10 and 11 meet,
or the values of a series, between which nothing lies; and by which codes a row is chosen beside its band.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise, product
from typing import Any

from server.domain.editions.columns import CODE, CODES, columns
from server.domain.problems import Problem

Row = Mapping[str, Any]
#: Columns of codes that a row gives; every other code chooses the row.
GIVEN = frozenset({"limit_kind", "units", "written", "rounding", "share"})
_INFINITE = Decimal("Infinity")


def faults(table: Mapping[str, Any], rows: Sequence[Row]) -> Iterator[Problem]:
    """Yield a problem for each row whose band is turned round, overlaps the one before it, or leaves a gap."""
    by = [one.name for one in columns(table) if one.kind in (CODE, CODES) and one.name not in GIVEN]
    known = [edition["rows"] for edition in table["editions"] if edition["rows"]]
    for prefix in _prefixes(rows):
        for place, row in enumerate(rows):
            if _low(row, prefix) > _high(row, prefix):
                yield Problem(
                    "edition_band_reversed", at=f"rows-{place}-{prefix}to", first=row[f"{prefix}from"]
                )
        usual = {one for before in known for one in _gaps(before, by, prefix)}
        yield from _meetings(rows, by, prefix, usual)
    # A table without bands may be looked up by a number as well: then its codes stand more than once.
    if not _prefixes(rows) and not any(list(_twice(before, by)) for before in known):
        yield from _twice(rows, by)


def _prefixes(rows: Sequence[Row]) -> list[str]:
    closed = [name for name in rows[0] if name.endswith("from_closed")] if rows else []
    return [name.removesuffix("from_closed") for name in closed]


def _gaps(rows: Sequence[Row], by: Sequence[str], prefix: str) -> set[str]:
    """The kinds of gaps that there are: ``whole`` (1 between closed ends) and ``series``."""
    pairs = [pair for series in _series(rows, by, prefix) for pair in pairwise(series)]
    return {kind for (_, earlier), (_, later) in pairs if (kind := _gap(earlier, later, prefix))}


def _gap(earlier: Row, later: Row, prefix: str) -> str | None:
    high, low = _high(earlier, prefix), _low(later, prefix)
    both = earlier[f"{prefix}to_closed"], later[f"{prefix}from_closed"]
    if low == high + 1 and all(both):
        return "whole"
    return "series" if low > high or (low == high and not any(both)) else None


def _meetings(
    rows: Sequence[Row], by: Sequence[str], prefix: str, usual: Collection[str]
) -> Iterator[Problem]:
    for series in _series(rows, by, prefix):
        for (_, earlier), (place, later) in pairwise(series):
            high, low = _high(earlier, prefix), _low(later, prefix)
            shared = earlier[f"{prefix}to_closed"] and later[f"{prefix}from_closed"]
            gap = _gap(earlier, later, prefix)
            at = f"rows-{place}-{prefix}from"
            values = {"first": earlier[f"{prefix}from"], "last": earlier[f"{prefix}to"] or "∞"}
            if low < high or (low == high and shared):
                yield Problem("edition_band_overlap", at=at, **values)
            elif gap and gap not in usual:
                yield Problem("edition_band_gap", at=at, **values)


def _series(rows: Sequence[Row], by: Sequence[str], prefix: str) -> list[list[tuple[int, Row]]]:
    """Rows by everything that chooses them but this band; a row with a list of codes is in the series of each."""
    found: dict[tuple[Any, ...], list[tuple[int, Row]]] = defaultdict(list)
    others = [one for one in _prefixes(rows) if one != prefix]
    for place, row in enumerate(rows):
        bands = tuple(row[f"{other}{bound}"] for other in others for bound in ("from", "to"))
        for key in product(*(_values(row.get(name)) for name in by)):
            found[(*key, *bands)].append((place, row))
    return [sorted(series, key=lambda one: _key(one[1], prefix)) for series in found.values()]


def _twice(rows: Sequence[Row], by: Sequence[str]) -> Iterator[Problem]:
    seen: dict[tuple[Any, ...], int] = {}
    for place, row in enumerate(rows):
        for key in product(*(_values(row.get(name)) for name in by)):
            if seen.setdefault(key, place) != place:
                at = f"rows-{place}-{by[0] if by else next(iter(row))}"
                yield Problem("edition_row_twice", at=at, row=seen[key] + 1)


def _values(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else [value]


def _low(row: Row, prefix: str) -> Decimal:
    value = row[f"{prefix}from"]
    return -_INFINITE if value is None else Decimal(value)


def _high(row: Row, prefix: str) -> Decimal:
    value = row[f"{prefix}to"]
    return _INFINITE if value is None else Decimal(value)


def _key(row: Row, prefix: str) -> tuple[Decimal, Decimal]:
    return _low(row, prefix), _high(row, prefix)
