"""The standard weights: their errors may use up at most one third of the mpe of the scale (R 76-1 3.7.1)."""

from dataclasses import dataclass
from fractions import Fraction

from ..errors import RecordError
from ..judgement import Judgement
from ..quantities import exact, plain
from ..reading import Reading
from ..verdicts import NOT_JUDGED, PASS, UNDETERMINED, worst
from .scale import Scale
from .weighing import Weighing

MOST_WEIGHTS = 100
MILLIGRAM = Fraction(1, 1000)


@dataclass(frozen=True)
class Weights:
    """(nominal, mpe) in grams of each kind of weight at hand, the largest first."""

    kinds: tuple[tuple[Fraction, Fraction], ...]

    def error_of(self, load: Fraction) -> Fraction | None:
        """The mpe in grams of a load made of as few weights as possible; None when it cannot be made of them."""
        error = Fraction(0)
        for nominal, mpe in self.kinds:
            pieces = load // nominal
            error += pieces * mpe
            load -= pieces * nominal
        return None if load else error

    def judge(self, judgement: Judgement, scale: Scale, stage: str, weighings: list[Weighing]) -> str:
        """`undetermined` as soon as one load was made of weights that are too coarse for it."""
        if not self.kinds:
            return NOT_JUDGED
        divisor = exact(judgement.rows("weights_rule")[0]["divisor"])
        verdicts = []
        for weighing in weighings:
            limit = scale.mpe(judgement, weighing.load, stage)
            error = self.error_of(weighing.load * scale.gram)
            if limit is None or error is None:
                continue
            fine = error * divisor <= limit * scale.gram
            verdicts.append(PASS if fine else UNDETERMINED)
            if not fine:
                values = {"load": weighing.load, "unit": scale.unit, "error_g": error}
                values["allowed_g"] = plain(limit * scale.gram / divisor)
                judgement.find("weights_too_coarse", weighing.at, table="weights_rule", **values)
        return worst(verdicts)


def read_weights(judgement: Judgement) -> Weights:
    """The record's `weights` (`accuracy_class`, `nominal` in grams); none when it does not say. Raises RecordError."""
    kinds = [_kind(judgement, row) for row in judgement.record.rows("weights", MOST_WEIGHTS)]
    return Weights(tuple(sorted(kinds, key=lambda kind: (-kind[0], kind[1]))))


def _kind(judgement: Judgement, row: Reading) -> tuple[Fraction, Fraction]:
    table = judgement.rows("weights")
    accuracy_class = row.choice(
        "accuracy_class", dict.fromkeys(r["accuracy_class"] for r in table), required=True
    )
    nominal = row.quantity("nominal", required=True, positive=True)
    for known in table:
        if known["accuracy_class"] == accuracy_class and exact(known["nominal"]) == nominal:
            return nominal, exact(known["mpe_mg"]) * MILLIGRAM
    choices = ", ".join(r["nominal"] for r in table if r["accuracy_class"] == accuracy_class)
    raise RecordError("not_a_choice", row.path("nominal"), {"choices": choices})
