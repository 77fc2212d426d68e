"""A legal basis of a violation with its range of measures: national, or a province's own.

It is shown to whoever judges the case and is never computed with: which basis applies, and what measure within its
range, a person decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from server.domain.editions import fields
from server.domain.problems import Problem
from server.domain.programmes import Catalogue

LEVELS = NATIONAL, PROVINCE = ("national", "province")
SAME = ("document", "article", "measure", "amount")
Typed = Mapping[str, Any]


def read(name: str, typed: Typed, catalogue: Catalogue, parts: fields.Parts) -> dict[str, Any]:
    """Return the content: ``violation`` and its ``basis``; what is wrong goes to ``parts``."""
    level = fields.choice(typed, "level", LEVELS, parts)
    basis = {
        **fields.pair(typed, "document", parts),
        **fields.pair(typed, "article", parts),
        **fields.pair(typed, "measure", parts, most=fields.LONG),
        **fields.pair(typed, "amount", parts, needed=False),
        "level": level,
        **fields.pair(typed, "region", parts, needed=level == PROVINCE, most=40),
        **fields.period(typed, parts),
        **fields.sourced(typed, parts),
    }
    if level == NATIONAL and basis["region"]:
        parts.append(Problem("edition_region", at="region"))
    return {"violation": fields.line(typed, "violation", parts), "basis": basis}


def unfit(name: str, content: Mapping[str, Any], catalogue: Catalogue) -> Iterator[Problem]:
    """Yield what stands against the basis in this catalogue."""
    if name not in catalogue.names():
        yield Problem("programme_unknown", at="programme")
        return
    violations = {one["code"]: one["bases"] for one in catalogue.load(name).violations}
    if content["violation"] not in violations:
        yield Problem("edition_violation", at="violation", value=content["violation"])
        return
    for known in violations[content["violation"]]:
        if all((known.get(key) or "") == (content["basis"][key] or "") for key in SAME):
            yield Problem("edition_basis_taken", at="article", value=content["basis"]["article"])
            return


def told(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return what lists show."""
    basis = content["basis"]
    return {
        "code": content["violation"],
        "title": f"{basis['document']} {basis['article']}"[:300],
        "source": basis["source"],
        "first": basis["from"],
    }
