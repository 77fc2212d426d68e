"""Editions 版本 as they are entered: what was typed becomes content, or a problem names every field that is wrong.

Each kind has a module with ``read(name, typed, catalogue)``, which returns the content, and ``unfit(name, content,
catalogue)``, which yields what stands against it in a catalogue that may have grown since. What the content does once
it is confirmed is programmes.additions.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from server.domain.editions import bases, checklists, endings, limits, rules, violations
from server.domain.problems import Problem
from server.domain.programmes import Catalogue
from server.domain.programmes.additions import BASIS, ENDING, KINDS, LIMITS, RULES, VIOLATION
from server.domain.programmes.checklist import CHECKLIST

__all__ = ["BASIS", "CHECKLIST", "ENDING", "KINDS", "LIMITS", "RULES", "VIOLATION", "check", "read", "told"]

_MODULES = {
    LIMITS: limits,
    RULES: rules,
    CHECKLIST: checklists,
    BASIS: bases,
    ENDING: endings,
    VIOLATION: violations,
}


def read(kind: str, programme: str, typed: Mapping[str, Any], catalogue: Catalogue) -> dict[str, Any]:
    """Return the content of an entry out of its fields as typed; Problem ``edition_invalid`` with a part for each
    field that is wrong, called as in the form (``rows-3-sample``, ``items-0-code``)."""
    parts: list[Problem] = []
    content = _MODULES[kind].read(programme, typed, catalogue, parts)
    if not parts:
        parts += _MODULES[kind].unfit(programme, content, catalogue)
    if parts:
        raise Problem("edition_invalid", parts=parts)
    return content


def check(kind: str, programme: str, content: Mapping[str, Any], catalogue: Catalogue) -> None:
    """Refuse content that no longer fits the catalogue; Problem ``edition_invalid``."""
    parts = list(_MODULES[kind].unfit(programme, content, catalogue))
    if parts:
        raise Problem("edition_invalid", parts=parts)


def told(kind: str, content: Mapping[str, Any]) -> dict[str, Any]:
    """Return what lists show of an entry: ``code``, ``title``, ``source``, ``first``."""
    return _MODULES[kind].told(content)
