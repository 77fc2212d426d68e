"""Raising how much of a stratum is drawn, because of complaints and look-backs that failed.

国办发〔2015〕58号 asks for heavier sampling of objects with complaints. No rule says by
how much: a person types the ratio, and the numbers that led to it are kept beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from server.domain.plans import SampleRule, read_rules
from server.domain.strata import parts_of

MONTHS = 12


def since(today: date) -> date:
    """Return the first day of the :data:`MONTHS` months that end with ``today``."""
    day = 28 if (today.month, today.day) == (2, 29) else today.day
    return date(today.year - 1, today.month, day)


def rule_of(stratum: str, ratio: str) -> dict[str, Any]:
    """Return the rule, as a plan keeps it, that draws ``ratio`` of one stratum."""
    found = parts_of(stratum)
    rule = {"division": found.division, "risk_class": found.risk_class, "ratio": ratio}
    return {**rule, "programmes": list(found.programmes)} if found.programmes else rule


def raised(
    sample: Sequence[Mapping[str, Any]], stratum: str, ratio: str, counts: Mapping[str, int]
) -> list[Mapping[str, Any]]:
    """Return the rules of a plan with that of :func:`rule_of` before them, without those that no other stratum with
    objects is left for; ``counts`` maps strata to their objects."""
    others = [name for name, objects in counts.items() if objects and name != stratum]
    kept = [
        raw
        for raw, rule in zip(sample, read_rules(sample), strict=True)
        if any(rule.fits(name) for name in others)
    ]
    return [rule_of(stratum, ratio), *kept]


def size(stratum: str, ratio: str, objects: int) -> int:
    """Return how many of the objects of a stratum the ratio draws; :class:`Problem` when it is none."""
    (rule,) = read_rules([rule_of(stratum, ratio)])
    return SampleRule.size(rule, objects)
