"""How many outcomes a search finds: counted once for each search between two publications."""

from __future__ import annotations

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

    def of(self, session: Session, search: Search) -> int:
        """Return the exact count. The stamp is read in the transaction that counts."""
        stamp = outcomes_queries.stamp(session)
        known = self._known
        if known[0] != stamp or len(known[1]) >= MOST_KEPT:
            known = self._known = (stamp, {})
        if search not in known[1]:
            known[1][search] = outcomes_queries.count(session, search)
        return known[1][search]


def count(session: Session, search: Search) -> int:
    """Return how many outcomes in force ``search`` finds."""
    return current_app.extensions.setdefault("outcome_counts", Counts()).of(session, search)
