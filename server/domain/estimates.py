"""What a stratified draw says of everything it was drawn from: a share, with the interval in which it lies.

Each drawn object is a cluster with a number of judged things, of which some fail: the object itself (one thing), or
its instruments. The share is the combined ratio estimate, its variance that of the residuals in each stratum with the
finite population correction: W. G. Cochran, Sampling Techniques, 3rd edition, Wiley 1977, section 6.11; with one thing
an object it is the stratified proportion of section 5.10. The interval is Wilson's with the effective sample size,
which keeps its promise for small samples and for shares near 0 and 1: E. L. Korn and B. I. Graubard, Survey
Methodology 24 (1998) 193; C. Franco, R. J. A. Little, T. A. Louis and E. V. Slud, Journal of Survey Statistics and
Methodology 7 (2019) 334.

Objects that gave no verdict are taken to be like the others of their stratum. A stratum of which nothing is known is
left out, and how many objects the estimate speaks for is told beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from server.domain.sizes import QUANTILES, USUAL

_DIGITS = Decimal("0.0001")


@dataclass(frozen=True)
class Observation:
    """A drawn object: its stratum, how many things in it were judged, and how many of these fail."""

    stratum: str
    judged: int
    failing: int


@dataclass(frozen=True)
class Estimate:
    """A share and its interval, 0 to 1 with four digits; ``seen`` objects speak for ``covered`` of ``objects``."""

    share: Decimal
    low: Decimal
    high: Decimal
    seen: int
    covered: int
    objects: int
    judged: int
    failing: int


@dataclass(frozen=True)
class _Stratum:
    objects: int
    seen: Sequence[Observation]

    @property
    def weight(self) -> Fraction:
        """For how many objects one that was seen stands."""
        return Fraction(self.objects, len(self.seen))

    @property
    def unseen(self) -> Fraction:
        """The finite population correction."""
        return 1 - Fraction(len(self.seen), self.objects)


def estimate(
    frame: Mapping[str, int], observations: Iterable[Observation], confidence: str = USUAL
) -> Estimate | None:
    """Return the failing share of everything in ``frame`` (stratum to number of objects), None when nothing was judged.

    Observations without anything judged are left out. Raises ValueError for more observations than objects.
    """
    strata = _strata(frame, [one for one in observations if one.judged])
    judged = sum((one.weight * sum(row.judged for row in one.seen) for one in strata), Fraction(0))
    if not judged:
        return None
    failing = sum((one.weight * sum(row.failing for row in one.seen) for one in strata), Fraction(0))
    share = failing / judged
    low, high = _wilson(share, _effective(strata, share, judged), Fraction(QUANTILES[confidence]))
    rows = [row for one in strata for row in one.seen]
    return Estimate(
        _decimal(share),
        low,
        high,
        len(rows),
        sum(one.objects for one in strata),
        sum(frame.values()),
        sum(row.judged for row in rows),
        sum(row.failing for row in rows),
    )


def _strata(frame: Mapping[str, int], seen: Sequence[Observation]) -> list[_Stratum]:
    by_name: dict[str, list[Observation]] = {}
    for row in seen:
        by_name.setdefault(row.stratum, []).append(row)
    for name, rows in by_name.items():
        if len(rows) > frame.get(name, 0):
            raise ValueError(f"{name}: {len(rows)} observations of {frame.get(name, 0)} objects")
    return [_Stratum(frame[name], rows) for name, rows in sorted(by_name.items())]


def _effective(strata: Sequence[_Stratum], share: Fraction, judged: Fraction) -> Fraction | None:
    """Return how large a simple random sample would be as precise; None when everything was seen."""
    total = sum(one.objects for one in strata)
    plain = sum(
        (Fraction(one.objects, total) ** 2 * one.unseen / len(one.seen) for one in strata), Fraction(0)
    )
    if not plain:
        return None
    variance = _variance(strata, share) / judged**2
    # Where every residual is nought the sample tells no variance: count objects, as if all strata were alike.
    return share * (1 - share) / variance if variance and 0 < share < 1 else 1 / plain


def _variance(strata: Sequence[_Stratum], share: Fraction) -> Fraction:
    residuals = [[row.failing - share * row.judged for row in one.seen] for one in strata]
    every = [residual for rows in residuals for residual in rows]
    # A stratum with one object tells nothing of its own spread and takes that of the whole sample.
    pooled = sum((residual**2 for residual in every), Fraction(0)) / max(1, len(every) - 1)
    found = Fraction(0)
    for one, rows in zip(strata, residuals, strict=True):
        mean = sum(rows, Fraction(0)) / len(rows)
        spread = sum(((residual - mean) ** 2 for residual in rows), Fraction(0)) / max(1, len(rows) - 1)
        found += one.objects**2 * one.unseen / len(rows) * (spread if len(rows) > 1 else pooled)
    return found


def _wilson(share: Fraction, effective: Fraction | None, quantile: Fraction) -> tuple[Decimal, Decimal]:
    if effective is None:
        return _decimal(share), _decimal(share)
    square = quantile**2 / effective
    middle = (share + square / 2) / (1 + square)
    inside = share * (1 - share) * square + square**2 / 4
    half = (Decimal(inside.numerator) / Decimal(inside.denominator)).sqrt() / _plain(1 + square)
    return (
        max(Decimal(0), _plain(middle) - half).quantize(_DIGITS),
        min(Decimal(1), _plain(middle) + half).quantize(_DIGITS),
    )


def _plain(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def _decimal(value: Fraction) -> Decimal:
    return _plain(value).quantize(_DIGITS)
