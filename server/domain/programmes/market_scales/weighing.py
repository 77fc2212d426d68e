"""Errors of indication: exact with the changeover method (闪变点法), an interval of one e without it."""

from dataclasses import dataclass
from fractions import Fraction

from ..judgement import Judgement
from ..quantities import plain
from ..reading import Reading
from ..verdicts import FAIL, NOT_JUDGED, PASS, UNDETERMINED
from .scale import Scale

#: An indication of ten times or a tenth of the load is more likely in another unit than on the scale.
FAR = 10


@dataclass(frozen=True)
class Span:
    """The values that an error may have, both ends included; one value when `low` equals `high`."""

    low: Fraction
    high: Fraction

    @property
    def known(self) -> bool:
        return self.low == self.high

    def minus(self, other: "Span") -> "Span":
        return Span(self.low - other.high, self.high - other.low)

    def judged(self, limit: Fraction | None) -> str:
        """pass when all of it lies within the limit (which itself passes), fail when none of it does."""
        if limit is None:
            return NOT_JUDGED
        if -limit <= self.low and self.high <= limit:
            return PASS
        if self.low > limit or self.high < -limit:
            return FAIL
        return UNDETERMINED

    def text(self) -> str:
        return plain(self.low) if self.known else f"{plain(self.low)} ~ {plain(self.high)}"


NO_ERROR = Span(Fraction(0), Fraction(0))


@dataclass(frozen=True)
class Weighing:
    """One weighing: its load, the error E of the indication and the corrected error Ec = E - E0."""

    at: str
    load: Fraction
    indication: Fraction
    error: Span
    corrected: Span

    def figure(self, limit: Fraction | None, result: str) -> dict:
        """`error` and `corrected_error` are null when only their interval is known."""
        known = self.corrected.known
        return {
            "error": plain(self.error.low) if self.error.known else None,
            "corrected_error": plain(self.corrected.low) if known else None,
            "interval": None if known else [plain(self.corrected.low), plain(self.corrected.high)],
            "mpe": None if limit is None else plain(limit),
            "result": result,
        }


def read_weighing(judgement: Judgement, row: Reading, scale: Scale, zero: Span = NO_ERROR) -> Weighing:
    """E = indication + e/2 - added - load; without `added` the e/2 may stand on either side (R 76-1 A.4.4.3)."""
    load = row.quantity("load", required=True)
    indication = row.quantity("indication", required=True, signed=True)
    added = row.quantity("added", signed=True)
    half, difference = scale.e / 2, indication - load
    if added is None:
        error = Span(difference - half, difference + half)
    else:
        error = Span(difference + half - added, difference + half - added)
        if not 0 <= added <= scale.e:
            judgement.find("added_outside_interval", row.path("added"), added=added, e=scale.e)
    if scale.max is not None and load > scale.max:
        judgement.find("load_above_max", row.path("load"), load=load, max=scale.max, unit=scale.unit)
    if load and not load < FAR * indication < FAR * FAR * load:
        judgement.find(
            "indication_implausible",
            row.path("indication"),
            indication=indication,
            load=load,
            unit=scale.unit,
        )
    step = scale.d or scale.e
    if indication % step:
        judgement.find("indication_off_scale", row.path("indication"), indication=indication, d=step)
    return Weighing(row.at, load, indication, error, error.minus(zero))
