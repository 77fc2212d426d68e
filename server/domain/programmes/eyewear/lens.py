"""One lens: the measured powers against the ordered ones, in the form of the order."""

from dataclasses import dataclass, replace
from fractions import Fraction

from ..reading import Reading

STRONGEST = 50


@dataclass(frozen=True)
class Power:
    """Sphere and cylinder in dioptres, axis in degrees; None when not given. An ordered power has the former two."""

    sph: Fraction | None
    cyl: Fraction | None
    axis: Fraction | None
    add: Fraction | None

    @property
    def missing(self) -> str | None:
        """`sph` or `cyl` when it was not measured: then neither the power nor the axis can be judged."""
        return next((name for name in ("sph", "cyl") if getattr(self, name) is None), None)

    @property
    def meridians(self) -> tuple[Fraction, Fraction]:
        return self.sph, self.sph + self.cyl

    @property
    def strongest(self) -> Fraction:
        """The absolute power of the stronger meridian."""
        return max(abs(power) for power in self.meridians)

    def transposed(self) -> "Power":
        """The same lens written with the other cylinder sign."""
        axis = None if self.axis is None else (self.axis + 90) % 180
        return Power(self.sph + self.cyl, -self.cyl, axis, self.add)

    def like(self, other: "Power") -> "Power":
        """This lens in the cylinder sign of `other`; a cylinder of zero goes with either sign."""
        return self.transposed() if self.cyl * other.cyl < 0 else self


def read_ordered(lens: Reading) -> Power:
    """What was ordered; without a cylinder it is 0. Raises RecordError; an axis lies between 0 and 180 degrees."""
    power = _read(lens.part("ordered", required=True), required=True)
    return power if power.cyl is not None else replace(power, cyl=Fraction(0))


def read_measured(lens: Reading, ordered: Power) -> Power | None:
    """What was measured, None when nothing was. Raises RecordError.

    A sphere is None when it was not measured, and so is a cylinder where one was ordered; one that nobody ordered is 0
    when it is left out.
    """
    given = lens.part("measured")
    if given is None:
        return None
    power = _read(given, required=False)
    return power if power.cyl is not None or ordered.cyl else replace(power, cyl=Fraction(0))


def _read(given: Reading, required: bool) -> Power:
    within = (-STRONGEST, STRONGEST)
    return Power(
        sph=given.quantity("sph", required=required, signed=True, within=within),
        cyl=given.quantity("cyl", signed=True, within=within),
        axis=given.quantity("axis", within=(0, 180)),
        add=given.quantity("add", within=(0, STRONGEST)),
    )


def between(one: Fraction, other: Fraction) -> Fraction:
    """The angle between two axes: they turn over after 180 degrees."""
    turn = (one - other) % 180
    return min(turn, 180 - turn)
