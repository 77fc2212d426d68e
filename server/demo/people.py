"""The forty inspectors of the city, who is kept from whom, and who is away."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice

from server.demo.chance import stream
from server.demo.names import DIVISIONS, people

INSPECTORS, LEADS = 40, 16
#: What the units are trained for, by turns; everybody is trained for at least two programmes.
_TRAINED = (
    ("market_scales", "net_content", "eyewear", "legal_units"),
    ("market_scales", "net_content", "legal_units"),
    ("market_scales", "eyewear"),
    ("net_content", "eyewear"),
    ("market_scales", "net_content", "eyewear"),
)


def inspectors() -> list[dict[str, str]]:
    """Return the rows of the inspectors; the first sixteen may lead a team."""
    rows = []
    for n, name in enumerate(islice(people("inspectors"), INSPECTORS), 1):
        division = DIVISIONS[n % len(DIVISIONS)]
        rows.append(
            {
                "certificate": f"ZF3799{n:04d}",
                "name": name,
                "unit": f"{division['zh']}市场监督管理局计量科",
                "role": "lead" if n <= LEADS else "member",
                "programmes": " ".join(_TRAINED[n % len(_TRAINED)]),
                "status": "active",
            }
        )
    return rows


def recusals(staff: list[dict[str, str]], places: list[dict[str, str]]) -> list[dict[str, str]]:
    """Return twenty declared conflicts of interest."""
    chance = stream("recusals")
    pairs = {(chance.choice(staff)["certificate"], chance.choice(places)["number"]) for _ in range(20)}
    reasons = ("近亲属任职", "曾在该单位工作", "投诉待处理")
    return [
        {"certificate": person, "object": place, "reason": reasons[n % len(reasons)]}
        for n, (person, place) in enumerate(sorted(pairs))
    ]


def absences(staff: list[dict[str, str]], today: date) -> list[dict[str, str]]:
    """Return who is away in the next weeks: two on leave, one at a course."""
    chance = stream("absences")
    chosen = chance.sample([row["certificate"] for row in staff if row["role"] == "member"], 3)
    return [
        {
            "certificate": certificate,
            "first": (today - timedelta(days=2)).isoformat(),
            "last": (today + timedelta(days=12)).isoformat(),
            "reason": reason,
        }
        for certificate, reason in zip(chosen, ("年休假", "年休假", "外出培训"), strict=True)
    ]
