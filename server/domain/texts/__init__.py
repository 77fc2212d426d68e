"""Words for codes, in two languages: ``vocabulary/*.json`` is ``{"table": {"code": {"zh": "…", "en": "…"}}}``."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "vocabulary"


@cache
def tables() -> dict[str, dict[str, dict[str, str]]]:
    """Return every table of words; a table that two files define is refused."""
    known: dict[str, dict[str, dict[str, str]]] = {}
    for file in sorted(_FOLDER.glob("*.json")):
        entries = json.loads(file.read_text("utf-8"))
        twice = known.keys() & entries.keys()
        if twice:
            raise ValueError(f"{file.name} defines again: {sorted(twice)}")
        known |= entries
    return known


def words(table: str, code: str, language: str) -> str:
    """Return the words for ``code``; the code itself when the table has none; ``KeyError`` for an unknown table."""
    entry = tables()[table].get(code)
    return entry[language] if entry else code


def state_words(code: str, language: str) -> str:
    """Return the words for a state such as ``entry.applied``: the noun's own, else those that nouns share."""
    state = code.partition(".")[2] or code
    return words("state", code if code in tables()["state"] else state, language)
