"""Random records of net content: nominal contents at the bands of the table, packages at T and 2T."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from server.domain.programmes import RecordError, load
from tests.field import random_records
from tests.field.chance import Chance, every_edition, numbers, text

NAME = "net_content"
UNITS = {"mass": "g", "volume": "mL", "length": "m", "area": "m2", "count": "pcs"}
NOMINALS = numbers(NAME, ["deficiency", "character_height", "label_unit"], ["from", "to"])
LOTS = [int(edge) for edge in numbers(NAME, ["sampling_plan"], ["from", "to"])]
HEIGHTS = numbers(NAME, ["character_height"], ["mm"])
TIMES = ["-1", "-0.2", "0", "0", "0", "0.3", "0.9", "1", "1", "1.5", "2", "2", "2.1"]
PRINTED = [
    "g",
    "kg",
    "克",
    "千克装",
    "mL",
    "ml",
    "毫升",
    "L",
    "m",
    "米",
    "cm",
    "m2",
    "㎡",
    "平方米",
    "G",
    "斤",
    "片",
    "",
]


def record(chance: Chance) -> dict[str, Any]:
    """A record whose packages are given as net, gross with own tare, or gross with the mean tare."""
    kind = chance.choice(["mass", "mass", "mass", "volume", "length", "area", "count"])
    size = max(1, chance.choice(LOTS) + chance.choice([-1, 0, 0, 1]))
    made = {
        "date": chance.day(NAME),
        "product": {"name": "糖", "kind": kind, "nominal": text(nominal(chance, kind)), "unit": UNITS[kind]},
        "lot": {"size": size if chance.maybe(0.8) else str(size)},
        "options": chance.kept({"plan": 0.4, "t_rounding": 0.4}, options(chance)),
        "density": text(Decimal(chance.choice(["1", "1.0302", "0.9", "0.789", "1.3"]))),
        "tare": tare(chance),
        "balance": {"d": chance.choice(["0.1", "0.01", "0.5", "2", "0", "0.3"])},
        "label": label(chance),
        "checklist": random_records.answers(chance, NAME, "object"),
    }
    if chance.maybe(0.1):
        made["product"]["content"] = chance.choice(["net", "drained", "drained"])
    absent = {"balance": 0.7, "options": 0.4, "density": 0.2, "tare": 0.4, "label": 0.5, "checklist": 0.6}
    made = chance.kept(absent, made)
    made["packages"] = numbered(chance, packages(chance, made), size)
    return made


def numbered(chance: Chance, rows: list[dict[str, str]], size: int) -> list[dict[str, Any]]:
    """Seldom with their numbers in the lot, of which one may stand twice or lie outside."""
    if not rows or chance.maybe(0.8):
        return rows
    numbers = [*chance.sample(range(1, size + 1), min(size, len(rows))), size + 1]
    return [
        row | {"number": chance.choice([number, str(number)])}
        for row, number in zip(rows, numbers, strict=False)
    ]


def nominal(chance: Chance, kind: str) -> Decimal:
    edge = chance.choice(NOMINALS)
    found = chance.beside(edge) if chance.maybe(0.7) else Decimal(chance.randint(1, 999999)) / 10
    if kind == "count" and chance.maybe(0.97):
        found = round(found)
    return max(found, Decimal(1) if kind == "count" else Decimal("0.001"))


def options(chance: Chance) -> dict[str, str]:
    known = [edition["id"] for edition in every_edition(load(NAME).limits["tables"]["sampling_plan"])]
    plans = [*["JJF1070-2005"] * 5, *["JJF1070-2023"] * 3, *known, "nobody"]
    return {"plan": chance.choice(plans), "t_rounding": chance.choice(["half_even", "half_up", "up"])}


def tare(chance: Chance) -> dict[str, Any]:
    values = chance.some(
        0, 12, lambda: text(Decimal(chance.choice([3, 30])) + chance.randint(-9, 9) / Decimal(10))
    )
    return chance.kept(
        {"values": 0.3, "mean": 0.6},
        {"values": values, "mean": text(Decimal(chance.randint(0, 99)) / 3 // 1)},
    )


def packages(chance: Chance, made: dict[str, Any]) -> list[dict[str, str]]:
    """Mostly as many as the plan asks, with deficiencies of so many T."""
    try:
        figures = load(NAME).evaluate({**made, "packages": []})["figures"]
    except RecordError:
        figures = {}
    sample = min(figures.get("sample_size") or 10, 130)
    wanted = Decimal(made["product"]["nominal"])
    limit = Decimal(figures.get("t") or "1")
    # Double plans and lots measured wholly: the number may be one of the second stage.
    sample = sample if chance.maybe(0.9) else min(2 * sample, 130)
    way = chance.choice(ways(made) if chance.maybe(0.97) else ["own", "mean", "mixed"])
    count = sample if chance.maybe(0.7) else max(0, sample + chance.choice([-sample, -1, 1]))
    made_of = [package(chance, wanted, limit, way) for _ in range(count)]
    if made["product"]["kind"] == "count" and chance.maybe(0.95):
        return [{key: text(round(Decimal(value))) for key, value in one.items()} for one in made_of]
    return made_of


def ways(made: dict[str, Any]) -> list[str]:
    """How the contents of these packages can be given."""
    kind = made["product"]["kind"]
    if kind in ("length", "area", "count") or (kind == "volume" and "density" not in made):
        return ["net"]
    return ["net", "own", "mean", "mean", "mixed"] if made.get("tare") else ["net", "own"]


def package(chance: Chance, wanted: Decimal, limit: Decimal, way: str) -> dict[str, str]:
    share = Decimal(chance.choice(TIMES)) if chance.maybe(0.04) else Decimal(chance.randint(-20, 20)) / 100
    net = max(Decimal(0), wanted - share * limit)
    if limit % 1 == 0 and wanted % 1 == 0 and chance.maybe(0.2):
        net = round(net)
    elif net > 1 and chance.maybe(0.3):
        net = chance.places(net) + chance.choice([0, 0, 1, -1]) / Decimal(1000)
    if way == "mixed":
        way = chance.choice(["net", "own", "mean"])
    if way == "net":
        return {"net": text(net)}
    own = Decimal(chance.choice(["3", "3.05", "30"]))
    gross = {"gross": text(net + own)}
    return gross | {"tare": text(own)} if way == "own" else gross


def label(chance: Chance) -> dict[str, Any]:
    number = chance.choice(
        ["500", "1,000", "1.5", "0.05", "1000", "12345", "500.0", "1", "2.50", "9999999999999"]
    )
    words = chance.choice(
        ["净含量：", "净含量: ", "净 含　量", "净\u2009含\x85量 ", "NET ", "", "\ufeff净含量"]
    )
    more = chance.choice(["", "", "×3", " x 10", "+50g", "（5片）", "\u00a0", "\x1d"])
    made = {
        "text": f"{words}{number}{chance.choice(['', ' ', '　'])}{chance.choice(PRINTED)}{more}",
        "character_height_mm": text(max(Decimal("0.1"), chance.beside(chance.choice(HEIGHTS)))),
        "prominent": chance.choice([True, True, False]),
    }
    return chance.kept({"text": 0.1, "character_height_mm": 0.3, "prominent": 0.3}, made)
