"""Net content: the packages of a small lot, weighed with their packing or measured without."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

import sampling
from server.demo.readings import yes

#: Lots up to 50 packages need ten, up to 99 thirteen.
_LOTS = ((20, 50, 10), (51, 99, 13))
_CHECKLIST = ["content_stated", "words_number_unit", "clearly_visible"]


def record(chance: Random, assignment: Mapping[str, Any], day: date, faulty: bool) -> dict[str, Any]:
    """Return a record; in a faulty one the packages hold too little, or the figures of the label are too small."""
    product = _chosen(assignment)
    fault = chance.choice(["short", "short", "height"]) if faulty else ""
    least, most, count = chance.choice(_LOTS)
    contents = [_content(chance, product, fault == "short") for _ in range(count)]
    return {
        "date": day.isoformat(),
        "product": {name: product[name] for name in ("name", "kind", "nominal", "unit", "producer")}
        | {"batch": f"{day:%Y%m}{chance.randrange(1, 28):02d}"},
        "label": {
            "text": f"净含量：{product['nominal']}{product['unit'].replace('pcs', '片')}",
            "character_height_mm": "1" if fault == "height" else "6",
            "prominent": True,
        },
        "lot": {"size": chance.randrange(least, most)},
        **_packages(chance, product, contents),
        "checklist": yes(_CHECKLIST),
    }


def _packages(chance: Random, product: Mapping[str, Any], contents: list[Decimal]) -> dict[str, Any]:
    """What is weighed is weighed with its packing; what is counted or measured is not."""
    if product["unit"] != "g":
        return {"packages": [{"net": str(one)} for one in contents]}
    tare = Decimal(chance.randrange(25, 90)).scaleb(-1)
    return {
        "tare": {"values": [str(tare), str(tare)]},
        "packages": [{"gross": str(one + tare)} for one in contents],
    }


def display(record: Mapping[str, Any]) -> str:
    """The first package."""
    first = record["packages"][0]
    return f"{first.get('gross', first.get('net'))} {record['product']['unit']}"


def _chosen(assignment: Mapping[str, Any]) -> Mapping[str, Any]:
    by_number = {row["number"]: row for row in assignment["products"]}
    [(number, _ticket)] = sampling.second_stage(assignment["ticket"], by_number, 1)
    return by_number[number]


def _content(chance: Random, product: Mapping[str, Any], short: bool) -> Decimal:
    """Whole pieces, or tenths of the unit: 0.4 % above the nominal content, or 1.5 % below it."""
    nominal = Decimal(product["nominal"])
    if product["unit"] == "pcs":
        return nominal - (3 if short else 0)
    spread = chance.randrange(-60, 61) * nominal / 10_000
    meant = nominal * (Decimal("0.985") if short else Decimal("1.004"))
    return (meant + spread).quantize(Decimal("0.1"))
