"""Look-up in tables of bands with explicit bounds: `from`, `from_closed`, `to`, `to_closed`; null is open-ended."""

from collections.abc import Iterable
from fractions import Fraction

from .quantities import exact


def holds(row: dict, value: Fraction, name: str = "") -> bool:
    """Whether the row's band contains `value`; `name` is the prefix of the bounds' keys (`e_from`, `e_to`)."""
    low, high = row[f"{name}from"], row[f"{name}to"]
    if low is not None and (value < exact(low) or (value == exact(low) and not row[f"{name}from_closed"])):
        return False
    return high is None or value < exact(high) or (value == exact(high) and row[f"{name}to_closed"])


def pick(rows: Iterable[dict], value: Fraction, **keys: str) -> dict | None:
    """The first row with these keys whose band contains `value`; None when the table ends before it."""
    for row in rows:
        if all(row[key] == wanted for key, wanted in keys.items()) and holds(row, value):
            return row
    return None
