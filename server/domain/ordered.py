"""What a published inspection ordered to be put right: the things that a later look-back (回头看) asks about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from server.domain.programmes import Programme
from server.domain.programmes.findings import VIOLATION


def ordered(content: Mapping[str, Any], programme: Programme) -> list[str]:
    """Return the codes, each once: the violations that the officer named, then what was found besides.

    An item of the checklist stands for itself; any other finding for the violations that list it, unless one of them
    was named.
    """
    named = [one["code"] for one in content.get("violations") or []]
    found = [
        one["code"]
        for one in (content.get("result") or {}).get("findings", [])
        if one["severity"] == VIOLATION
    ]
    items = {item["code"] for group in programme.checklist["groups"].values() for item in group}
    besides = [code for one in found for code in _standing_for(one, items, named, programme)]
    return list(dict.fromkeys([*named, *besides]))


def _standing_for(finding: str, items: set[str], named: list[str], programme: Programme) -> list[str]:
    listing = [entry["code"] for entry in programme.violations if finding in entry["findings"]]
    if set(listing) & set(named):
        return []
    return [finding] if finding in items else listing
