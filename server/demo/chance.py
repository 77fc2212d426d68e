"""Chance that can be repeated: each topic has its own stream, so that a change to one leaves the others alone."""

from __future__ import annotations

from random import Random

SEED = "海岳市 2026"


def stream(topic: str) -> Random:
    """Return the random numbers of a topic: the same at every call."""
    return Random(f"{SEED}/{topic}")
