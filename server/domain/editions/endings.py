"""The last day of a legal basis that was repealed or replaced: it is offered no longer for visits after that day.

What was chosen before stays chosen. A later entry for the same basis corrects the day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from server.domain.editions import fields
from server.domain.problems import Problem
from server.domain.programmes import Catalogue

NAMED = ("region", "document", "article", "measure", "amount")
Typed = Mapping[str, Any]


def find(name: str, violation: str, key: int | str, catalogue: Catalogue) -> Mapping[str, Any] | None:
    """Return the basis of a violation by its key: its place in the folder's list, or its identifier."""
    if name not in catalogue.names():
        return None
    for known in catalogue.load(name).violations:
        if known["code"] == violation:
            by_key = {one.get("id", place): one for place, one in enumerate(known["bases"])}
            return by_key.get(key)
    return None


def key_of(typed: object) -> int | str:
    """Return the key of a basis as it was typed: digits are a place."""
    text = str(typed or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else text


def read(name: str, typed: Typed, catalogue: Catalogue, parts: fields.Parts) -> dict[str, Any]:
    """Return the content: ``violation``, the ``basis`` by its key and as ``named``, and its last day ``to``."""
    violation, key = fields.line(typed, "violation", parts), key_of(typed.get("basis"))
    basis = find(name, violation, key, catalogue) or {}
    return {
        "violation": violation,
        "basis": key,
        "named": {part: basis.get(part) or "" for part in NAMED},
        "to": fields.day(typed, "to", parts),
        **fields.sourced(typed, parts),
    }


def unfit(name: str, content: Mapping[str, Any], catalogue: Catalogue) -> Iterator[Problem]:
    """Yield what stands against the last day in this catalogue."""
    basis = find(name, content["violation"], content["basis"], catalogue)
    if basis is None:
        yield Problem("edition_basis_unknown", at="basis", value=str(content["basis"])[:60])
    elif basis.get("to") == content["to"]:
        yield Problem("edition_basis_ended", at="to", last=content["to"])
    elif basis.get("from") and content["to"] < basis["from"]:
        yield Problem("period_reversed", at="to", first=basis["from"])


def told(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return what lists show."""
    named = content["named"]
    return {
        "code": content["violation"],
        "title": f"{named['document']} {named['article']}"[:300],
        "source": content["source"],
        "first": content["to"],
    }
