"""Canonical JSON: sorted keys, no white space, plain UTF-8; the form in which things are hashed.

RFC 8785 restricted to objects, arrays, strings, integers, true, false and null; spec/draw.md.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any


def dumps(value: Any) -> str:
    """Return canonical JSON; ``TypeError`` for a float or anything else outside the restricted set."""
    _check(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(value: Any) -> str:
    """Return the SHA-256 of the canonical JSON, as 64 lower-case hexadecimal characters."""
    return sha256(dumps(value).encode())


def sha256(data: bytes) -> str:
    """Return the SHA-256 of bytes, as 64 lower-case hexadecimal characters."""
    return hashlib.sha256(data).hexdigest()


def _check(value: Any) -> None:
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("keys must be text")
        for item in value.values():
            _check(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _check(item)
    elif not (value is None or isinstance(value, str | int)):
        raise TypeError(f"canonical JSON has no {type(value).__name__}")
