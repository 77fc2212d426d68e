"""Random records of eyewear shops: ordered powers at the bands of the tables, deviations at the tolerances."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.field import random_records
from tests.field.chance import Chance, numbers, text

NAME = "eyewear"
POWERS = numbers(NAME, ["power", "power_progressive"], ["from", "to"])
CYLINDERS = numbers(NAME, ["power", "power_progressive"], ["cylinder_from", "cylinder_to"])
CYLINDERS += numbers(NAME, ["axis", "axis_progressive"], ["from", "to"])
ADDITIONS = numbers(NAME, ["addition", "addition_progressive"], ["from", "to"])
TOLERANCES = numbers(
    NAME,
    ["power", "power_progressive", "addition", "addition_progressive"],
    ["meridian", "cylinder", "addition"],
)
AXES = numbers(NAME, ["axis", "axis_progressive"], ["degrees"])
CENTRES = numbers(NAME, ["centre_distance", "vertical_difference"], ["limit"])
STRONG = numbers(NAME, ["centre_distance", "vertical_difference"], ["from", "to"])
READINGS = numbers(NAME, ["focimeter", "refractometer"], ["from", "to"])
ERRORS = numbers(NAME, ["focimeter", "refractometer"], ["limit"])
KINDS = ["focimeter", "refractometer", "phoropter", "trial_lens_set", "pd_meter", "nobody"]


def record(chance: Chance) -> dict[str, Any]:
    """A record with up to three spectacles and up to three instruments."""
    made = {
        "date": chance.day(NAME),
        "options": {"standard": chance.choice(["GB13511-2011", "GB/T13511-2025", "nobody", "GB13511-2011"])},
        "spectacles": chance.some(0, 3, lambda: spectacles(chance)),
        "instruments": chance.some(0, 3, lambda: instrument(chance)),
        "checklist": random_records.answers(chance, NAME, "object"),
        "look_back": look_back(chance),
    }
    return chance.kept({"options": 0.7, "checklist": 0.4, "look_back": 0.7, "instruments": 0.2}, made)


def spectacles(chance: Chance) -> dict[str, Any]:
    pd = {"right": Decimal(31), "left": Decimal("31.5")}
    off = {side: wide + sign(chance) * chance.beside(chance.choice(CENTRES)) for side, wide in pd.items()}
    made = {
        "number": str(chance.randint(1, 99)),
        "design": chance.choice(["single_vision", "single_vision", "multifocal", "progressive"]),
        "right": lens(chance),
        "left": lens(chance),
        "pd": chance.kept({"left": 0.1}, {side: text(wide) for side, wide in pd.items()}),
        "centres": chance.kept(
            {"right": 0.1}, {side: text(max(wide, Decimal(0))) for side, wide in off.items()}
        ),
        "vertical_difference": vertical(chance),
    }
    return chance.kept(
        {"left": 0.2, "right": 0.1, "pd": 0.3, "centres": 0.3, "vertical_difference": 0.5}, made
    )


def vertical(chance: Chance) -> dict[str, str]:
    value = text(sign(chance) * chance.beside(chance.choice(CENTRES)))
    return {chance.choice(["mm", "prism"]): value} if chance.maybe(0.8) else {"mm": value, "prism": value}


def lens(chance: Chance) -> dict[str, Any]:
    """The measured lens is off by tolerances, sometimes written with the other cylinder sign."""
    sph = sign(chance) * chance.beside(chance.choice([*POWERS, *STRONG]))
    cyl = sign(chance) * chance.choice([Decimal(0), chance.beside(chance.choice(CYLINDERS))])
    axis = Decimal(chance.randint(0, 180))
    add = max(Decimal("0.25"), chance.beside(chance.choice([*ADDITIONS, Decimal(2), Decimal("0.75")])))
    ordered = {"sph": text(sph), "cyl": text(cyl), "axis": text(axis), "add": text(add)}
    sph, cyl, add = (value + deviation(chance) for value in (sph, cyl, add))
    axis = (axis + sign(chance) * chance.beside(chance.choice(AXES))) % 180
    if chance.maybe(0.3):
        sph, cyl, axis = sph + cyl, -cyl, (axis + 90) % 180
    measured = {"sph": text(sph), "cyl": text(cyl), "axis": text(axis), "add": text(add)}
    shares = {"add": 0.6, "axis": 0.15, "cyl": 0.1}
    made = {"ordered": chance.kept(shares, ordered), "measured": chance.kept(shares, measured)}
    return chance.kept({"measured": 0.05}, made)


def deviation(chance: Chance) -> Decimal:
    if chance.maybe(0.3):
        return Decimal(0)
    return sign(chance) * (chance.choice(TOLERANCES) + Decimal(chance.choice(["0", "0", "0.01", "-0.01"])))


def sign(chance: Chance) -> int:
    return chance.choice([1, -1])


def instrument(chance: Chance) -> dict[str, Any]:
    made = {
        "kind": chance.choice(KINDS),
        "serial": f"J-{chance.randint(1, 9)}",
        "valid_until": chance.choice(["2026-01-31", "2020-01-01", "2027-12-31"]),
        "certificate": "",
        "readings": chance.some(0, 4, lambda: reading(chance)),
    }
    return chance.kept({"valid_until": 0.2, "readings": 0.2, "serial": 0.2}, made)


def reading(chance: Chance) -> dict[str, str]:
    nominal = sign(chance) * chance.beside(chance.choice(READINGS))
    error = sign(chance) * (chance.choice(ERRORS) + Decimal(chance.choice(["0", "0", "0.001", "-0.01"])))
    made = {
        "quantity": chance.choice(["power", "prism", "zero", "pupillary_distance"]),
        "nominal": text(nominal),
    }
    made["indicated"] = text(nominal + error)
    return chance.kept({"quantity": 0.4}, made)


def look_back(chance: Chance) -> dict[str, Any]:
    codes = chance.sample(["metrology_system", "trained_staff", "a", "b"], chance.randint(0, 4))
    states = ["corrected", "corrected", "not_corrected", "partly"]
    return {"of": "0197", "items": {code: chance.choice(states) for code in sorted(codes)}}
