"""The names of the programmes, as cells may hold them and as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from server.domain.programmes import SHIPPED, Catalogue


@lru_cache(maxsize=32)
def words(catalogue: Catalogue = SHIPPED) -> Mapping[str, Mapping[str, str]]:
    """Return the name of each programme in both languages."""
    return {
        name: catalogue.load(name).texts.get("programme", {"zh": name, "en": name})
        for name in catalogue.names()
    }


def name(code: str, language: str, catalogue: Catalogue = SHIPPED) -> str:
    """Return the name of a programme; the code itself when it is unknown."""
    found = words(catalogue).get(code)
    return found[language] if found else code


@lru_cache(maxsize=32)
def codes(catalogue: Catalogue = SHIPPED) -> Mapping[str, str]:
    """Return the programme for every accepted word, in lower case without blanks."""
    return {
        "".join(word.split()).lower(): code
        for code, name in words(catalogue).items()
        for word in (code, name["zh"], name["en"])
    }
