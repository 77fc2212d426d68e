"""T, the tolerable deficiency (允许短缺量) of one package."""

from fractions import Fraction

from ..bands import pick
from ..judgement import Judgement
from ..quantities import ROUNDINGS, exact, rounded, rounded_up
from .product import Product


def allowed_deficiency(judgement: Judgement, product: Product, rounding: str | None) -> Fraction | None:
    """T in the unit of the product; None beyond the end of the table."""
    row = _row(judgement, product)
    if row is None:
        return None
    if row["places"] is not None and not product.counted:
        rounding = rounding or judgement.rows("rounding")[0]["rounding"]
    return _rounded(row, product.nominal, rounding)


def tolerances(judgement: Judgement, product: Product) -> dict[str, Fraction]:
    """T by way of rounding, for a T that is rounded at all."""
    row = _row(judgement, product)
    if row is None or row["places"] is None or product.counted:
        return {}
    return {rounding: _rounded(row, product.nominal, rounding) for rounding in ROUNDINGS}


def _row(judgement: Judgement, product: Product) -> dict | None:
    rows = (row for row in judgement.rows("deficiency") if product.kind in row["kinds"])
    return pick(rows, product.nominal)


def _rounded(row: dict, nominal: Fraction, rounding: str | None) -> Fraction:
    raw = exact(row["fixed"]) if row["fixed"] is not None else exact(row["share"]) * nominal
    if row["places"] is None:
        return raw
    if row["next_whole"]:
        return rounded_up(raw)
    return rounded(raw, row["places"], rounding)
