"""The one definition of the draw in SQL, for every engine: what differs between them is how they spell six things.

An engine is asked three questions about a frame: how large its strata are, what its lines are in order, and which
objects can be among the lowest tickets. The answer to the last is a few more than are drawn; the library hashes
these again, sorts and cuts them (sources.py), so that the result never hangs on how an engine sorts or compares.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isqrt

COLUMNS = "SELECT * FROM {relation} LIMIT 0"
FRAME = "SELECT {object} AS object, {stratum} AS stratum FROM {relation}"
SIZES = "SELECT coalesce(stratum, ''), count(*) FROM ({frame}) AS frame GROUP BY stratum"
LINES = (
    "SELECT coalesce(object, '') || chr(9) || coalesce(stratum, '') FROM ({frame}) AS frame ORDER BY object"
)
SURVIVORS = (
    "SELECT object || chr(9) || frame.stratum FROM (SELECT * FROM ({frame}) AS frame{below_all}) AS frame"
    " JOIN (VALUES {cutoffs}) AS cutoffs (stratum, cutoff) ON frame.stratum = cutoffs.stratum"
    " WHERE {ticket} < cutoff"
)
# Spares most objects the join. Those that it leaves are hashed twice, hence only when they are the lesser part.
BELOW_ALL = " WHERE {ticket} < {highest}"
HALF = "8"

# A stratum of N objects from which n are drawn is cut where n + SPREAD * sqrt(n) + FEWEST tickets are expected: six
# standard deviations more than are needed. When that is too few after all, the margin is doubled.
SPREAD = 6
FEWEST = 16
CUTOFF_BITS = 64
NO_CUTOFF = "f" * 66  # above every hash, which has 64 hexadecimal digits


@dataclass(frozen=True)
class Dialect:
    """How an engine spells a quoted name, text that compares by its bytes, SHA-256 of text, any text as such, and a
    cutoff: text in hexadecimal, unless it hashes to bytes."""

    quote: str
    text: str
    sha256: str
    literal: str
    cutoff: str = "'{}'"

    def name(self, *parts: str) -> str:
        """A name of a column or table, quoted."""
        return ".".join(self.quote + part.replace(self.quote, self.quote * 2) + self.quote for part in parts)

    def value(self, text: str) -> str:
        """Any text as an expression: by its bytes in hexadecimal, so that nothing in it needs escaping."""
        return self.literal.format(text.encode("utf-8").hex())

    def frame(self, relation: str, object_column: str, stratum_column: str) -> str:
        """The frame as a query with the columns `object` and `stratum`; `relation` is SQL, the columns are names."""
        columns = (self.text.format(self.name(column)) for column in (object_column, stratum_column))
        return FRAME.format(object=next(columns), stratum=next(columns), relation=relation)

    def survivors(self, frame: str, prefix: str, cutoffs: Mapping[str, str]) -> str:
        """The query for the lines of all objects whose ticket is below the cutoff of their stratum."""
        rows = (
            f"({self.value(stratum)}, {self.cutoff.format(cutoff)})" for stratum, cutoff in cutoffs.items()
        )
        ticket = self.sha256.format(f"'{prefix}' || object")
        highest = max(cutoffs.values())
        below_all = BELOW_ALL.format(ticket=ticket, highest=self.cutoff.format(highest))
        return SURVIVORS.format(
            frame=frame,
            below_all=below_all if highest < HALF else "",
            cutoffs=", ".join(rows),
            ticket=ticket,
        )


def cutoffs(wanted: Mapping[str, int], sizes: Mapping[str, int], margin: int) -> dict[str, str]:
    """The hexadecimal text below which about `wanted` tickets of each stratum lie, and `margin` times the spread."""
    return {stratum: _cutoff(count, sizes[stratum], margin) for stratum, count in wanted.items()}


def expected(wanted: Mapping[str, int], sizes: Mapping[str, int], margin: int) -> int:
    """How many objects lie below the cutoffs, all strata together."""
    return sum(min(_with_margin(count, margin), sizes[stratum]) for stratum, count in wanted.items())


def _with_margin(count: int, margin: int) -> int:
    return count + margin * (isqrt(SPREAD * SPREAD * count) + FEWEST)


def _cutoff(count: int, size: int, margin: int) -> str:
    reach = _with_margin(count, margin)
    # Whole numbers throughout: a float would round differently from one machine to the next.
    return NO_CUTOFF if reach >= size else f"{(reach << CUTOFF_BITS) // size:0{CUTOFF_BITS // 4}x}"
