"""What look-backs 回头看 came to: before and after, each share with its denominator."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

FAIL, NOT_JUDGED = "fail", "not_judged"
#: What :mod:`server.domain.programmes.verification` finds.
UNVERIFIED = frozenset({"verification_expired", "verification_missing"})


@dataclass(frozen=True)
class Share:
    """``failed``, or unverified, of ``judged``."""

    failed: int
    judged: int

    @property
    def rate(self) -> Decimal | None:
        """From 0 to 1; None when nothing was judged."""
        return Decimal(self.failed) / self.judged if self.judged else None


@dataclass(frozen=True)
class Figures:
    """What was found at one time: among the objects, and among the instruments judged in the same inspections.

    An instrument is unverified when its verification had ended or was missing, an object when one of its instruments
    is.
    """

    shops_failed: Share
    shops_unverified: Share
    instruments_failed: Share
    instruments_unverified: Share


@dataclass(frozen=True)
class Compared:
    """One programme in one year of look-backs: the objects that were judged both times, and the things asked about:
    corrected, partly, not_corrected."""

    before: Figures
    after: Figures
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
    result = content.get("result") or {}
    rows = (result.get("figures") or {}).get("instruments") or []
    verdicts = [row["verdict"] for row in rows if row.get("verdict", NOT_JUDGED) != NOT_JUDGED]
    unverified = {place for one in result.get("findings", []) if (place := _unverified(one)) is not None}
    return Counter(
        shops=1,
        shops_failed=content["verdict"] == FAIL,
        shops_unverified=bool(unverified),
        instruments=len(verdicts),
        instruments_failed=verdicts.count(FAIL),
        instruments_unverified=len(unverified),
    )


def _unverified(finding: Mapping[str, Any]) -> str | None:
    """Where the instrument stands that a finding calls unverified, such as ``instruments/0``."""
    return finding["at"].rpartition("/")[0] if finding["code"] in UNVERIFIED else None


def _compared(found: _Sum) -> Compared:
    return Compared(_figures(found.before), _figures(found.after), dict(found.items))


def _figures(counts: Counter[str]) -> Figures:
    def share(noun: str, what: str) -> Share:
        return Share(counts[f"{noun}_{what}"], counts[noun])

    return Figures(
        share("shops", "failed"),
        share("shops", "unverified"),
        share("instruments", "failed"),
        share("instruments", "unverified"),
    )
