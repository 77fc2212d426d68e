"""What look-backs 回头看 came to: before and after, each share with its denominator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

FAIL, NOT_JUDGED = "fail", "not_judged"


@dataclass(frozen=True)
class Share:
    """``failed`` of ``judged``."""

    failed: int
    judged: int

    @property
    def rate(self) -> Decimal | None:
        """From 0 to 1; None when nothing was judged."""
        return Decimal(self.failed) / self.judged if self.judged else None


@dataclass(frozen=True)
class Compared:
    """One programme in one year of look-backs.

    ``shops_*`` count the objects that were looked back at and judged both times, ``instruments_*`` the instruments
    judged in the same inspections, ``items`` the things asked about: corrected, partly, not_corrected.
    """

    shops_before: Share
    shops_after: Share
    instruments_before: Share
    instruments_after: Share
    items: Mapping[str, int]


@dataclass
class _Sum:
    before: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)
    items: Counter[str] = field(default_factory=Counter)


def compared(pairs: Iterable[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> dict[tuple[int, str], Compared]:
    """Return the figures by year of the look-back and programme, the newest year first.

    ``pairs`` are published documents (domain.outcomes): the earlier one with the finding, and the look-back's. A
    look-back that was not possible counts nowhere.
    """
    sums: dict[tuple[int, str], _Sum] = {}
    for earlier, later in pairs:
        if NOT_JUDGED in (earlier["verdict"], later["verdict"]):
            continue
        key = int(later["inspected_on"][:4]), later["programme"]
        into = sums.setdefault(key, _Sum())
        into.before.update(_counts(earlier))
        into.after.update(_counts(later))
        into.items.update(((later.get("record") or {}).get("look_back") or {}).get("items", {}).values())
    return {key: _compared(sums[key]) for key in sorted(sums, key=lambda key: (-key[0], key[1]))}


def shares(rows: Iterable[tuple[int, str, str, int]]) -> dict[tuple[int, str], Share]:
    """Return the share of failed inspections by year and programme, of rows (year, programme, verdict, count).

    What was not judged is in no denominator.
    """
    failed: Counter[tuple[int, str]] = Counter()
    judged: Counter[tuple[int, str]] = Counter()
    for year, programme, verdict, count in rows:
        if verdict != NOT_JUDGED:
            judged[year, programme] += count
            failed[year, programme] += count if verdict == FAIL else 0
    order = sorted(judged, key=lambda key: (key[1], key[0]))
    return {key: Share(failed[key], judged[key]) for key in order}


def _counts(content: Mapping[str, Any]) -> Counter[str]:
    rows = (content.get("result") or {}).get("instruments") or []
    verdicts = [row["verdict"] for row in rows if row.get("verdict", NOT_JUDGED) != NOT_JUDGED]
    return Counter(
        shops=1,
        shops_failed=content["verdict"] == FAIL,
        instruments=len(verdicts),
        instruments_failed=verdicts.count(FAIL),
    )


def _compared(found: _Sum) -> Compared:
    def share(counts: Counter[str], noun: str) -> Share:
        return Share(counts[f"{noun}_failed"], counts[noun])

    return Compared(
        share(found.before, "shops"),
        share(found.after, "shops"),
        share(found.before, "instruments"),
        share(found.after, "instruments"),
        dict(found.items),
    )
