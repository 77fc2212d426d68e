"""A violation 违法行为 that a programme does not list yet: its words, and the findings that speak for it.

Its legal bases are entries of their own (bases). The words of a code are never changed, because published outcomes
name their violations by it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from server.domain.editions import fields
from server.domain.problems import Problem
from server.domain.programmes import Catalogue, Programme
from server.domain.programmes.findings import VIOLATION

MOST_WORDS = 100
Typed = Mapping[str, Any]


def findings(programme: Programme) -> tuple[str, ...]:
    """Return the codes of all that can be found to be violated: the findings of limits, then the checklist's items."""
    found = (code for code, one in programme.limits["findings"].items() if one["severity"] == VIOLATION)
    items = (item for group in programme.checklist["groups"].values() for item in group)
    return tuple(dict.fromkeys((*found, *(one["code"] for one in items if one["severity"] == VIOLATION))))


def read(name: str, typed: Typed, catalogue: Catalogue, parts: fields.Parts) -> dict[str, Any]:
    """Return the content, a ``violation``; what is wrong goes to ``parts``."""
    violation = {
        "code": fields.code(typed, "code", parts),
        "zh": fields.line(typed, "zh", parts, most=MOST_WORDS),
        "en": fields.line(typed, "en", parts, most=MOST_WORDS),
        "findings": list(dict.fromkeys(str(one) for one in typed.get("findings") or [])),
        **fields.period(typed, parts),
        **fields.sourced(typed, parts),
    }
    return {"violation": violation}


def unfit(name: str, content: Mapping[str, Any], catalogue: Catalogue) -> Iterator[Problem]:
    """Yield what stands against the violation in this catalogue."""
    if name not in catalogue.names():
        yield Problem("programme_unknown", at="programme")
        return
    programme, violation = catalogue.load(name), content["violation"]
    if any(one["code"] == violation["code"] for one in programme.violations):
        yield Problem("edition_violation_taken", at="code", value=violation["code"])
    for known in programme.violations:
        said = programme.texts[f"violation.{known['code']}"]
        for language in ("zh", "en"):
            if said[language].lower() == violation[language].lower():
                yield Problem("edition_violation_named", at=language, value=violation[language])
    for code in violation["findings"]:
        if code not in findings(programme):
            yield Problem("edition_finding", at="findings", value=code[:60])


def told(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return what lists show."""
    violation = content["violation"]
    return {
        "code": violation["code"],
        "title": violation["zh"],
        "source": violation["source"],
        "first": violation["from"],
    }
