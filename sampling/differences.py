"""Where a published result departs from the recomputed one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from .characters import shown
from .notes import Note
from .result import Drawn, Result

LISTED = 50  # differences shown of one kind; the rest are counted


def value_difference(at: str, expected: str, found: str) -> list[Note]:
    """A note when two values differ."""
    return (
        []
        if expected == found
        else [Note("value_differs", at, {"expected": expected, "found": shown(found)})]
    )


def team_differences(expected: Result, found: Result) -> list[Note]:
    """A note for each team that is not as recomputed."""
    notes = []
    for number, (right, told) in enumerate(zip_longest(expected.teams, found.teams, fillvalue=()), 1):
        if right != told:
            values = {"expected": ", ".join(right) or "-", "found": shown(", ".join(told) or "-")}
            notes.append(Note("value_differs", f"result.json: teams[{number}]", values))
    return _shortened(notes)


def object_differences(expected: Result, found: Result) -> list[Note]:
    """Notes for objects wrongly drawn or left out, and for tickets, strata and places that differ."""
    right = {entry.object: entry for entry in expected.drawn}
    told = {entry.object: entry for entry in found.drawn}
    notes = [
        Note("object_left_out", "result.json", {"object": name, "ticket": right[name].ticket})
        for name in right
        if name not in told
    ]
    notes += [
        Note("object_not_drawn", "result.json", {"object": shown(name)}) for name in told if name not in right
    ]
    notes += [note for entry in found.drawn for note in _entry_differences(right.get(entry.object), entry)]
    if not notes and [entry.object for entry in found.drawn] != list(right):
        notes.append(Note("order_differs", "result.json"))
    return _shortened(notes)


def assignment_differences(expected: Result, found: Result) -> list[Note]:
    """A note for each drawn object that has another team than recomputed."""
    told = {entry.object: entry.team for entry in found.drawn}
    notes = [
        Note(
            "team_differs",
            f"result.json: drawn[{entry.order}]",
            {"object": entry.object, "expected": _team(entry.team), "found": _team(told.get(entry.object))},
        )
        for entry in expected.drawn
        if told.get(entry.object, "") != entry.team
    ]
    return _shortened(notes)


def _entry_differences(right: Drawn | None, told: Drawn) -> list[Note]:
    if right is None:
        return []
    return [
        Note(
            "value_differs",
            f"result.json: drawn[{right.order}].{name}",
            {"expected": getattr(right, name), "found": shown(getattr(told, name))},
        )
        for name in ("order", "stratum", "ticket")
        if getattr(right, name) != getattr(told, name)
    ]


def _team(number: int | None) -> str:
    return "-" if number is None else str(number)


def _shortened(notes: Sequence[Note]) -> list[Note]:
    if len(notes) <= LISTED:
        return list(notes)
    return [*notes[:LISTED], Note("differences_more", "result.json", {"count": len(notes) - LISTED})]
