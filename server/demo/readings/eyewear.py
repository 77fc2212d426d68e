"""Eyewear shops: two finished spectacles measured against their orders, and the instruments of the shop."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from server.demo.readings import yes

_CHECKLIST = ["metrology_system", "trained_staff", "equipment_fits", "register_filed", "mandatory_verified"]
_LENSES = ("-10.00", "-5.00", "5.00", "10.00")


def record(chance: Random, assignment: Mapping[str, Any], day: date, faulty: bool) -> dict[str, Any]:
    """Return a record; in a faulty one a lens or its axis is off, a focimeter shows too much, or staff lacks."""
    fault = chance.choice(["power", "axis", "focimeter", "trained_staff"]) if faulty else ""
    return {
        "date": day.isoformat(),
        "spectacles": [_spectacles(chance, 1, fault), _spectacles(chance, 2, "")],
        "instruments": [_instrument(chance, row, fault) for row in assignment["instruments"]],
        "checklist": yes(_CHECKLIST, fault),
    }


def display(record: Mapping[str, Any]) -> str:
    """The right lens of the first spectacles."""
    measured = record["spectacles"][0]["right"]["measured"]
    return f"{measured['sph']} {measured['cyl']}"


def _spectacles(chance: Random, number: int, fault: str) -> dict[str, Any]:
    distance = chance.randrange(60, 68)
    right, left = distance // 2, distance - distance // 2
    return {
        "number": f"DD{chance.randrange(10000, 99999)}-{number}",
        "design": "single_vision",
        "right": _lens(chance, fault),
        "left": _lens(chance, ""),
        "pd": {"right": str(right), "left": str(left)},
        "centres": {"right": str(right), "left": str(left)},
        "vertical_difference": {"mm": "0.5"},
    }


def _lens(chance: Random, fault: str) -> dict[str, Any]:
    sphere, cylinder = -chance.randrange(100, 600, 25), -chance.choice([50, 75, 100])
    axis = chance.randrange(10, 170, 5)
    off = 30 if fault == "power" else chance.choice([-4, 0, 0, 3])
    turned = 14 if fault == "axis" else chance.choice([-2, 0, 0, 1])
    return {
        "ordered": {"sph": _power(sphere), "cyl": _power(cylinder), "axis": str(axis)},
        "measured": {"sph": _power(sphere + off), "cyl": _power(cylinder), "axis": str(axis + turned)},
    }


def _instrument(chance: Random, row: Mapping[str, Any], fault: str) -> dict[str, Any]:
    found = {"kind": row["kind"], "serial": row["number"], "certificate": row["certificate"]}
    if row["valid_until"]:
        found["valid_until"] = row["valid_until"]
    if row["kind"] == "focimeter":
        off = 20 if fault == "focimeter" else chance.choice([-2, 0, 1])
        found["readings"] = [
            {"nominal": power, "indicated": _power(int(Decimal(power).scaleb(2)) + off)} for power in _LENSES
        ]
    return found


def _power(hundredths: int) -> str:
    return f"{Decimal(hundredths).scaleb(-2):+}"
