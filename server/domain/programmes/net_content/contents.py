"""The net contents of the packages as integers over one common denominator.

A lot of 125 packages is judged with integer arithmetic alone: rationals would be as exact and ten times slower.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from ..errors import RecordError
from ..quantities import scaled
from ..reading import Reading
from .product import Product
from .tare import Tare

MOST_PACKAGES = 5_000


@dataclass(frozen=True)
class Contents:
    """`nets[i] / denominator` is the net content of package i; `barred` are those that rest on an unfit mean tare."""

    nets: list[int]
    denominator: int
    barred: frozenset[int]

    def first(self, count: int) -> "Contents":
        """The first `count` packages, in the order taken."""
        barred = frozenset(index for index in self.barred if index < count)
        return Contents(self.nets[:count], self.denominator, barred)


def read_contents(record: Reading, product: Product, tare: Tare) -> Contents:
    """The net contents in the product's unit; grams become millilitres by the density. Raises RecordError."""
    packages = record.items("packages", MOST_PACKAGES)
    nets, grams, averaged = _measured(packages, product, tare)
    if grams and product.kind == "volume" and product.density is None:
        raise RecordError("required", "density")
    places = max((parts[1] for parts in nets.values()), default=0)
    places = max(places, max((parts[1] for parts in grams.values()), default=0))
    mean = tare.mean or Fraction(0)
    density = product.density if product.kind == "volume" and grams else Fraction(1)
    weighed = lcm(10**places, mean.denominator) * density.numerator
    denominator = lcm(weighed, 10**places)
    per_gram = denominator // density.numerator * density.denominator
    mean_tare = mean.numerator * (per_gram // mean.denominator)
    by_places = [denominator // 10**digits for digits in range(places + 1)]
    per_grams = [per_gram // 10**digits for digits in range(places + 1)]
    values = []
    for index in range(len(packages)):
        parts = nets.get(index)
        if parts is not None:
            values.append(parts[0] * by_places[parts[1]])
            continue
        digits, decimals = grams[index]
        value = digits * per_grams[decimals]
        if index in averaged:
            value -= mean_tare
        if value < 0:
            raise RecordError("gross_below_tare", f"packages/{index}/gross")
        values.append(value)
    return Contents(values, denominator, frozenset(averaged) if tare.barred else frozenset())


def _measured(packages: list, product: Product, tare: Tare) -> tuple[dict, dict, set[int]]:
    """By package: (digits, places) of the net content; of the grams; and who still has the mean tare to lose."""
    nets, grams, averaged = {}, {}, set()
    for index, package in enumerate(packages):
        if type(package) is not dict:
            raise RecordError("not_an_object", f"packages/{index}")
        net, gross, own = package.get("net"), package.get("gross"), package.get("tare")
        if gross is None or gross == "":
            nets[index] = _quantity(net, index, "net")
            if product.counted and nets[index][0] % 10 ** nets[index][1]:
                raise RecordError("not_whole", f"packages/{index}/net")
            continue
        if net is not None and net != "":
            raise RecordError("net_and_gross", f"packages/{index}/net")
        if not product.weighed:
            raise RecordError("only_net", f"packages/{index}/gross")
        grams[index] = _quantity(gross, index, "gross")
        if own is not None and own != "":
            grams[index] = _difference(grams[index], _quantity(own, index, "tare"))
        elif tare.mean is None:
            raise RecordError("required", f"packages/{index}/tare")
        else:
            averaged.add(index)
    return nets, grams, averaged


def _quantity(value: object, index: int, key: str) -> tuple[int, int]:
    parts = scaled(value)
    if parts is None:
        code = "required" if value is None or value == "" else "not_a_quantity"
        raise RecordError(code, f"packages/{index}/{key}")
    if parts[0] < 0:
        raise RecordError("negative", f"packages/{index}/{key}")
    return parts


def _difference(gross: tuple[int, int], tare: tuple[int, int]) -> tuple[int, int]:
    places = max(gross[1], tare[1])
    return gross[0] * 10 ** (places - gross[1]) - tare[0] * 10 ** (places - tare[1]), places
