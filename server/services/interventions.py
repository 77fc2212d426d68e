"""Interventions: a supervisor decided what of a record counts, so that another person has to approve it.

Else one person could turn a failed record into a passed one, which takes no second, by leaving out what failed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from server.services.actors import Actor
from server.services.audit import new_id
from server.store import reviews_queries
from server.store.inspections import Inspection
from server.store.reviews import Review


def note(
    session: Session,
    inspections: Iterable[Inspection],
    decision: str,
    reason: str = "",
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Keep who intervened in inspections, beside the decisions of their reviews.

    ``decision`` is one of :data:`reviews_queries.INTERVENTIONS`.
    """
    for inspection in inspections:
        row = Review(
            id=new_id(at),
            inspection_id=inspection.id,
            revision=inspection.revision,
            decision=decision,
            reviewer=by.name,
            reason=reason,
            at=at,
        )
        session.add(row)


def is_by(session: Session, inspection: Inspection, name: str) -> bool:
    """Whether the account of this name decided what of the record counts, in this revision or an earlier one."""
    known = reviews_queries.of_inspection(session, inspection.id)
    return any(row.reviewer == name and row.decision in reviews_queries.INTERVENTIONS for row in known)
