"""The sampling plan: how many packages of a lot are measured and what is asked of them."""

from dataclasses import dataclass, replace
from fractions import Fraction

from ..bands import pick
from ..errors import RecordError
from ..judgement import Judgement
from ..quantities import exact
from .contents import MOST_PACKAGES
from .statistics import OK, T1

LARGEST_LOT = 10**9


@dataclass(frozen=True)
class Stage:
    """A step of a double plan: of the first `sample` packages at most `accept` may be defective, `reject` decide."""

    sample: int
    accept: int
    reject: int


@dataclass(frozen=True)
class Plan:
    """`sample` packages; `factor` is lambda, None when the plan has no average test for the lot.

    `t1_allowed` and `t2_allowed` are None where the plan does not count such packages; `open` where it does, but the
    number that it allows is not known. `averaged` packages, the first ones, are in the average test (None: all).
    """

    lot: int
    sample: int
    factor: Fraction | None
    t1_allowed: int | None
    t2_allowed: int | None
    open: bool = False
    averaged: int | None = None
    stages: tuple[Stage, ...] = ()

    def reached(self, classes: list[str]) -> "Plan":
        """The plan at the stage that these packages lead to: a second sample only where the first does not decide."""
        if not self.stages:
            return self
        first, second = self.stages
        found = self.defective(classes[: first.sample])
        stage = second if first.accept < found < first.reject else first
        return replace(self, sample=stage.sample, t1_allowed=stage.accept)

    def counted(self, classes: list[str]) -> list[str]:
        """The packages in which defective ones are counted."""
        return classes[: self.sample] if self.stages else classes

    def defective(self, classes: list[str]) -> int:
        """How many count as defective: those above T, with those above 2T where the plan has no limit for them."""
        if self.t2_allowed is None:
            return len(classes) - classes.count(OK)
        return classes.count(T1)


def required_sample(judgement: Judgement) -> Plan | None:
    """The plan for the record's lot; None without lot and packages, or where the plan has none. Raises RecordError."""
    record = judgement.record
    packages = record.items("packages", MOST_PACKAGES)
    given = record.part("lot", required=bool(packages))
    if given is None:
        return None
    size = given.whole("size", 1, LARGEST_LOT, required=True)
    if len(packages) > size:
        raise RecordError("more_than_lot", "packages", {"lot": str(size)})
    row = pick(judgement.rows("sampling_plan"), Fraction(size))
    if row is None:
        judgement.find("outside_plan", given.path("size"), table="sampling_plan", size=str(size))
        return None
    return _plan(row, size)


def _plan(row: dict, size: int) -> Plan:
    allowed = row["t1_allowed"]
    if "t1_share" in row:
        allowed = int(exact(row["t1_share"]) * size)
    return Plan(
        lot=size,
        sample=size if row["sample"] is None else row["sample"],
        factor=None if row["lambda"] is None else exact(row["lambda"]),
        t1_allowed=allowed,
        t2_allowed=row["t2_allowed"],
        open=row.get("t1_open", False),
        averaged=row.get("mean_sample"),
        stages=tuple(Stage(**stage) for stage in row.get("stages", [])),
    )
