"""Random records of market scales: loads at the steps of the error table, errors at the limits."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.field import random_records
from tests.field.chance import Chance, numbers, text

NAME = "market_scales"
INTERVALS = [
    *numbers(NAME, ["plate"], ["e_from", "e_to"]),
    *map(Decimal, ["0.01", "0.02", "1", "2", "5", "10", "20", "50"]),
]
COUNTS = [int(edge) for edge in numbers(NAME, ["plate"], ["n_min", "n_max"])]
ERRORS = ["0", "0.25", "0.5", "1", "1.5", "2", "3", "0.1", "0.7"]
STEPS = numbers(NAME, ["mpe"], ["from", "to"])
RETAIL = [edge for edge in numbers(NAME, ["retail"], ["from", "to"]) if edge]
SHORTAGES = numbers(NAME, ["retail"], ["limit_g"])
WEIGHTS = numbers(NAME, ["weights"], ["nominal"])
ABSENT = {
    "min": 0.2,
    "max": 0.1,
    "d": 0.4,
    "valid_until": 0.15,
    "seal": 0.2,
    "zero": 0.4,
    "eccentricity": 0.5,
}
ABSENT |= {
    "discrimination": 0.5,
    "repeatability": 0.5,
    "key_test": 0.5,
    "price": 0.5,
    "weighings": 0.1,
    "checklist": 0.5,
}


def record(chance: Chance) -> dict[str, Any]:
    """A record with up to three scales and up to three goods weighed again."""
    made = {
        "date": chance.day(NAME),
        "stage": chance.choice(["in_service", "in_service", "verification"]),
        "weights": chance.some(0, 4, lambda: weight(chance)) if chance.maybe(0.4) else [],
        "instruments": chance.some(0, 3, lambda: instrument(chance)),
        "retail": [],
        "checklist": random_records.answers(chance, NAME, "object"),
    }
    serials = [row["serial"] for row in made["instruments"] if "serial" in row]
    made["retail"] = chance.some(0, 3, lambda: goods(chance, serials))
    return chance.kept({"weights": 0.3, "retail": 0.3, "checklist": 0.3, "instruments": 0.1}, made)


def weight(chance: Chance) -> dict[str, str]:
    return {
        "accuracy_class": chance.choice(["F2", "M1", "M2", "M3"]),
        "nominal": text(chance.choice(WEIGHTS)),
    }


def instrument(chance: Chance) -> dict[str, Any]:
    e = chance.choice(INTERVALS)
    accuracy_class = chance.choice(["I", "II", "III", "III", "III", "IIII"])
    n = max(1, chance.choice([*COUNTS, 3000, 5000]) + chance.choice([0, 0, 0, 1, -1]))
    seldom = chance.choice([Decimal("0.1"), Decimal("0.2"), Decimal(1)])
    rows = lambda least, most: chance.some(least, most, lambda: weighing(chance, e))  # noqa: E731
    made = {
        "serial": f"S-{chance.randint(1, 99)}",
        "accuracy_class": accuracy_class,
        "max": text(n * e),
        "min": text(chance.choice([10, 20, 50, 100]) * e),
        "e": text(e),
        "d": text(e * seldom),
        "unit": chance.choice(["g", "g", "kg", "mg", "t"]),
        "valid_until": chance.choice(["2026-08-01", "2026-03-05", "2020-01-01", "2027-12-31"]),
        "seal": chance.choice(["intact", "intact", "broken", "missing"]),
        "zero": weighing(chance, e, load=10 * e),
        "weighings": rows(0, 5),
        "eccentricity": [row | {"position": str(i)} for i, row in enumerate(rows(0, 4))],
        "repeatability": repeated(chance, e),
        "discrimination": chance.some(0, 2, lambda: small_addition(chance, e)),
        "key_test": [row | {"keys": "M1"} for row in rows(0, 2)],
        "price": chance.some(0, 3, lambda: price(chance)),
        "checklist": random_records.answers(chance, NAME, "instrument"),
    }
    return chance.kept(ABSENT, made)


def weighing(chance: Chance, e: Decimal, load: Decimal | None = None) -> dict[str, str]:
    """E = indication + e/2 - added - load with an error that is mostly a limit or just beside one."""
    if load is None:
        load = max(Decimal(0), (chance.choice(STEPS) + chance.choice([0, 0, 1, -1])) * e)
    error = (
        Decimal(chance.choice(ERRORS)) * e * chance.choice([1, -1]) + chance.choice([0, 0, 1, -1]) * e / 1000
    )
    indication = load + error.quantize(e) if chance.maybe(0.7) else load + chance.randint(-4, 4) * e
    made = {"load": text(load), "indication": text(indication)}
    if chance.maybe(0.7):
        made["added"] = text(indication + e / 2 - load - error)
    return made


def small_addition(chance: Chance, e: Decimal) -> dict[str, str]:
    """The indication rises by one interval, by a little less or not at all."""
    load = chance.choice([20, 500, 3000]) * e
    rise = chance.choice(["1", "1", "0.999", "0", "2", "0.1", "0.2"])
    return {"load": text(load), "indication": text(load), "after": text(load + Decimal(rise) * e)}


def repeated(chance: Chance, e: Decimal) -> list[dict[str, str]]:
    load = chance.choice([200, 500, 501, 2000]) * e
    return chance.some(0, 6, lambda: weighing(chance, e, load if chance.maybe(0.9) else load * 2))


def price(chance: Chance) -> dict[str, str]:
    weight, unit_price = Decimal(chance.randint(1, 9999)) / 1000, Decimal(chance.randint(1, 9999)) / 100
    displayed = weight * unit_price + Decimal(chance.choice(["0", "0", "0.005", "-0.005", "0.01", "-0.01"]))
    places = chance.choice([2, 2, 2, 3, 5])
    return {
        "weight_kg": text(weight),
        "unit_price": text(unit_price),
        "displayed": text(round(displayed, places)),
    }


def goods(chance: Chance, serials: list[str]) -> dict[str, str]:
    """What was sold as `settled_g` and weighs `checked_g`: the shortage mostly is a limit or twice one."""
    settled = max(Decimal(1), chance.beside(chance.choice(RETAIL)))
    short = chance.beside(chance.choice(SHORTAGES) * chance.choice([1, 1, 2]))
    read = chance.beside(settled + chance.choice(SHORTAGES) * chance.choice([1, 1, -1, 0]))
    made = {
        "goods": chance.choice(["虾", "米", ""]),
        "category": chance.choice(["A", "B", "C", "D"]),
        "settled_g": text(settled),
        "checked_g": text(max(Decimal(0), settled - short)),
        "method": chance.choice(["higher_accuracy", "same_instrument", "equal_accuracy"]),
        "weights_g": text(max(Decimal(0), read)),
        "instrument": chance.choice([*serials, *serials, "S-0"]),
    }
    return chance.kept({"weights_g": 0.5, "instrument": 0.6 if serials else 0.98}, made)
