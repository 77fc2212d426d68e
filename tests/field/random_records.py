"""Random records of every programme, the edges of its tables and broken ones among them."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from server.domain.programmes import load
from tests.field import random_certificates, random_packages, random_scales, random_spectacles, random_texts
from tests.field.chance import Chance

MAKERS = {
    "market_scales": random_scales.record,
    "net_content": random_packages.record,
    "eyewear": random_spectacles.record,
    "legal_units": random_texts.record,
    "verification_bodies": random_certificates.record,
}
SPOILED = 0.15
STRANGE = [
    None, "", "0", "-0", "-1", "+2.50", "0.0000001", "999999999999.999999999999", "1e5", "NaN", "1,5", "5.", ".5", "٣",
    "190", "1 000", "\ud800", "\x00", "x" * 201, "2026-02-30", "2024-02-29", "0000-01-01", "1984-12-31", "nobody", True,
    False, 0, -1, 7, 10**12, [], {}, [None], [{}], ["1"], {"a": "1"},
]  # fmt: skip


def records(programme: str, seed: int, count: int) -> Iterator[dict[str, Any]]:
    """`count` records of a programme, the same for the same seed."""
    chance = Chance(f"{programme} {seed}")
    make = MAKERS.get(programme, checklist_only(programme))
    for _ in range(count):
        record = make(chance)
        yield spoiled(chance, record) if chance.maybe(SPOILED) else record


def checklist_only(programme: str):
    return lambda chance: {
        "date": chance.day(programme) if load(programme).limits["tables"] else "2026-03-05",
        "checklist": answers(chance, programme, "object"),
    }


def answers(chance: Chance, programme: str, group: str) -> dict[str, Any]:
    """Random answers to the items of a checklist; some are left out."""
    items = load(programme).checklist["groups"].get(group, [])
    return {
        item["code"]: {
            "answer": chance.choice(["yes", "yes", "no", "na", ""]),
            "note": chance.choice(["", "备注"]),
        }
        for item in items
        if chance.maybe(0.6)
    }


def spoiled(chance: Chance, record: dict[str, Any]) -> dict[str, Any]:
    """The record with one or two of its values replaced, taken away or joined by a stranger."""
    record = copy.deepcopy(record)
    for _ in range(chance.randint(1, 2)):
        owner, key = chance.choice(list(_places(record)) or [(record, "date")])
        strange = copy.deepcopy(chance.choice(STRANGE))
        change = chance.choice(["replace", "replace", "remove", "join"])
        if change == "remove":
            owner.pop(key, None) if isinstance(owner, dict) else owner.pop(key)
        elif change == "replace":
            owner[key] = strange
        elif isinstance(owner, dict):
            owner[chance.choice(["stranger", "10", "9"])] = strange
        else:
            owner.append(strange)
    return record


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield value, key
        yield from _places(item)
