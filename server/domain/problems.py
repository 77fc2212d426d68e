"""Everything that can be wrong, as a table: a code, an HTTP status, and its words in two languages.

The texts are data in ``texts/problems/*.json``: ``{"code": {"status": 422, "zh": "…{name}…", "en": "…"}}``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from server.domain.texts import state_words, words

_FOLDER = Path(__file__).parent / "texts" / "problems"


@cache
def table() -> dict[str, dict[str, Any]]:
    """Return every known problem by code; a code that two files define is refused."""
    known: dict[str, dict[str, Any]] = {}
    for file in sorted(_FOLDER.glob("*.json")):
        entries = json.loads(file.read_text("utf-8"))
        twice = known.keys() & entries.keys()
        if twice:
            raise ValueError(f"{file.name} defines again: {sorted(twice)}")
        known |= entries
    return known


class Problem(Exception):
    """A request that cannot be carried out, with the place where it went wrong.

    ``code`` is a key of :func:`table`; ``at`` names the field, cell or file; ``values`` fill the text;
    ``parts`` are further problems found in the same input, so that all bad cells are named at once.
    """

    def __init__(
        self,
        code: str,
        *,
        at: str | None = None,
        parts: Sequence[Problem] = (),
        **values: Any,
    ) -> None:
        if code not in table():
            raise KeyError(f"no problem is called {code}")
        super().__init__(code, at, values)
        self.code = code
        self.at = at
        self.values: Mapping[str, Any] = values
        self.parts = tuple(parts)

    @property
    def status(self) -> int:
        """The HTTP status that goes with the code."""
        return table()[self.code]["status"]

    def text(self, language: str) -> str:
        """Return the words for a reader of ``language`` (zh or en).

        A ``state`` such as ``inspection.approved``, an ``action`` such as ``inspection.publish`` and a
        ``permission`` are put into words as well.
        """
        return table()[self.code][language].format_map(_Gaps(_worded(self.values, language)))


def _worded(values: Mapping[str, Any], language: str) -> dict[str, Any]:
    said = dict(values)
    if "state" in said:
        said["state"] = state_words(str(said["state"]), language)
    if "action" in said:
        said["action"] = words("transition", said["action"], language)
    if "permission" in said:
        said["permission"] = words("permission", said["permission"], language)
    return said


class _Gaps(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"
