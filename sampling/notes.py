"""What the library has to say to a person: a code, a place and values, put into words in two languages.

The words are in `texts.json`, one entry for each code, so that a caller can show a message in the language of
its user and a test can compare the table with the codes in use.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

TEXTS: Mapping[str, Mapping[str, str]] = json.loads(
    Path(__file__).with_name("texts.json").read_text(encoding="utf-8")
)
LANGUAGES = ("zh", "en")
_PLACE = re.compile(r"\{(\w+)\}")


def text_of(code: str, language: str = "en", values: Mapping[str, object] | None = None) -> str:
    """The words for `code` in `language` ("zh" or "en"), with `values` filled in."""
    given = values or {}
    return _PLACE.sub(lambda place: str(given.get(place[1], place[0])), TEXTS[code][language])


@dataclass(frozen=True)
class Note:
    """A statement: its `code` in texts.json, where it applies (`at`: file:line or field), and its values."""

    code: str
    at: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self, language: str = "en") -> str:
        """The statement in words, with its place in front."""
        words = text_of(self.code, language, self.values)
        if not self.at:
            return words
        return f"{self.at}：{words}" if language == "zh" else f"{self.at}: {words}"


class DrawError(ValueError):
    """The one family of errors of this library: input that the protocol does not allow."""

    def __init__(self, code: str, at: str = "", **values: object) -> None:
        self.note = Note(code, at, values)
        super().__init__(self.note.text("en"))

    @property
    def code(self) -> str:
        """Key of the message in texts.json."""
        return self.note.code

    @property
    def at(self) -> str:
        """`file:line` or the name of the field; empty when the error is about the whole."""
        return self.note.at

    @property
    def values(self) -> Mapping[str, object]:
        """What the message is filled with."""
        return self.note.values

    def text(self, language: str = "en") -> str:
        """The message in `language` ("zh" or "en")."""
        return self.note.text(language)


class BundleError(DrawError):
    """There is no bundle to check: no such path, a missing file, a damaged or hostile archive, a file too large."""
