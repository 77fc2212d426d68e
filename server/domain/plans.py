"""The arithmetic of a plan 抽查计划: strata, sample sizes, who can be drawn, and how many visits follow.

Strata are named in ``domain.strata``. Classes and ratios are set locally (国市监信发〔2022〕6号 names no percentages,
mark B), so they are data of the plan.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from math import ceil
from typing import Any

from server.domain import sizes
from server.domain.problems import Problem
from server.domain.strata import NO_CLASS, parts_of, stratum_name

ANY = "*"
RISK_CLASSES = ("A", "B", "C", "D", NO_CLASS)
MOST_NUMBER = 1_000_000
LEAST_MARGIN, MOST_MARGIN = Fraction(1, 1000), Fraction(1, 2)


@dataclass(frozen=True)
class SampleRule:
    """A rule for the strata that it fits: a ``ratio`` of the objects, or a ``number`` of them, in each; or as many in
    all of them together as tell a share to within ``margin`` at a ``confidence``, shared out in proportion.
    With ``programmes`` it is for the objects of a joint plan that come under exactly these."""

    division: str
    risk_class: str
    ratio: Fraction | None = None
    number: int | None = None
    margin: Fraction | None = None
    confidence: str = ""
    programmes: tuple[str, ...] = ()

    @property
    def which(self) -> str:
        """The strata that the rule names, in the form of a stratum's name."""
        return stratum_name(self.division, self.risk_class, self.programmes)

    def fits(self, stratum: str) -> bool:
        """Whether the rule names this stratum."""
        found = parts_of(stratum)
        return (
            self.division in (ANY, found.division)
            and self.risk_class in (ANY, found.risk_class)
            and self.programmes in ((), found.programmes)
        )

    def size(self, objects: int) -> int:
        """How many of ``objects`` are drawn by ratio (rounded up) or number, never more than there are."""
        wanted = self.number if self.ratio is None else ceil(self.ratio * objects)
        return min(wanted or 0, objects)


@dataclass(frozen=True)
class Stratum:
    """A stratum, its objects, and how many of them are drawn; ``rule`` is the rule's place in the list, from 0."""

    name: str
    objects: int
    sample: int
    rule: int


def read_rules(raw: Sequence[Mapping[str, Any]]) -> list[SampleRule]:
    """Return the rules as they are kept in a plan (``store.plans.Plan.sample``).

    Raises :class:`Problem` ``sample_invalid`` with a part for each bad field: ``sample-<row>-division``,
    ``-risk_class`` or ``-value``.
    """
    if not raw:
        raise Problem("sample_missing", at="sample")
    rules, parts = [], []
    for row, entry in enumerate(raw):
        try:
            rules.append(_read_rule(row, entry))
        except Problem as problem:
            parts.append(problem)
    if parts:
        raise Problem("sample_invalid", parts=parts)
    return rules


def strata(counts: Mapping[str, int], rules: Sequence[SampleRule]) -> list[Stratum]:
    """Return the strata that a rule fits, by name; the first rule that fits a stratum counts.

    ``counts`` maps a stratum to its number of objects. Raises :class:`Problem` ``sample_invalid`` with a part
    for each rule that no stratum is left for: ``stratum_empty``, or ``rule_covered`` by rules before it.
    """
    places: dict[str, int] = {}
    for name in sorted(counts):
        place = next((place for place, rule in enumerate(rules) if rule.fits(name)), None)
        if place is not None and counts[name]:
            places[name] = place
    drawn = _sizes(counts, rules, places)
    found = [Stratum(name, counts[name], drawn[name], place) for name, place in places.items()]
    _refuse_idle(counts, rules, {stratum.rule for stratum in found})
    return found


def _sizes(
    counts: Mapping[str, int], rules: Sequence[SampleRule], places: Mapping[str, int]
) -> dict[str, int]:
    drawn: dict[str, int] = {}
    for place, rule in enumerate(rules):
        own = {name: counts[name] for name, chosen in places.items() if chosen == place}
        if rule.margin is None:
            drawn |= {name: rule.size(count) for name, count in own.items()}
        elif own:
            wanted = sizes.for_precision(sum(own.values()), rule.margin, rule.confidence)
            drawn |= sizes.allocate(wanted, own)
    return drawn


def sample(found: Sequence[Stratum]) -> dict[str, int]:
    """Return the sample of a draw: stratum to number, without the strata from which nothing is drawn."""
    return {stratum.name: stratum.sample for stratum in found if stratum.sample}


def visits_per_team(visits: int, teams: int) -> tuple[int, int]:
    """Return the least and the most visits that one team gets when no recusal binds."""
    return visits // teams, ceil(Fraction(visits, teams))


def visits_per_inspector(visits: int, team_size: int, people: int) -> Decimal:
    """Return how many visits one inspector of those who can be drawn expects, with one digit after the point."""
    expected = Decimal(visits * team_size) / people if people else Decimal(0)
    return expected.quantize(Decimal("0.1"))


def percent(ratio: str) -> str:
    """Return a ratio such as "0.05" in per cent: "5"."""
    return f"{(Decimal(ratio) * 100).normalize():f}"


def _refuse_idle(counts: Mapping[str, int], rules: Sequence[SampleRule], used: set[int]) -> None:
    parts = []
    for place, rule in enumerate(rules):
        if place in used:
            continue
        empty = not any(rule.fits(name) and count for name, count in counts.items())
        code = "stratum_empty" if empty else "rule_covered"
        parts.append(Problem(code, at=f"sample-{place}-division", stratum=rule.which))
    if parts:
        raise Problem("sample_invalid", parts=parts)


def _read_rule(row: int, entry: Mapping[str, Any]) -> SampleRule:
    division, risk_class = str(entry.get("division", "")), str(entry.get("risk_class", ""))
    if division != ANY and not (len(division) == 6 and division.isascii() and division.isdigit()):
        raise Problem("plan_division", at=f"sample-{row}-division", value=division)
    if risk_class not in (ANY, *RISK_CLASSES):
        raise Problem(
            "invalid_choice",
            at=f"sample-{row}-risk_class",
            value=risk_class,
            choices=", ".join((ANY, *RISK_CLASSES)),
        )
    at = f"sample-{row}-value"
    programmes = tuple(sorted(entry.get("programmes", ())))
    if "margin" in entry:
        margin = _ratio(entry["margin"], at)
        if entry.get("confidence") not in sizes.QUANTILES:
            known = ", ".join(sizes.QUANTILES)
            raise Problem("invalid_choice", at=at, value=entry.get("confidence"), choices=known)
        if not LEAST_MARGIN <= margin <= MOST_MARGIN:
            raise Problem("margin_out_of_range", at=at)
        told = {"margin": margin, "confidence": entry["confidence"]}
        return SampleRule(division, risk_class, **told, programmes=programmes)
    if "ratio" in entry:
        return SampleRule(division, risk_class, ratio=_ratio(entry["ratio"], at), programmes=programmes)
    return SampleRule(division, risk_class, number=_number(entry.get("number"), at), programmes=programmes)


def _ratio(text: Any, at: str) -> Fraction:
    try:
        value = Decimal(str(text))
    except InvalidOperation:
        raise Problem("invalid_number", at=at, value=text) from None
    if not value.is_finite() or not 0 < value <= 1 or value.normalize().as_tuple().exponent < -6:
        raise Problem("ratio_out_of_range", at=at)
    return Fraction(value)


def _number(value: Any, at: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise Problem("invalid_number", at=at, value=value)
    if not 0 <= value <= MOST_NUMBER:
        raise Problem("number_out_of_range", at=at, value=value, least=0, most=MOST_NUMBER)
    return value
