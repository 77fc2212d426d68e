"""The names of the programmes, as cells may hold them and as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from server.domain import programmes


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """Return the name of each programme in both languages, from the texts of its folder."""
    return {
        name: programmes.load(name).texts.get("programme", {"zh": name, "en": name})
        for name in programmes.names()
    }


def name(code: str, language: str) -> str:
    """Return the name of a programme; the code itself when it is unknown."""
    found = words().get(code)
    return found[language] if found else code


@cache
def codes() -> Mapping[str, str]:
    """Return the programme for every accepted word, in lower case without blanks."""
    return {
        "".join(word.split()).lower(): code
        for code, name in words().items()
        for word in (code, name["zh"], name["en"])
    }
