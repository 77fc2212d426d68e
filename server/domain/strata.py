"""The names of strata 层: where an object is, its credit-risk class, and what a joint plan inspects it for.

A stratum of a plan with one programme is ``division/class``, ``379901/C``; objects without a credit-risk class are in
``379901/-``. In a joint plan it also tells the programmes of the plan that its objects belong to, in the order of their
keys: ``379901/C/eyewear+legal_units``. docs/protocol.md takes it as a text like any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

NO_CLASS = "-"
JOINED = "+"
#: docs/protocol.md: strata have 1 to 100 characters.
LONGEST = 100


@dataclass(frozen=True)
class Parts:
    """What the name of a stratum says; ``programmes`` is empty outside a joint plan."""

    division: str
    risk_class: str
    programmes: tuple[str, ...] = ()


def stratum_name(division: str, risk_class: str | None, programmes: Iterable[str] = ()) -> str:
    """Return the stratum of an object; ``programmes`` only in a joint plan."""
    parts = [division, risk_class or NO_CLASS, JOINED.join(sorted(programmes))]
    return "/".join(part for part in parts if part)


def parts_of(stratum: str) -> Parts:
    """Return what the name of a stratum says."""
    division, risk_class, *programmes = stratum.split("/")
    return Parts(division, risk_class, tuple(programmes[0].split(JOINED)) if programmes else ())


def programmes_of(stratum: str, programmes: Sequence[str]) -> tuple[str, ...]:
    """Return for which of a plan's programmes the objects of a stratum are inspected."""
    return parts_of(stratum).programmes or tuple(programmes)


def under(frame: Mapping[str, int], programme: str) -> dict[str, int]:
    """Return the strata, with their numbers of objects, whose objects are inspected for a programme."""
    kept = ((stratum, parts_of(stratum).programmes) for stratum in frame)
    return {stratum: frame[stratum] for stratum, found in kept if not found or programme in found}


@dataclass(frozen=True)
class Overlap:
    """The objects that come under the same programmes: how many there are and how many are drawn. Each that is drawn
    is one visit with a record for each programme."""

    programmes: tuple[str, ...]
    objects: int
    sample: int

    @property
    def records(self) -> int:
        """How many records the visits make."""
        return self.sample * len(self.programmes)

    @property
    def saved(self) -> int:
        """How many more visits the same records would take in a draw for each programme alone."""
        return self.records - self.sample


def overlaps(found: Iterable[tuple[str, int, int]], programmes: Sequence[str]) -> list[Overlap]:
    """Return the strata of a plan (name, objects, sample) put together by the programmes that their objects come under,
    those under most programmes last."""
    rows = sorted(
        ((programmes_of(stratum, programmes), *numbers) for stratum, *numbers in found),
        key=lambda row: (len(row[0]), row[0]),
    )
    return [_sum(which, list(some)) for which, some in groupby(rows, key=lambda row: row[0])]


def _sum(which: tuple[str, ...], rows: Sequence[tuple[tuple[str, ...], int, int]]) -> Overlap:
    return Overlap(which, sum(objects for _, objects, _ in rows), sum(sample for _, _, sample in rows))
