"""How many outcomes a search finds: counted once for each search between two publications."""

from __future__ import annotations

from typing import Any

from flask import current_app
from sqlalchemy.orm import Session

from server.store import outcomes_queries
from server.store.outcomes_queries import Search

MOST_KEPT = 2_000


class Counts:
    """Counts by search, all of them forgotten when the stamp of the outcomes moves; so a kept one is exact."""

    def __init__(self) -> None:
        # One reference, replaced whole: threads never see the counts of one stamp under another.
        self._known: tuple[object, dict[Search, int]] = (None, {})

    def of(self, session: Session, search: Search, stamp: tuple[Any, ...]) -> int:
        """Return the exact count. ``stamp`` was read in the transaction that counts."""
        known = self._known
        if known[0] != stamp or len(known[1]) >= MOST_KEPT:
            known = self._known = (stamp, {})
        if search not in known[1]:
            known[1][search] = outcomes_queries.count(session, search)
        return known[1][search]


def count(session: Session, search: Search, stamp: tuple[Any, ...] | None = None) -> int:
    """Return how many outcomes in force ``search`` finds; ``stamp`` where it has been read already."""
    counts = current_app.extensions.setdefault("outcome_counts", Counts())
    return counts.of(session, search, stamp or outcomes_queries.stamp(session))
