"""Whether a tablet may be handed back, exchanged or wiped: only when nothing is on it that is not here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

#: A page that is open asks every five minutes; what was entered since the last contact is not known.
RECENT = timedelta(minutes=15)


@dataclass(frozen=True)
class Standing:
    """What is known of a tablet. ``unsent`` is what it said at its last contact, None when it never said;
    ``gap`` whether entries wait for others that only it has; ``unverified`` counts the visits begun on it whose
    manifest is not complete; ``silent`` is the time since the last contact."""

    unsent: int | None
    gap: bool
    unverified: int
    silent: timedelta | None


def hindrances(standing: Standing) -> list[str]:
    """Return why the tablet may not be handed back: codes of the words table ``handing_back``; none means it may."""
    found = {
        "unknown": standing.unsent is None,
        "unsent": bool(standing.unsent),
        "gap": standing.gap,
        "unverified": standing.unverified > 0,
        "silent": standing.silent is None or standing.silent > RECENT,
    }
    return [code for code, holds in found.items() if holds]
