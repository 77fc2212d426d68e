"""How many objects answer a question with a wanted precision, and how precise an answer a sample can give.

Sources: W. G. Cochran, Sampling Techniques, 3rd edition, Wiley 1977, sections 4.4 (sample size for a proportion:
n0 = t²pq/d² and n = n0 / (1 + (n0 - 1) / N) in a finite population) and 5.3 (variance of a stratified mean). A share of
one half is assumed, which needs the largest sample, because nothing is known before the visits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from math import ceil

#: confidence: the two-sided quantile of the normal distribution.
QUANTILES = {"0.90": Decimal("1.644854"), "0.95": Decimal("1.959964"), "0.99": Decimal("2.575829")}
USUAL = "0.95"
_HALF = Fraction(1, 4)  # p·q at a share of one half


def for_precision(objects: int, margin: Fraction, confidence: str) -> int:
    """Return how many of ``objects`` tell a share to within ``margin`` (0 to 1) at a ``confidence`` of QUANTILES."""
    if objects <= 0:
        return 0
    quantile = Fraction(QUANTILES[confidence])
    endless = quantile**2 * _HALF / margin**2
    return min(objects, max(1, ceil(endless / (1 + (endless - 1) / objects))))


def allocate(sample: int, objects: Mapping[str, int]) -> dict[str, int]:
    """Share a sample out over strata in proportion to their objects, rounded up: at least one in each that has any."""
    total = sum(objects.values())
    return {name: min(count, ceil(Fraction(sample * count, total))) for name, count in objects.items()}


def margin(strata: Iterable[tuple[int, int]], confidence: str = USUAL) -> Decimal | None:
    """Return to within how much a share of all objects will be told, 0 to 1, with three digits after the point.

    ``strata`` holds (objects, sample). None when a stratum that has objects gives none: nothing is learnt of it.
    """
    held = [(objects, sample) for objects, sample in strata if objects]
    if not held or any(sample == 0 for _, sample in held):
        return None
    total = sum(objects for objects, _ in held)
    variance = sum(
        Fraction(objects, total) ** 2 * (1 - Fraction(sample, objects)) * _HALF / sample
        for objects, sample in held
    )
    deviation = (Decimal(variance.numerator) / Decimal(variance.denominator)).sqrt()
    return (QUANTILES[confidence] * deviation).quantize(Decimal("0.001"))
