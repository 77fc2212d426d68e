"""A scale under test: its class and intervals, and the error allowed at a load."""

from dataclasses import dataclass
from fractions import Fraction

from ..bands import pick
from ..judgement import Judgement
from ..quantities import exact
from ..reading import Reading

ACCURACY_CLASSES = ("I", "II", "III", "IIII")
IN_SERVICE, VERIFICATION = STAGES = ("in_service", "verification")
GRAMS = {"mg": Fraction(1, 1000), "g": Fraction(1), "kg": Fraction(1000), "t": Fraction(1000000)}
TESTS = ("zero", "weighings", "eccentricity", "repeatability", "key_test", "discrimination")


@dataclass(frozen=True)
class Scale:
    """`max`, `min`, `e` and `d` in the scale's own `unit`; None where the record does not give them."""

    at: str
    accuracy_class: str | None
    unit: str | None
    max: Fraction | None
    min: Fraction | None
    e: Fraction | None
    d: Fraction | None

    @property
    def gram(self) -> Fraction:
        """Grams in one unit of the scale."""
        return GRAMS[self.unit]

    def mpe(self, judgement: Judgement, load: Fraction, stage: str) -> Fraction | None:
        """The error allowed at a load; None above the range of the class."""
        row = pick(judgement.rows("mpe"), load / self.e, accuracy_class=self.accuracy_class)
        if row is None:
            return None
        factor = next(row["factor"] for row in judgement.rows("stage") if row["stage"] == stage)
        return exact(row["mpe"]) * exact(factor) * self.e


def read_scale(instrument: Reading) -> Scale:
    """The scale of an instrument row; class, unit and e are needed as soon as anything was weighed on it."""
    tested = any(instrument.has(test) for test in TESTS)
    return Scale(
        at=instrument.at,
        accuracy_class=instrument.choice("accuracy_class", ACCURACY_CLASSES, required=tested),
        unit=instrument.choice("unit", GRAMS, required=tested),
        max=instrument.quantity("max", positive=True),
        min=instrument.quantity("min"),
        e=instrument.quantity("e", required=tested, positive=True),
        d=instrument.quantity("d", positive=True),
    )
