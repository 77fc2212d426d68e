"""Whether an edition fits among those of its table: no code twice, no day with two editions, none without."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from server.domain.problems import Problem
from server.domain.programmes.additions import placed


def unfit(table: Mapping[str, Any], edition: Mapping[str, Any], replaces: str | None) -> Iterator[Problem]:
    """Yield what is wrong, each at its field of the form."""
    editions = table["editions"]
    elsewhere = [one for series in table.get("others", []) for one in series if one["id"] == edition["id"]]
    if elsewhere:
        yield from _filled_in(elsewhere[0], edition, replaces)
        return
    same = next((one for one in editions if one["id"] == edition["id"]), None)
    if same is not None and same["rows"] is not None:
        yield Problem("edition_taken", at="id", value=edition["id"])
        return
    stands = next((one for one in editions if one["id"] == replaces), None)
    if replaces and stands is None:
        yield Problem("edition_unknown", at="replaces", value=replaces)
        return
    # What is filled in or replaced leaves its days: others would be without an edition, or have two.
    for before in (same, stands):
        if before is not None and before["from"] != edition["from"]:
            yield Problem("edition_first_day", at="from", value=before["id"], first=before["from"])
            return
    yield from _clashes(placed(list(editions), dict(edition), replaces), edition)


def _filled_in(
    waiting: Mapping[str, Any], edition: Mapping[str, Any], replaces: str | None
) -> Iterator[Problem]:
    """An edition of other rules, which no day chooses, can only be filled in where its numbers are missing."""
    if waiting["rows"] is not None:
        yield Problem("edition_taken", at="id", value=edition["id"])
    elif replaces:
        yield Problem("edition_unknown", at="replaces", value=replaces)
    elif waiting["from"] != edition["from"]:
        yield Problem("edition_first_day", at="from", value=waiting["id"], first=waiting["from"])


def _clashes(editions: Sequence[Mapping[str, Any]], edition: Mapping[str, Any]) -> Iterator[Problem]:
    for earlier, later in pairwise(editions):
        if edition not in (earlier, later):
            continue
        other = later if earlier == edition else earlier
        values = {"value": other["id"], "first": other["from"], "last": other["to"] or "—"}
        if earlier["to"] is None or later["from"] <= earlier["to"]:
            yield Problem("edition_overlap", at="to" if earlier == edition else "from", **values)
        elif date.fromisoformat(earlier["to"]) + timedelta(days=1) < date.fromisoformat(later["from"]):
            yield Problem("edition_gap", at="to" if earlier == edition else "from", **values)
