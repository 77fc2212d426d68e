"""The text of each entry of a batch exactly as it was sent, which a parsed value no longer has."""

from __future__ import annotations

import json
from json.decoder import WHITESPACE
from typing import Any


class Malformed(ValueError):
    """Text that is no JSON object."""


def members(text: str, name: str) -> tuple[dict[str, Any], list[str]]:
    """Return a JSON object and the verbatim elements of its array ``name`` (empty when it has none).

    Raises :class:`Malformed`. Where a member is given twice the last one counts, as in ``json.loads``.
    """
    try:
        return _object(text, name)
    except (ValueError, IndexError, RecursionError) as error:
        raise Malformed(str(error)) from None


def _object(text: str, name: str) -> tuple[dict[str, Any], list[str]]:
    found: dict[str, Any] = {}
    elements: list[str] = []
    at = _expect(text, _skip(text, 0), "{")
    while text[at] != "}":
        key, at = _value(text, at)
        if not isinstance(key, str):
            raise ValueError("a member's name is text")
        at = _expect(text, at, ":")
        if key == name:
            elements = _elements(text, at) if text[at] == "[" else []
        found[key], at = _value(text, at)
        at = _next(text, at, "}")
    if _skip(text, at + 1) != len(text):
        raise ValueError("more after the end")
    return found, elements


def _elements(text: str, at: int) -> list[str]:
    found = []
    at = _skip(text, at + 1)
    while text[at] != "]":
        _, end = _decoder.raw_decode(text, at)
        found.append(text[at:end])
        at = _next(text, _skip(text, end), "]")
    return found


def _value(text: str, at: int) -> tuple[Any, int]:
    value, end = _decoder.raw_decode(text, at)
    return value, _skip(text, end)


def _next(text: str, at: int, closing: str) -> int:
    """Go on after a comma, or stay at the closing bracket."""
    if text[at] == closing:
        return at
    at = _expect(text, at, ",")
    if text[at] == closing:
        raise ValueError("a comma before the end")
    return at


def _expect(text: str, at: int, mark: str) -> int:
    if text[at] != mark:
        raise ValueError(f"{mark} expected")
    return _skip(text, at + 1)


def _skip(text: str, at: int) -> int:
    match = WHITESPACE.match(text, at)
    return match.end() if match else at


def _no_constant(name: str) -> Any:
    raise ValueError(name)


_decoder = json.JSONDecoder(parse_constant=_no_constant)
