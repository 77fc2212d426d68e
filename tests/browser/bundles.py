"""Bundles for tests: visits as the server would hand them out, with the real programmes."""

from __future__ import annotations

import hashlib
from typing import Any

from server.domain import programmes
from server.domain.texts import tables

EPOCH = "01900000-0000-7000-8000-0000000000e1"
DRAW = "01900000-0000-7000-8000-0000000000d1"
INSPECTOR = {"id": "01900000-0000-7000-8000-0000000000a1", "name": "李检查", "certificate": "ZF37000001"}
OTHER = {"id": "01900000-0000-7000-8000-0000000000a2", "name": "王检查", "certificate": "ZF37000002"}
MARKET = "01900000-0000-7000-8000-0000000000f1"
SUGAR = "01900000-0000-7000-8000-0000000000f2"
GLASSES = "01900000-0000-7000-8000-0000000000f3"


#: A JPEG would do as well; this is the smallest picture there is.
PICTURE = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAACAkQBADs="
ORDERED = {
    "number": "2025-010",
    "inspection": "01900000-0000-7000-8000-0000000000e9",
    "date": "2025-10-09",
    "programme": "eyewear",
    "verdict": "fail",
    "category": "ordered_to_correct",
    "ordered": ["unverified"],
    "photos": [{"caption": "未检定的焦度计", "data": PICTURE}],
}


def instrument(n: int, **columns: Any) -> dict[str, Any]:
    """A price-computing scale of 15 kg."""
    plate = {"accuracy_class": "III", "max": "15000", "min": "100", "e": "5", "d": "5", "unit": "g"}
    said = {"certificate": "", "maker": "某衡器厂", "model": "ACS-15", "location": f"{n} 号摊位"}
    identity = {"id": f"01900000-0000-7000-8000-00000000c{n:03d}", "number": f"S-{n:04d}", "kind": "scale"}
    return {**identity, **plate, "valid_until": "2099-08-01", **said, **columns}


def assignment(inspection: str, programme: str, order: int, **members: Any) -> dict[str, Any]:
    """One visit, without instruments or products."""
    number = f"92379901MA{order:08d}"
    defaults = {
        "inspection": inspection,
        "revision": 1,
        "return_reason": "",
        "state": "open",
        "programme": programme,
        "order": order,
        "due": "2026-12-31",
        "draw": {"id": DRAW, "number": "2026-001", "title": "秋季抽查", "commitment": "c" * 64},
        "plan": {
            "title": "2026 年秋季抽查计划",
            "basis": "年度计划",
            "authority": "海岳市市场监督管理局",
            "second_stage": 3,
        },
        "ticket": hashlib.sha256(inspection.encode()).hexdigest(),
        "team": [{**INSPECTOR, "unit": "计量科", "lead": True}, {**OTHER, "lead": False}],
        "object": {
            "id": f"01900000-0000-7000-8000-00000000b{order:03d}",
            "number": number,
            "name": f"海岳第{order}农贸市场",
            "kind": "market",
            "address": f"东城区{order}号",
            "division": "379901",
            "division_name": {"zh": "东城区", "en": "East"},
            "contact": "",
        },
        "instruments": [],
        "products": [],
        "earlier": [
            {"number": "2025-009", "date": "2025-10-02", "verdict": "pass", "category": "no_problem"}
        ],
    }
    return {**defaults, **members}


def bundle(*assignments: dict[str, Any]) -> dict[str, Any]:
    """A whole bundle of these visits."""
    names = sorted({one["programme"] for one in assignments})
    return {
        "bundle": "b" * 64,
        "epoch": EPOCH,
        "site": "https://scale.example",
        "made_at": "2026-11-23T00:00:00.000Z",
        "inspector": INSPECTOR,
        "assignments": list(assignments),
        "programmes": {name: programme(name) for name in names},
        "texts": {name: tables()[name] for name in ("verdict",)},
    }


def programme(name: str) -> dict[str, Any]:
    """The data of a programme as a tablet gets it."""
    found = programmes.load(name)
    return {part: getattr(found, part) for part in ("form", "checklist", "limits", "violations", "texts")}


def three_visits() -> dict[str, Any]:
    """A market with scales, a producer with a lot of sugar, a shop of spectacles."""
    scales = [instrument(n) for n in range(1, 8)]
    sugar = {
        "id": DRAW,
        "number": "P-1",
        "name": "白砂糖",
        "kind": "mass",
        "nominal": "500",
        "unit": "g",
        "producer": "某糖厂",
    }
    focimeter = instrument(90, kind="focimeter", number="J-7", certificate="JD-1")
    return bundle(
        assignment(MARKET, "market_scales", 1, instruments=scales),
        assignment(SUGAR, "net_content", 2, products=[sugar]),
        assignment(GLASSES, "eyewear", 3, instruments=[focimeter], earlier=[ORDERED]),
    )
