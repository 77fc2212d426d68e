"""The plate: whether class, e, Max and Min fit together (R 76-1 table 3)."""

from fractions import Fraction

from ..bands import holds
from ..judgement import Judgement
from ..quantities import exact
from .scale import Scale


def judge_plate(judgement: Judgement, scale: Scale) -> None:
    """Asks back when the plate does not fit the table, and says so when d is not e.

    A plate that does not fit is as often mistyped as it is wrong, so it decides nothing by itself.
    """
    if scale.d is not None and scale.e is not None and scale.d != scale.e:
        judgement.find("d_differs_from_e", f"{scale.at}/d", d=scale.d, e=scale.e)
    if scale.accuracy_class is None or scale.e is None or scale.unit is None:
        return
    e = scale.e * scale.gram
    rows = [row for row in judgement.rows("plate") if row["accuracy_class"] == scale.accuracy_class]
    row = next((row for row in rows if holds(row, e, "e_")), None)
    if row is None or not _fits(row, scale):
        values = {
            "accuracy_class": scale.accuracy_class,
            "e": scale.e,
            "max": scale.max if scale.max is not None else "",
            "min": scale.min if scale.min is not None else "",
            "unit": scale.unit,
        }
        judgement.find("plate_inconsistent", scale.at, table="plate", **values)


def _fits(row: dict, scale: Scale) -> bool:
    if scale.min is not None and scale.min < exact(row["min_e"]) * scale.e:
        return False
    if scale.max is None:
        return True
    n: Fraction = scale.max / scale.e
    return n >= exact(row["n_min"]) and (row["n_max"] is None or n <= exact(row["n_max"]))
