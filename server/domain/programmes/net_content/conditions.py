"""The three conditions on a sample: packages beyond T, packages beyond 2T, the average."""

from fractions import Fraction
from functools import cached_property

from ..verdicts import FAIL, PASS, UNDETERMINED
from .deficiency import Tolerable
from .plan import Plan
from .statistics import T2, Counts, Lot


class Conditions:
    """The packages of `lot` judged by `plan` with T = `limit.once`.

    Packages whose net content rests on a mean tare that may not be used are open: they convict nobody.
    """

    def __init__(self, plan: Plan, lot: Lot, limit: Tolerable):
        self.lot = lot
        self.limit = limit
        self.counts: Counts = lot.counts(limit.once, limit.twice)
        self.plan = plan.reached(self.counts.classes)
        self.averaged = lot if plan.averaged is None else lot.first(plan.averaged)
        self.average_ok = _average_ok(plan, self.averaged)

    @property
    def complete(self) -> bool:
        return self.lot.measured >= self.plan.sample

    @property
    def settled(self) -> bool:
        """Whether the whole sample is measured, with tares that may be used."""
        return self.complete and not self.lot.contents.barred

    @cached_property
    def defective(self) -> int:
        return self.plan.defective(self.plan.counted(self.counts.classes))

    @property
    def too_many(self) -> bool:
        """Whether more are defective than the plan allows, as far as the limit is known."""
        return self.plan.t1_allowed is not None and self.defective > self.plan.t1_allowed

    @cached_property
    def surely_too_many(self) -> bool:
        """The same without packages whose tare is unfit; never where the number allowed is not known."""
        allowed = self.plan.t1_allowed
        sure = self.plan.defective(self.plan.counted(self.counts.sure))
        return allowed is not None and not self.plan.open and sure > allowed

    @cached_property
    def verdict(self) -> str:
        """A count that is exceeded stays so whatever is measured later; the average needs the whole sample."""
        t2_allowed = self.plan.t2_allowed
        t2_exceeded = t2_allowed is not None and self.counts.sure.count(T2) > t2_allowed
        if t2_exceeded or self.surely_too_many:
            return FAIL
        if not self.settled:
            return UNDETERMINED
        if self.average_ok is False:
            return FAIL
        return UNDETERMINED if self.too_many else PASS


def _average_ok(plan: Plan, lot: Lot) -> bool | None:
    """Whether mean + lambda * s reaches the nominal content; squares are compared, no root is taken."""
    if plan.factor is None or lot.mean is None:
        return None
    short = lot.nominal - lot.mean
    if short <= 0 or plan.factor == 0:
        return short <= 0 if lot.variance is not None or plan.factor == 0 else None
    if lot.variance is None:
        return None
    factor: Fraction = plan.factor
    return short * short <= factor * factor * lot.variance
