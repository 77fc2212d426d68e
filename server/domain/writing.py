"""Texts that people write in a field of several lines."""

from __future__ import annotations

from server.domain.problems import Problem

LONGEST = 2000


def written(text: str, at: str, most: int = LONGEST) -> str:
    """Return a text without surrounding space, its line ends as ``\\n``.

    It is kept as it was written; pages show it as text, so that markup in it does nothing. Problems, at ``at``:
    ``required``, ``too_long``, ``control_character`` for any but line ends and tabs.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    if not text:
        raise Problem("required", at=at)
    if len(text) > most:
        raise Problem("too_long", at=at, most=most)
    if any(ord(character) < 32 and character not in "\n\t" for character in text):
        raise Problem("control_character", at=at)
    return text
