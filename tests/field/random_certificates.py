"""Random records of verification bodies: certificates with a check at its edge, comparisons with En near 1."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from tests.field import random_records
from tests.field.chance import Chance, text

NAME = "verification_bodies"
DAYS = ["2024-02-29", "2024-03-01", "2025-12-31", "2026-01-01"]
ABSENT = [
    "standard_valid_until",
    "authorised_until",
    "in_scope",
    "rule",
    "rule_current",
    "signatures",
    "person_qualified",
]
ABSENT += [
    "recomputed",
    "printed",
    "period_months",
    "rule_period_months",
    "error",
    "mpe",
    "conclusion",
    "item",
]


def record(chance: Chance) -> dict[str, Any]:
    """A record with up to five certificates and up to five comparisons."""
    made = {
        "date": chance.day(NAME),
        "checklist": random_records.answers(chance, NAME, "object"),
        "certificates": chance.some(0, 5, lambda: certificate(chance)),
        "comparisons": chance.some(0, 5, lambda: comparison(chance)),
        "comparison_groups": chance.some(0, 2, lambda: group(chance)),
        "certificate_list": certificate_list(chance),
    }
    absent = {"date": 0.3, "checklist": 0.5, "comparison_groups": 0.5, "certificate_list": 0.7}
    return chance.kept(absent, made)


def certificate_list(chance: Chance) -> dict[str, Any]:
    """The sizes at which all certificates are taken, and samples at the ends of what is allowed."""
    made = {
        "size": chance.choice([1, 3, 9, 10, 14, 15, 16, 900]),
        "sample": chance.choice([1, 3, 5, 9, 10, 15, 16]),
    }
    return chance.kept({"size": 0.05, "sample": 0.05}, made)


def group(chance: Chance) -> dict[str, Any]:
    """As many laboratories as the ends of the table of critical values, one of them mostly far off."""
    count = chance.choice([2, 3, 4, 5, 6, 7, 7, 8, 30, 31, 1])
    far = chance.randint(0, count - 1) if chance.maybe(0.5) else -1
    rows = [
        {
            "name": str(number),
            "value": text(
                Decimal(chance.randint(-30, 30)) / 10 + (chance.choice([3, 10, 40]) if number == far else 0)
            ),
            "uncertainty": text(Decimal(chance.randint(1, 60)) / 10),
        }
        for number in range(count)
    ]
    alike = [row | {"value": "1.5"} for row in rows]
    made = {
        "item": "1 V",
        "form": chance.choice(["independent", "contributing"]),
        "own": chance.choice(["0", "1", str(far), "A"]) if chance.maybe(0.9) else "",
        "laboratories": rows if chance.maybe(0.9) else alike,
    }
    return chance.kept({"item": 0.2, "own": 0.2}, made)


def certificate(chance: Chance) -> dict[str, Any]:
    made = {
        "number": f"Z-{chance.randint(1, 999)}",
        "item": "数字指示秤",
        "work_date": chance.choice(DAYS),
        "standard_valid_until": chance.choice(DAYS),
        "authorised_until": chance.choice(DAYS),
        "in_scope": chance.maybe(0.8),
        "rule": "JJG 539-2016",
        "rule_current": chance.maybe(0.8),
        "signatures": chance.choice([0, 1, 2, 3, "2", "1", 100, 101]),
        "person_qualified": chance.maybe(0.8),
        "recomputed": chance.choice(["0.50", "-0.5", "0"]),
        "printed": chance.choice(["0.5", "-0.500", "0.51"]),
        "period_months": chance.choice([11, 12, 13, "12"]),
        "rule_period_months": chance.choice([12, "12", 24]),
        "error": chance.choice(["0.5", "-0.5", "0.501", "-0.6", "0"]),
        "mpe": chance.choice(["0.5", "0.50", "0.6"]),
        "conclusion": chance.choice(["qualified", "qualified", "unqualified"]),
    }
    return chance.kept(dict.fromkeys(ABSENT, 0.25), made)


def comparison(chance: Chance) -> dict[str, Any]:
    """3, 4 and 5 times a unit make En exactly 1; a step beside it does not."""
    unit = Decimal(chance.choice(["0.01", "0.1", "1", "0.037"]))
    reference = Decimal(chance.randint(-5000, 5000)) / 100
    form = chance.choice(["independent", "contributing"])
    own, other, off = (3, 4, 5) if form == "independent" else (5, 4, 3)
    step = chance.choice([Decimal(0), Decimal("0.0001"), Decimal("-0.0001"), Decimal("0.5"), Decimal(-5)])
    made = {
        "item": "砝码",
        "value": text(reference + chance.choice([1, -1]) * off * unit + step),
        "uncertainty": text(own * unit),
        "reference": text(reference),
        "reference_uncertainty": text(chance.choice([other, other, other, own]) * unit),
        "stability_uncertainty": text(chance.choice([Decimal(0), unit, Decimal("0.03")])),
        "form": form,
    }
    return chance.kept({"stability_uncertainty": 0.6, "item": 0.2}, made)
