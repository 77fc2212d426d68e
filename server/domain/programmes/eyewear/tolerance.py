"""Tolerances of finished spectacles: which standard a design belongs to, and its rows."""

from fractions import Fraction

from ..bands import holds, pick
from ..judgement import Judgement

PROGRESSIVE = "progressive"
DESIGNS = ("single_vision", "multifocal", PROGRESSIVE)


def table(name: str, design: str) -> str:
    """Progressive lenses have a standard, and so a table, of their own."""
    return f"{name}_{PROGRESSIVE}" if design == PROGRESSIVE else name


def power_row(judgement: Judgement, design: str, strongest: Fraction, cylinder: Fraction) -> dict:
    """`meridian` and `cylinder` tolerances by the stronger ordered meridian and the ordered cylinder."""
    rows = (row for row in judgement.rows(table("power", design)) if holds(row, abs(cylinder), "cylinder_"))
    return pick(rows, strongest)


def axis_row(judgement: Judgement, design: str, cylinder: Fraction) -> dict | None:
    """`degrees`; None for a cylinder so weak that its axis is not judged."""
    return pick(judgement.rows(table("axis", design)), abs(cylinder))


def addition_row(judgement: Judgement, design: str, addition: Fraction) -> dict:
    return pick(judgement.rows(table("addition", design)), addition)
