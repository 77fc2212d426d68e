"""The balance: it shows multiples of its interval d, so a reading between two of them is a slip of whoever typed it."""

from collections.abc import Iterator

from ..judgement import Judgement
from ..quantities import exact, scaled
from .contents import MOST_PACKAGES
from .product import Product
from .tare import MOST_VALUES

GRAMS = ("gross", "tare")


def find_readings(judgement: Judgement, product: Product) -> None:
    """Ask where a reading is no multiple of `balance.d` (grams). The packages were read before. Raises RecordError."""
    balance = judgement.record.part("balance")
    step = balance.quantity("d", positive=True) if balance else None
    if step is None:
        return
    for at, value in _readings(judgement, product):
        digits, places = scaled(value)
        if digits * step.denominator % (step.numerator * 10**places):
            judgement.find("reading_off_scale", at, reading=exact(value), d=step)


def _readings(judgement: Judgement, product: Product) -> Iterator[tuple[str, str]]:
    """What was read off in grams; a net content is, when it is a mass."""
    names = ("net", *GRAMS) if product.kind == "mass" else GRAMS
    for index, package in enumerate(judgement.record.items("packages", MOST_PACKAGES)):
        for name in names if product.weighed else ():
            if package.get(name) not in (None, ""):
                yield f"packages/{index}/{name}", package[name]
    tare = judgement.record.part("tare")
    for index, value in enumerate(tare.items("values", MOST_VALUES) if tare else []):
        yield f"tare/values/{index}", value
