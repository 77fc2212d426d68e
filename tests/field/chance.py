"""Chance that can be repeated: numbers at the edges of a programme's tables and just beside them."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from server.domain.programmes import load
from server.domain.programmes.quantities import scaled

EARLIEST = "1985-01-01"  # records of days before it are refused
BESIDE = [Decimal(0)] * 3 + [
    Decimal(step) for step in ("1", "-1", "0.1", "-0.1", "0.01", "-0.01", "0.001", "-0.001")
]


class Chance(random.Random):
    """`random.Random` with the few things that records are made of. Quantities come out as decimal strings."""

    def maybe(self, share: float) -> bool:
        return self.random() < share

    def some(self, least: int, most: int, make: Callable[[], Any]) -> list[Any]:
        return [make() for _ in range(self.randint(least, most))]

    def beside(self, value: Decimal) -> Decimal:
        """The value itself or one a small step beside it."""
        return value + self.choice(BESIDE)

    def places(self, value: Decimal, most: int = 4) -> Decimal:
        """The value to a random number of decimals, as an instrument would show it."""
        return value if self.maybe(0.5) else round(value, self.randint(0, most))

    def kept(self, shares: dict[str, float], values: dict[str, Any]) -> dict[str, Any]:
        """The values, each left out with the share of its key."""
        return {key: value for key, value in values.items() if not self.maybe(shares.get(key, 0))}

    def day(self, programme: str) -> str:
        """A day in force somewhere: mostly a recent one, else one at the edge of an edition."""
        days = edition_days(programme)
        if self.maybe(0.6) or not days:
            return f"20{self.randint(17, 27)}-{self.randint(1, 12):02}-{self.randint(1, 28):02}"
        return self.choice(days)


def edition_days(programme: str) -> list[str]:
    """The first and the last day of every edition of a programme's tables."""
    tables = load(programme).limits["tables"].values()
    days = {edition[key] for table in tables for edition in table["editions"] for key in ("from", "to")}
    return sorted(day for day in days if day and day >= EARLIEST)


def every_edition(table: dict[str, Any]) -> list[dict[str, Any]]:
    """The editions that follow each other and those of other rules."""
    return [*table["editions"], *(edition for series in table.get("others", []) for edition in series)]


def numbers(programme: str, tables: Sequence[str], keys: Sequence[str]) -> list[Decimal]:
    """The numbers that stand under `keys` in the rows of the tables' editions, in order."""
    found = {
        row[key]
        for table in tables
        for edition in every_edition(load(programme).limits["tables"][table])
        for row in edition["rows"] or []
        for key in keys
        if scaled(row.get(key)) is not None
    }
    return sorted(Decimal(number) for number in found)


def text(value: Decimal) -> str:
    """A plain decimal string."""
    return f"{value:f}"
