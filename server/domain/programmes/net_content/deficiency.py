"""T, the tolerable deficiency (允许短缺量) of one package, and 2T."""

from dataclasses import dataclass
from fractions import Fraction

from ..bands import pick
from ..judgement import Judgement
from ..quantities import ROUNDINGS, exact, rounded, rounded_up
from .product import Product

RAW = "raw"


@dataclass(frozen=True)
class Tolerable:
    """`once` is T and `twice` 2T: the double of the rounded T, or where the rule says so the double, rounded."""

    once: Fraction
    twice: Fraction


def allowed_deficiency(judgement: Judgement, product: Product, rounding: str | None) -> Tolerable | None:
    """T in the unit of the product; None beyond the end of the table."""
    row = _row(judgement, product)
    if row is None:
        return None
    if row["places"] is not None and not product.counted:
        rounding = rounding or judgement.rows("rounding")[0]["rounding"]
    return _rounded(row, product.nominal, rounding)


def tolerances(judgement: Judgement, product: Product) -> dict[str, Tolerable]:
    """T by way of rounding, for a T that is rounded at all."""
    row = _row(judgement, product)
    if row is None or row["places"] is None or product.counted:
        return {}
    return {rounding: _rounded(row, product.nominal, rounding) for rounding in ROUNDINGS}


def _row(judgement: Judgement, product: Product) -> dict | None:
    rows = (row for row in judgement.rows("deficiency") if product.kind in row["kinds"])
    return pick(rows, product.nominal)


def _rounded(row: dict, nominal: Fraction, rounding: str | None) -> Tolerable:
    raw = exact(row["fixed"]) if row["fixed"] is not None else exact(row["share"]) * nominal
    once = _one(row, raw, rounding)
    return Tolerable(once, _one(row, 2 * raw, rounding) if row.get("double") == RAW else 2 * once)


def _one(row: dict, raw: Fraction, rounding: str | None) -> Fraction:
    if row["places"] is None:
        return raw
    if row["next_whole"]:
        return rounded_up(raw)
    return rounded(raw, row["places"], rounding)
