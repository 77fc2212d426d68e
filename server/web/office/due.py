"""The last day for publication, as pages show it: the day, the working days left, and how near it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from server.domain.deadlines import Urgency, days_left, urgency
from server.store.calendar import working_days
from server.store.inspections import Inspection
from server.web.database import db
from server.web.edge import today

#: States in which an inspection still has to be published.
PENDING = frozenset({"open", "finished", "in_review", "approved"})


@dataclass(frozen=True)
class Due:
    """``left`` counts working days, negative when the day has passed; ``provisional`` when the calendar may move it."""

    day: date
    left: int
    urgency: Urgency
    provisional: bool


def reckoner() -> Callable[[Inspection], Due | None]:
    """Return a function that tells an inspection's deadline today; None when it has none or needs none any more."""
    calendar, now = working_days(db.session()), today()

    def reckon(inspection: Inspection) -> Due | None:
        day = inspection.last_day
        if day is None or inspection.state not in PENDING:
            return None
        left = days_left(now, day, calendar)
        return Due(day, left, urgency(left, now, day), inspection.last_day_provisional)

    return reckon
