"""The sampling plan: how many packages of a lot are measured and what is asked of them."""

from dataclasses import dataclass
from fractions import Fraction

from ..bands import pick
from ..errors import RecordError
from ..judgement import Judgement
from ..quantities import exact

LARGEST_LOT = 10**9
MOST_PACKAGES = 5_000


@dataclass(frozen=True)
class Plan:
    """`sample` packages; `factor` is lambda, None when the plan has no average test for the lot."""

    lot: int
    sample: int
    factor: Fraction | None
    t1_allowed: int
    t2_allowed: int


def required_sample(judgement: Judgement) -> Plan | None:
    """The plan for the record's lot; None for a record without lot and packages. Raises RecordError."""
    record = judgement.record
    packages = record.items("packages", MOST_PACKAGES)
    given = record.part("lot", required=bool(packages))
    if given is None:
        return None
    size = given.whole("size", 1, LARGEST_LOT, required=True)
    if len(packages) > size:
        raise RecordError("more_than_lot", "packages", {"lot": str(size)})
    row = pick(judgement.rows("sampling_plan"), Fraction(size))
    factor = None if row["lambda"] is None else exact(row["lambda"])
    sample = size if row["sample"] is None else row["sample"]
    return Plan(size, sample, factor, row["t1_allowed"], row["t2_allowed"])
