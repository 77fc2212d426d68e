"""Tare (除皮): the mean of a few may stand for all when it is small or scatters little."""

from dataclasses import dataclass
from fractions import Fraction

from ..judgement import Judgement
from ..quantities import exact, plain, root, rounded
from ..reading import Reading
from .deficiency import Tolerable
from .product import Product

MOST_VALUES = 1_000
MEAN, INDIVIDUAL = "mean", "individual"
BLANK = (None, "")


@dataclass(frozen=True)
class Tare:
    """`mean` in grams and `square`, the variance, of `count` tares; `branch` says whether the mean may be used.

    `small`: the mean may be used whatever the scatter. A mean that is only stated has no `count`.
    """

    mean: Fraction | None = None
    square: Fraction | None = None
    branch: str | None = None
    count: int = 0
    small: bool = False

    @property
    def barred(self) -> bool:
        return self.branch == INDIVIDUAL

    def s(self) -> Fraction | None:
        return None if self.square is None else root(self.square, 6)

    def figure(self) -> dict | None:
        """`mean`, `s`, `branch`; None for a record without a tare sample."""
        if self.mean is None:
            return None
        s = self.s()
        shown = None if s is None else plain(s)
        return {"mean": plain(rounded(self.mean, 6)), "s": shown, "branch": self.branch}


def read_tare(judgement: Judgement, product: Product, limit: Tolerable | None) -> Tare:
    """The tare sample of a record and the branch of the rule it falls into. Raises RecordError.

    The mean may be used when it is at most 10 % of the nominal content, or when the standard deviation of the
    sample is at most 0.25 T; for a volume both are taken in millilitres of the product.
    """
    given = judgement.record.part("tare")
    if given is None:
        return Tare()
    mean, square = _statistics(given)
    if mean is None:
        return Tare()
    per_unit = product.density if product.kind == "volume" and product.density else Fraction(1)
    rule = judgement.rows("tare")[0]
    share = rule["mean_share"]
    small = share is None or mean <= exact(share) * product.nominal * per_unit
    steady = (
        share is not None
        and limit is not None
        and square is not None
        and square <= (exact(rule["s_share"]) * limit.once * per_unit) ** 2
    )
    branch = MEAN if small or steady else INDIVIDUAL
    return Tare(mean, square, branch, len(given.items("values", MOST_VALUES)), small)


def find_tare_sample(judgement: Judgement, tare: Tare) -> None:
    """Say when fewer tares were weighed than the rule asks for before their mean stands for all; it decides nothing.

    More are needed where only the small scatter lets the mean be used. Packages with a tare of their own need none.
    """
    if not tare.count or tare.barred or not _rests_on_mean(judgement):
        return
    rule = judgement.rows("tare_sample")[0]
    required = rule["least"] if tare.small else rule["scattered"]
    if required is not None and tare.count < required:
        values = {"measured": str(tare.count), "required": str(required)}
        judgement.find("tare_sample_small", "tare/values", table="tare_sample", **values)


def _rests_on_mean(judgement: Judgement) -> bool:
    packages = judgement.record.value.get("packages") or []
    return any(one.get("gross") not in BLANK and one.get("tare") in BLANK for one in packages)


def _statistics(given: Reading) -> tuple[Fraction | None, Fraction | None]:
    """Mean and variance (divisor n - 1) of the values; a mean that is only stated has no variance."""
    stated = given.quantity("mean")
    values = given.quantities("values", MOST_VALUES)
    if not values:
        return stated, None
    mean = sum(values) / len(values)
    if len(values) < 2:
        return mean, None
    return mean, sum((value - mean) ** 2 for value in values) / (len(values) - 1)
