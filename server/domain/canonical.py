"""Canonical JSON: sorted keys, no white space, plain UTF-8; the form in which things are hashed.

RFC 8785 restricted to objects, arrays, strings, integers, true, false and null (docs/protocol.md).
"""

from __future__ import annotations

import hashlib
from typing import Any

from sampling import DrawError
from sampling.canonical import serialise


def dumps(value: Any) -> str:
    """Return canonical JSON; ``TypeError`` for a float or anything else outside the restricted set."""
    try:
        return serialise(value).decode()
    except DrawError as error:
        raise TypeError(error.code) from error


def digest(value: Any) -> str:
    """Return the SHA-256 of the canonical JSON, as 64 lower-case hexadecimal characters."""
    return sha256(dumps(value).encode())


def sha256(data: bytes) -> str:
    """Return the SHA-256 of bytes, as 64 lower-case hexadecimal characters."""
    return hashlib.sha256(data).hexdigest()
