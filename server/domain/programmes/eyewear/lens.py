"""One lens: the measured powers against the ordered ones, in the form of the order."""

from dataclasses import dataclass
from fractions import Fraction

from ..reading import Reading

STRONGEST = 50


@dataclass(frozen=True)
class Power:
    """Sphere and cylinder in dioptres, axis in degrees; `axis` and `add` are None when not given."""

    sph: Fraction
    cyl: Fraction
    axis: Fraction | None
    add: Fraction | None

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


def read_power(lens: Reading, key: str, required: bool) -> Power | None:
    """`ordered` or `measured` of a lens. Raises RecordError; an axis lies between 0 and 180 degrees."""
    given = lens.part(key, required=required)
    if given is None:
        return None
    within = (-STRONGEST, STRONGEST)
    return Power(
        sph=given.quantity("sph", required=True, signed=True, within=within),
        cyl=given.quantity("cyl", signed=True, within=within) or Fraction(0),
        axis=given.quantity("axis", within=(0, 180)),
        add=given.quantity("add", within=(0, STRONGEST)),
    )


def between(one: Fraction, other: Fraction) -> Fraction:
    """The angle between two axes: they turn over after 180 degrees."""
    turn = (one - other) % 180
    return min(turn, 180 - turn)
