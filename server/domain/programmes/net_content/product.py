"""The product: what kind of quantity its net content is, and how much it states."""

from dataclasses import dataclass
from fractions import Fraction

from ..errors import RecordError
from ..reading import Reading

UNITS = {"mass": "g", "volume": "mL", "length": "m", "area": "m2", "count": "pcs"}
WEIGHED = ("mass", "volume")
CONTENTS = (NET, DRAINED) = ("net", "drained")


@dataclass(frozen=True)
class Product:
    """`nominal` in the unit of its kind; `density` in g/mL or None; `drained`: the drained weight (沥干物)."""

    kind: str
    nominal: Fraction
    density: Fraction | None
    drained: bool = False

    @property
    def counted(self) -> bool:
        return self.kind == "count"

    @property
    def weighed(self) -> bool:
        """Whether gross and tare in grams may lead to its net content."""
        return self.kind in WEIGHED


def read_product(record: Reading) -> Product:
    """The product of a record. Raises RecordError."""
    given = record.part("product", required=True)
    kind = given.choice("kind", UNITS, required=True)
    given.choice("unit", (UNITS[kind],))
    for key in ("name", "producer", "batch"):
        given.text(key)
    nominal = given.quantity("nominal", required=True, positive=True)
    if kind == "count" and nominal.denominator != 1:
        raise RecordError("not_whole", given.path("nominal"))
    drained = given.choice("content", CONTENTS) == DRAINED
    return Product(kind, nominal, record.quantity("density", positive=True), drained)
