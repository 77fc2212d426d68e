"""Legal units: two price signs of a market and what is on its labels."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from random import Random
from typing import Any

from server.demo.readings import yes

_GOODS = (("白菜", "3.60"), ("猪肉", "25.60"), ("带鱼", "39.80"), ("番茄", "6.50"), ("鸡蛋", "9.60"))
_CHECKLIST = ["public_signs", "goods_labels", "tickets"]


def record(chance: Random, assignment: Mapping[str, Any], day: date, faulty: bool) -> dict[str, Any]:
    """Return a record; in a faulty one a sign gives its price for a unit that is not legal."""
    (first, price), (second, other) = chance.sample(_GOODS, 2)
    unit = "市斤" if faulty else "kg"
    return {
        "date": day.isoformat(),
        "texts": [
            {
                "where": f"{chance.randrange(1, 60)} 号摊位价签",
                "medium": "sign",
                "text": f"{first} {price} 元/{unit}",
            },
            {
                "where": f"{chance.randrange(1, 60)} 号摊位价签",
                "medium": "sign",
                "text": f"{second} {other} 元/kg",
            },
        ],
        "checklist": yes(_CHECKLIST, "public_signs" if faulty else ""),
    }


def display(record: Mapping[str, Any]) -> str:
    """The price on the first sign."""
    return record["texts"][0]["text"].split()[1]
