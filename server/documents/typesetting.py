"""Setting values as PDF/A by a template of this folder: the same bytes for the same values, every character shown."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

_HERE = Path(__file__).parent
_FONTS = _HERE / "fonts"
#: PDF/A-2a: for archives, every character told as text, tagged for screen readers. ISO 19005-2.
STANDARD = "a-2a"


def pdf(template: str, values: Mapping[str, Any]) -> bytes:
    """Return ``values`` set by ``template``, a file of this folder, as PDF/A-2a.

    The font that the project brings is used; a character that it lacks is taken from the machine's fonts, and where
    these lack it too its code stands in its place.
    """
    said = json.dumps(values, ensure_ascii=False, sort_keys=True)
    try:
        return _compiled(template, said, own_fonts=True)
    except typst.TypstError:
        pass
    try:
        return _compiled(template, said, own_fonts=False)
    except typst.TypstError:
        return _compiled(template, "".join(map(_spelled, said)), own_fonts=True)


def moment(at: datetime) -> list[int]:
    """Return an instant as the templates read it, in UTC."""
    at = at.astimezone(UTC)
    return [at.year, at.month, at.day, at.hour, at.minute, at.second]


def _compiled(template: str, said: str, own_fonts: bool) -> bytes:
    return typst.compile(
        (_HERE / template).read_bytes(),
        root=_HERE,
        font_paths=[_FONTS],
        ignore_system_fonts=own_fonts,
        sys_inputs={"said": said},
        pdf_standards=[STANDARD],
        format="pdf",
    )


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
