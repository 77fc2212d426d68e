"""The three conditions on a sample: packages beyond T, packages beyond 2T, the average."""

from fractions import Fraction

from ..verdicts import FAIL, PASS, UNDETERMINED
from .plan import Plan
from .statistics import Counts, Lot


class Conditions:
    """The packages of `lot` judged by `plan` with T = `limit`.

    Packages whose net content rests on a mean tare that may not be used are open: they convict nobody.
    """

    def __init__(self, plan: Plan, lot: Lot, limit: Fraction):
        self.plan = plan
        self.lot = lot
        self.limit = limit
        self.counts: Counts = lot.counts(limit)
        self.average_ok = _average_ok(plan, lot)

    @property
    def complete(self) -> bool:
        return self.lot.measured >= self.plan.sample

    @property
    def settled(self) -> bool:
        """Whether the whole sample is measured, with tares that may be used."""
        return self.complete and not self.lot.contents.barred

    @property
    def verdict(self) -> str:
        """A count that is exceeded stays so whatever is measured later; the average needs the whole sample."""
        if self.counts.t2_sure > self.plan.t2_allowed or self.counts.t1_sure > self.plan.t1_allowed:
            return FAIL
        if not self.settled:
            return UNDETERMINED
        return FAIL if self.average_ok is False else PASS


def _average_ok(plan: Plan, lot: Lot) -> bool | None:
    """Whether mean + lambda * s reaches the nominal content; squares are compared, no root is taken."""
    if plan.factor is None or lot.variance is None:
        return None
    short = lot.nominal - lot.mean
    return short <= 0 or short * short <= plan.factor * plan.factor * lot.variance
