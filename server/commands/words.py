"""What the command line says, in the language of the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from os import environ

from server.domain.texts import tables


def language(environment: Mapping[str, str] = environ) -> str:
    """Return zh or en, as LC_ALL, LC_MESSAGES or LANG says; English for any other language."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            return "zh" if environment[name].lower().startswith("zh") else "en"
    return "en"


def say(code: str, speech: str | None = None, **values: object) -> str:
    """Return a sentence of the table ``commands`` with its values; ``KeyError`` for one that it lacks."""
    return tables()["commands"][code][speech or language()].format(**values)
