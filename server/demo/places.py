"""The objects of the city: sixty markets, three hundred eyewear shops, a hundred and twenty producers and shops.

Every fourth market and the supermarkets are checked for the units on their signs as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import cycle, islice
from random import Random

from server.demo.chance import stream
from server.demo.names import CITY, DIVISIONS, streets, words
from server.domain import uscc

MARKETS, EYEWEAR_SHOPS, PACKERS = 60, 300, 120
_EYEWEAR = ("眼镜店", "眼镜行", "视光中心", "配镜部")
_FOODS = ("食品厂", "粮油店", "调味品厂", "日用品商行", "超市")


def markets(today: date) -> list[dict[str, str]]:
    """Return the rows of the markets for the register of objects."""
    return [
        _row(place, f"{CITY}{word}农贸市场", "market", _programmes(place[0]), today, registered=True)
        for place, word in _places("markets", MARKETS)
    ]


def eyewear_shops(today: date) -> list[dict[str, str]]:
    """Return the rows of the eyewear shops; one in eight has no social credit code."""
    rows = []
    for place, word in _places("eyewear", EYEWEAR_SHOPS):
        n, chance = place
        kind = _EYEWEAR[n % len(_EYEWEAR)]
        known = chance.random() > 0.125
        rows.append(_row(place, f"海岳{word}{kind}", "eyewear_shop", "eyewear", today, registered=known))
    return rows


def packers(today: date) -> list[dict[str, str]]:
    """Return the rows of those who pack or sell packaged goods."""
    rows = []
    for place, word in _places("packers", PACKERS):
        kind = _FOODS[place[0] % len(_FOODS)]
        noun = "producer" if kind.endswith("厂") else "shop"
        programmes = "net_content legal_units" if kind == "超市" else "net_content"
        rows.append(_row(place, f"海岳{word}{kind}", noun, programmes, today, registered=True))
    return rows


def _programmes(market: int) -> str:
    return "market_scales" if market % 4 else "market_scales legal_units"


def _places(topic: str, count: int) -> Iterator[tuple[tuple[int, Random], str]]:
    chance = stream(topic)
    for n, word in enumerate(islice(_numbered(words(topic)), count), 1):
        yield (n, chance), word


def _numbered(source: Iterator[str]) -> Iterator[str]:
    known = list(source)
    for n, word in enumerate(cycle(known)):
        yield word if n < len(known) else f"{word}{'东西南北'[n // len(known) - 1]}"


def _row(
    place: tuple[int, Random], name: str, kind: str, programmes: str, today: date, *, registered: bool
) -> dict[str, str]:
    n, chance = place
    division = DIVISIONS[n % len(DIVISIONS)]
    code = _code(chance, division["code"]) if registered else ""
    letter = chance.choices(["A", "B", "C", "D", ""], [30, 35, 20, 5, 10])[0] if registered else ""
    return {
        "number": code or f"HY-{division['code']}-{n:04d}",
        "uscc": code,
        "name": name,
        "kind": kind,
        "address": f"{CITY}{division['zh']}{chance.choice(streets())} {chance.randint(1, 399)} 号",
        "division": division["code"],
        "contact": f"0999-{chance.randint(2000000, 8999999)}",
        "programmes": programmes,
        "risk_class": letter,
        "risk_source": "海岳市信用风险分类" if letter else "",
        "risk_date": (today - timedelta(days=40)).isoformat() if letter else "",
        "status": "active",
    }


def _code(chance: Random, division: str) -> str:
    """A code of GB 32100: 9 market regulation, 2 individual business; the rest is drawn, the last character checks."""
    body = f"92{division}" + "".join(chance.choices(uscc.ALPHABET, k=9))
    return body + uscc.check_character(body)
