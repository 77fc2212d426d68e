"""A database of made-up outcomes, judged by the real programmes, for measurements of the public pages."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from server.domain import canonical, identifiers, programmes
from server.store import schema

DIVISIONS = ("379901", "379902", "379903")
CATEGORIES = ("no_problem", "ordered_to_correct", "open_matter", "activity_not_found")
FIRST = date(2022, 1, 3)
#: How many outcomes are handed back for visits: more than a server keeps ready.
PAGES = 2_000
_COLUMNS = (
    "id", "number", "version", "current", "inspection_id", "object_id", "draw_id", "programme", "object_number",
    "object_name", "address", "division", "inspected_on", "verdict", "category", "reason", "content",
    "content_sha256", "published_at",
)  # fmt: skip


def build(file: Path, rows: int) -> list[tuple[str, str]]:
    """Make an SQLite database with ``rows`` outcomes; returns some of them as (number, id)."""
    schema.upgrade(f"sqlite:///{file}")
    chance = random.Random(20260305)
    seen: list[tuple[str, str]] = []
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA synchronous=OFF")
    places = ", ".join("?" * len(_COLUMNS))
    with connection:
        names = zip(DIVISIONS, ("东城区", "西城区", "南湖区"), ("East", "West", "South"), strict=True)
        connection.executemany("INSERT INTO divisions (code, zh, en) VALUES (?, ?, ?)", names)
        query = f"INSERT INTO outcomes ({', '.join(_COLUMNS)}) VALUES ({places})"
        connection.executemany(query, _rows(chance, rows, seen))
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return seen


def _rows(chance: random.Random, rows: int, seen: list[tuple[str, str]]) -> Iterator[tuple[Any, ...]]:
    models = [_judged(name, record) for name in programmes.names() for record in _records(name)]
    draw = _uuid(chance, FIRST)
    for number in range(1, rows + 1):
        programme, record, result = chance.choice(models)
        day = FIRST + timedelta(days=number * 1600 // rows)
        row_id, object_number = _uuid(chance, day), f"SELF-{number % 60_000:06d}"
        published = datetime(day.year, day.month, day.day, 1, tzinfo=UTC) + timedelta(
            days=9, seconds=number % 3600
        )
        name, division = f"海岳第{number % 60_000}农贸市场", chance.choice(DIVISIONS)
        category = chance.choice(CATEGORIES)
        head = {"number": f"{day.year}-{number:06d}", "version": 1, "reason": ""}
        content = canonical.dumps(
            {
                **head,
                "format": "fair-scale-outcome/1",
                "authority": "海岳市市场监督管理局",
                "programme": programme,
                "plan": {"number": "P2026-0001", "title": "2026 年度计量监督检查"},
                "draw": {
                    "id": draw,
                    "number": "D2026-0001",
                    "commitment": canonical.sha256(b"c"),
                    "order": number,
                    "stratum": f"{division}/C",
                    "ticket": canonical.sha256(row_id.encode()),
                    "substitute_for": None,
                },
                "object": {
                    "number": object_number,
                    "name": name,
                    "kind": "market",
                    "division": division,
                    "address": f"海岳市{number % 900} 号",
                },
                "inspected_on": day.isoformat(),
                "finished_at": f"{day.isoformat()}T03:00:00.000Z",
                "published_at": published.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
                "items": [
                    {"item": {"zh": "在用计量器具监督检查", "en": "Instruments in use"}, "category": category}
                ],
                "verdict": result["verdict"],
                "not_possible": None,
                "record": record,
                "result": result,
                "violations": [],
                "photos": [],
            }
        )
        if number % max(1, rows // PAGES) == 0:
            seen.append((head["number"], row_id))
        yield (
            *(row_id, head["number"], 1, 1, _uuid(chance, day), f"object-{number % 60_000}", draw, programme),
            *(object_number, name, f"海岳市{number % 900} 号", division, day.isoformat(), result["verdict"]),
            *(category, "", content, canonical.sha256(content.encode())),
            published.strftime("%Y-%m-%d %H:%M:%S.%f"),
        )


def _uuid(chance: random.Random, day: date) -> str:
    return identifiers.make(datetime(day.year, day.month, day.day, tzinfo=UTC), chance.randbytes(10))


def _judged(name: str, record: dict[str, Any]) -> tuple[str, dict[str, Any], dict[str, Any]]:
    return name, record, programmes.load(name).evaluate(record)


def _records(name: str) -> list[dict[str, Any]]:
    """A few plain records of a programme: one that passes, one that fails, one that cannot be decided."""
    scale = {
        "accuracy_class": "III",
        "max": "15000",
        "min": "100",
        "e": "5",
        "d": "5",
        "unit": "g",
        "valid_until": "2027-01-31",
        "seal": "intact",
    }
    loads = [{"load": load, "indication": load, "added": "2.5"} for load in ("100", "1000", "5000", "12000")]
    spectacles = {"number": "1", "design": "single_vision"}
    ordered = {"sph": "-3.00", "cyl": "-0.75", "axis": "180"}
    day = {"date": "2026-03-05"}
    return {
        "market_scales": [
            {**day, "stage": "in_service", "instruments": [{**scale, "serial": "S-1", "weighings": loads}]},
            {
                **day,
                "stage": "in_service",
                "instruments": [
                    {**scale, "serial": "S-2", "weighings": [*loads, {"load": "1000", "indication": "1050"}]}
                ],
            },
            {
                **day,
                "stage": "in_service",
                "instruments": [
                    {**scale, "serial": "S-3", "weighings": [{"load": "1000", "indication": "1005"}]}
                ],
            },
        ],
        "net_content": [
            {
                **day,
                "product": {"name": "白砂糖", "kind": "mass", "nominal": "500", "unit": "g"},
                "lot": {"size": 8},
                "packages": [{"net": net} for net in (*("500.2",) * 7, last)],
            }
            for last in ("500.1", "460.0")
        ],
        "eyewear": [
            {
                **day,
                "spectacles": [
                    {**spectacles, "right": {"ordered": ordered, "measured": {**ordered, "sph": sph}}}
                ],
            }
            for sph in ("-3.06", "-3.50")
        ],
    }.get(name, [])
