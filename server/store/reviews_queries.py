"""Reading reviews: the decisions about an inspection, and the choices that settle its conflicts."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.store.reviews import Review

#: Decisions on what of a record counts: a value of two, late entries taken in or left out, a gap passed over, what is
#: in quarantine looked at, the review begun without a tablet, a rescue file brought in.
INTERVENTIONS = ("choose", "take_in", "leave_out", "pass_gap", "see", "begin", "rescue")


def of_inspection(session: Session, inspection_id: str) -> list[Review]:
    """Return the decisions about an inspection in their order."""
    query = select(Review).where(Review.inspection_id == inspection_id).order_by(Review.at, Review.id)
    return list(session.scalars(query))


def choices(session: Session, inspection_id: str) -> dict[str, str]:
    """Return the operation chosen for each path in conflict; the latest choice counts."""
    chosen: dict[str, str] = {}
    for review in of_inspection(session, inspection_id):
        if review.decision == "choose":
            chosen |= review.choices
    return chosen


def approval(session: Session, inspection_id: str) -> Review | None:
    """Return the latest approval of an inspection."""
    query = select(Review).where(Review.inspection_id == inspection_id, Review.decision == "approve")
    return session.scalar(query.order_by(Review.at.desc(), Review.id.desc()).limit(1))
