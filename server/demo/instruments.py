"""The instruments of the city: fifteen hundred scales on markets, and what stands in an eyewear shop."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from server.demo.chance import stream
from server.demo.names import words

SCALES = 1500
#: Max, Min, e = d of usual price-computing scales of class III, in grams.
_SCALES = (("15000", "100", "5"), ("30000", "200", "10"), ("6000", "40", "2"), ("3000", "20", "1"))
_GOODS = ("水产", "蔬菜", "鲜肉", "水果", "豆制品", "干货", "熟食", "禽蛋")
_EYEWEAR = (
    ("focimeter", "焦度计"),
    ("refractometer", "验光仪"),
    ("trial_lens_set", "验光镜片箱"),
    ("pd_meter", "瞳距仪"),
)
#: One certificate in forty has run out.
_OVERDUE = 1 / 40


def scales(markets: list[dict[str, str]], today: date) -> list[dict[str, str]]:
    """Return the rows of the scales, spread evenly over the markets."""
    chance, makers = stream("scales"), list(words("scale makers"))[:6]
    rows = []
    for n in range(SCALES):
        market, stall = markets[n % len(markets)], n // len(markets) + 1
        most, least, step = chance.choices(_SCALES, [60, 25, 10, 5])[0]
        rows.append(
            _row(market["number"], f"HY{n % len(markets) + 1:02d}-{stall:03d}", chance, today)
            | {"kind": "scale", "accuracy_class": "III", "max": most, "min": least, "e": step, "d": step}
            | {"unit": "g", "maker": f"{chance.choice(makers)}衡器", "model": f"ACS-{int(most) // 1000}"}
            | {"location": f"{_GOODS[stall % len(_GOODS)]}区 {stall} 号摊位"}
        )
    return rows


def optical(shops: list[dict[str, str]], today: date) -> list[dict[str, str]]:
    """Return the rows of what the eyewear shops measure with: a focimeter in each, the rest in most."""
    chance, makers = stream("optical"), list(words("optical makers"))[:5]
    rows = []
    for n, shop in enumerate(shops, 1):
        for kind, name in _EYEWEAR:
            if kind != "focimeter" and chance.random() > 0.6:
                continue
            rows.append(
                _row(shop["number"], f"YJ{n:03d}-{len(rows) % 1000:03d}", chance, today)
                | {"kind": kind, "accuracy_class": "", "max": "", "min": "", "e": "", "d": "", "unit": ""}
                | {"maker": f"{chance.choice(makers)}光学", "model": f"{name[0]}{chance.randint(100, 999)}"}
                | {"location": "验光室"}
            )
    return rows


def _row(owner: str, number: str, chance: Random, today: date) -> dict[str, str]:
    days = -chance.randint(5, 200) if chance.random() < _OVERDUE else chance.randint(100, 360)
    return {
        "object": owner,
        "number": number,
        "valid_until": (today + timedelta(days=days)).isoformat(),
        "certificate": f"HYJD{chance.randint(100000, 999999)}",
        "status": "active",
    }
