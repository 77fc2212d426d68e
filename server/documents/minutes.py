"""The minutes of a draw as PDF/A: archived as it was signed, with the same bytes for the same values."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

_HERE = Path(__file__).parent
_FONTS = _HERE / "fonts"
#: PDF/A-2a: for archives, every character told as text, tagged for screen readers. ISO 19005-2.
STANDARD = "a-2a"
LEAST_LINES = 5


@dataclass(frozen=True)
class Listing:
    """A table. ``widths`` holds a share of the line for each column, 0 for as wide as its words."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True)
class Points:
    """Numbered lines under a title."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Minutes:
    """Everything the minutes say, in one ``language`` (zh or en). ``facts`` holds (name, lines); ``witnesses`` the
    names that were typed, before their empty fields; ``code`` is a QR code as SVG; ``foot`` stands on every page."""

    language: str
    title: str
    subtitle: str
    author: str
    at: datetime
    facts: tuple[tuple[str, tuple[str, ...]], ...]
    commitment_title: str
    commitment: tuple[str, ...]
    code: str
    code_says: str
    witnesses_title: str
    witnesses_says: str
    witness_columns: tuple[str, str, str, str]
    foot: str
    notice: str = ""
    tables: tuple[Listing, ...] = ()
    lists: tuple[Points, ...] = ()
    witnesses: tuple[str, ...] = field(default=())


def pdf(minutes: Minutes) -> bytes:
    """Return the minutes as PDF/A-2a.

    ``at`` is the only time in it. The font that the project brings is used; a character that it lacks is taken from
    the machine's fonts, and where these lack it too its code stands in its place.
    """
    said = json.dumps(_values(minutes), ensure_ascii=False, sort_keys=True)
    try:
        return _compiled(said, own_fonts=True)
    except typst.TypstError:
        pass
    try:
        return _compiled(said, own_fonts=False)
    except typst.TypstError:
        return _compiled("".join(map(_spelled, said)), own_fonts=True)


def _compiled(said: str, own_fonts: bool) -> bytes:
    return typst.compile(
        (_HERE / "minutes.typ").read_bytes(),
        root=_HERE,
        font_paths=[_FONTS],
        ignore_system_fonts=own_fonts,
        sys_inputs={"minutes": said},
        pdf_standards=[STANDARD],
        format="pdf",
    )


def _values(minutes: Minutes) -> dict[str, Any]:
    at = minutes.at.astimezone(UTC)
    named = [(name, "", "", "") for name in minutes.witnesses]
    empty: Sequence[Any] = [("", "", "", "")] * max(0, LEAST_LINES - len(named))
    said = asdict(minutes) | {"witnesses": [*named, *empty]}
    said["date"] = [at.year, at.month, at.day, at.hour, at.minute, at.second]
    del said["at"]
    return said


def _spelled(character: str) -> str:
    """Return a character that the project's own font has, or the code of any other."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        if character.isascii() or character in _ALSO or "\u00a0" <= character <= "\u00ff":
            return character
        return f"〔U+{ord(character):04X}〕"
    return character


#: What the font has beyond GB/T 2312 and Latin-1.
_ALSO = frozenset("‐‑‒–—―‖‘’‚“”„†‡•…‰′″›‹€℃№™←→−≠≤≥✓〇￥")
