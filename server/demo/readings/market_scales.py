"""Scales on markets: some weighings of each scale that its ticket chose, and goods weighed again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import sampling
from server.demo.readings import yes

_CHECKLIST = [
    "metrology_system",
    "instrument_ledger",
    "fair_scale_set",
    "fair_scale_kept",
    "disputes_handled",
]
_GOODS = (("虾", "B"), ("五花肉", "B"), ("白菜", "A"), ("苹果", "A"))


def record(chance: Random, assignment: Mapping[str, Any], day: date, faulty: bool) -> dict[str, Any]:
    """Return a record; in a faulty one a scale shows too much, a seal is broken, or goods are short."""
    fault = chance.choice(["error", "seal", "short", "fair_scale_set"]) if faulty else ""
    rows = [_scale(chance, scale, fault if n == 0 else "") for n, scale in enumerate(chosen(assignment))]
    return {
        "date": day.isoformat(),
        "stage": "in_service",
        "instruments": rows,
        "retail": [_retail(chance, fault == "short")],
        "checklist": yes(_CHECKLIST, fault),
    }


def display(record: Mapping[str, Any]) -> str:
    """The last weighing of the first scale."""
    weighing = record["instruments"][0]["weighings"][-1]
    return f"{Decimal(weighing['indication']).scaleb(-3)} kg"


def chosen(assignment: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the scales that the ticket of the market chooses, lowest ticket first."""
    by_number = {row["number"]: row for row in assignment["instruments"]}
    count = assignment["plan"]["second_stage"] or len(by_number)
    tickets = sampling.second_stage(assignment["ticket"], by_number, count)
    return [by_number[number] for number, _ticket in tickets]


def _scale(chance: Random, scale: Mapping[str, Any], fault: str) -> dict[str, Any]:
    step, most = int(scale["e"]), int(scale["max"])
    loads = [int(scale["min"]), 500 * step, most // 2, most]
    errors = [0, 0, 0, chance.choice([0, 0, 0, step])]
    if fault == "error":
        errors[-1] = 4 * step
    unit_price = Decimal(chance.randrange(580, 4990, 10)).scaleb(-2)
    return {
        "serial": scale["number"],
        **{name: scale[name] for name in ("accuracy_class", "max", "min", "e", "d", "unit")},
        "valid_until": scale["valid_until"],
        "seal": "broken" if fault == "seal" else "intact",
        "zero": _weighing(chance, 10 * step, 0, step),
        "weighings": [_weighing(chance, *pair, step) for pair in zip(loads, errors, strict=True)],
        "key_test": [{"keys": "M1 M2 M3", "load": "1000", "indication": "1000"}],
        "price": [
            {
                "weight_kg": "0.500",
                "unit_price": str(unit_price),
                "displayed": str(unit_price / 2),
            }
        ],
    }


def _weighing(chance: Random, load: int, error: int, step: int) -> dict[str, str]:
    added = Decimal(step * chance.randrange(3, 8)).scaleb(-1)
    return {"load": str(load), "indication": str(load + error), "added": str(added)}


def _retail(chance: Random, short: bool) -> dict[str, str]:
    goods, category = chance.choice(_GOODS)
    settled = chance.randrange(600, 2000, 5)
    missing = settled // 12 if short else chance.randrange(0, 3)
    return {
        "goods": goods,
        "category": category,
        "settled_g": str(settled),
        "checked_g": str(settled - missing),
        "method": "higher_accuracy",
    }
