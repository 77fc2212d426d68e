"""What every contestant is asked to draw."""

from __future__ import annotations

SEED = "c5fac7e697178cefbbb71b2234e58f4e5eb4cc573d72c95809c170cdc00dc1b1"


def sample(sizes: dict[str, int]) -> dict[str, int]:
    """One in a hundred of each stratum, rounded up."""
    return {stratum: -(-size // 100) for stratum, size in sizes.items()}
