"""Canonical JSON: keys in the order of their code points, no white space, integers only.

RFC 8785 restricted to objects, arrays, strings, integers, true, false and null.
"""

from __future__ import annotations

import json
from typing import Any, NoReturn

from .characters import decode, shown
from .notes import DrawError

MAX_INTEGER = 2**53 - 1  # beyond it a reader in JavaScript would see another number
MAX_DEPTH = 32


def serialise(value: Any, at: str = "") -> bytes:
    """`value` as canonical JSON; DrawError for floats, big integers, keys that are no text, deep nesting."""
    _check(value, at, 0)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise DrawError("json_surrogate", at) from None


def parse(data: bytes, at: str) -> Any:
    """The value of a canonical JSON file; DrawError for anything that is not its own canonical form."""
    value = _read(data, at)
    if serialise(value, at) != data:
        raise DrawError("json_not_canonical", at)
    return value


def _read(data: bytes, at: str) -> Any:
    """The value of a JSON file in any layout, without duplicate keys and floats; DrawError otherwise."""
    text = decode(data, at)
    try:
        return json.loads(
            text, object_pairs_hook=_unique(at), parse_float=_refuse(at), parse_constant=_refuse(at)
        )
    except DrawError:
        raise
    except (ValueError, RecursionError):
        raise DrawError("json_invalid", at) from None


def _unique(at: str):
    def build(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        built = dict(pairs)
        if len(built) != len(pairs):
            keys = [key for key, _ in pairs]
            twice = next(key for key in keys if keys.count(key) > 1)
            raise DrawError("json_key_twice", at, key=shown(twice))
        return built

    return build


def _refuse(at: str):
    def refuse(number: str) -> NoReturn:
        raise DrawError("json_number", at, number=shown(number))

    return refuse


def _check(value: Any, at: str, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise DrawError("json_deep", at, max=MAX_DEPTH)
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise DrawError("json_key", at, key=shown(key))
            _check(item, at, depth + 1)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _check(item, at, depth + 1)
    elif isinstance(value, int) and not isinstance(value, bool):
        if abs(value) > MAX_INTEGER:
            raise DrawError("json_number", at, number=shown(str(value)) if abs(value) < 10**99 else "…")
    elif value is not None and not isinstance(value, (str, bool)):
        raise DrawError("json_type", at, type=type(value).__name__)
