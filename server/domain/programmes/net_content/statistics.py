"""Mean, standard deviation, deficiencies and classes of a lot's packages."""

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import lcm

from ..quantities import divided, exact_places, pointed, root
from .contents import Contents

OK, T1, T2 = "ok", "t1", "t2"
FAR = 10


@dataclass(frozen=True)
class Counts:
    """Packages with T < deficiency <= 2T (`t1`) and above 2T (`t2`); `sure` are those whose tare is not unfit."""

    classes: list[str]
    t1: int
    t2: int
    sure: list[str]
    t2_at: list[int] = field(default_factory=list)


class Lot:
    """The measured packages against the nominal content, over one common denominator."""

    def __init__(self, contents: Contents, nominal: Fraction):
        self.contents = contents
        self.nominal = nominal
        self._denominator = lcm(contents.denominator, nominal.denominator)
        scale = self._denominator // contents.denominator
        self._nets = [net * scale for net in contents.nets]
        self._nominal = nominal.numerator * (self._denominator // nominal.denominator)
        self._short = [self._nominal - net for net in self._nets]

    def net(self, index: int) -> str:
        return self._text(self._nets[index])

    def deficiency(self, index: int) -> str:
        return self._text(self._short[index])

    @cached_property
    def _sum(self) -> int:
        return sum(self._nets)

    @property
    def measured(self) -> int:
        return len(self._nets)

    @cached_property
    def mean(self) -> Fraction | None:
        return Fraction(self._sum, len(self._nets) * self._denominator) if self._nets else None

    @cached_property
    def variance(self) -> Fraction | None:
        """The square of s (divisor n - 1); None below two packages."""
        n = len(self._nets)
        if n < 2:
            return None
        squares = sum(short * short for short in self._short)
        total = n * self._nominal - self._sum
        return Fraction(n * squares - total * total, n * (n - 1) * self._denominator**2)

    @cached_property
    def s(self) -> Fraction | None:
        """The standard deviation to 6 decimals."""
        return None if self.variance is None else root(self.variance, 6)

    def first(self, count: int) -> "Lot":
        """The first `count` packages, in the order taken."""
        return Lot(self.contents.first(count), self.nominal) if count < self.measured else self

    def counts(self, once: Fraction, twice: Fraction) -> Counts:
        """The classes under T = `once` and 2T = `twice`; a limit itself still belongs to the milder class."""
        per = lcm(once.denominator, twice.denominator)
        once, twice = (
            limit.numerator * (per // limit.denominator) * self._denominator for limit in (once, twice)
        )
        classes = [OK if short * per <= once else T1 if short * per <= twice else T2 for short in self._short]
        t2_at = [index for index, name in enumerate(classes) if name is T2] if T2 in classes else []
        barred = self.contents.barred
        sure = [OK if index in barred else name for index, name in enumerate(classes)] if barred else classes
        return Counts(classes, classes.count(T1), len(t2_at), sure, t2_at)

    def implausible(self) -> list[int]:
        """Packages that hold ten times or a tenth of the nominal content: more likely a slip than a package."""
        far, near = FAR * self._nominal, self._nominal
        return [i for i, net in enumerate(self._nets) if net >= far or net * FAR <= near]

    def rows(self, classes: list[str] | None) -> list[dict]:
        """The figures of each package: `net`, `deficiency`, `class` (None when nothing could be judged)."""
        text = self._text
        classes = classes or [None] * len(self._nets)
        return [
            {"net": text(net), "deficiency": text(short), "class": name}
            for net, short, name in zip(self._nets, self._short, classes, strict=True)
        ]

    @cached_property
    def _text(self) -> Callable[[int], str]:
        denominator = self._denominator
        places = exact_places(denominator)
        if places is None:
            return lambda value: pointed(divided(value * 10**6, denominator), 6)
        factor = 10**places // denominator
        return lambda value: pointed(value * factor, places)
