"""Chance that can be repeated: each topic has its own stream, so that a change to one leaves the others alone."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from unittest.mock import patch

SEED = "海岳市 2026"


def stream(topic: str) -> Random:
    """Return the random numbers of a topic: the same at every call."""
    return Random(f"{SEED}/{topic}")


@contextmanager
def repeatable(source: Random) -> Iterator[None]:
    """Within, identifiers and the secrets of draws come from a stream, so that the city is drawn alike each time.

    Only the building of the demonstration does this, in a process or a test of its own.
    """
    with (
        patch.object(secrets, "token_bytes", lambda count=32: source.randbytes(count)),
        patch.object(secrets, "token_hex", lambda count=32: source.randbytes(count).hex()),
    ):
        yield
