"""The last day for publication, as pages show it: the day, the working days left, and how near it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from server.domain.deadlines import WARNINGS, Urgency, after, days_left, urgency
from server.store import publication_queue
from server.store.calendar import working_days
from server.store.inspections import Inspection
from server.store.publication_queue import PENDING
from server.web.database import db
from server.web.edge import today


@dataclass(frozen=True)
class Due:
    """``left`` counts working days, negative when the day has passed; ``provisional`` when the calendar may move it."""

    day: date
    left: int
    urgency: Urgency
    provisional: bool


def reckoner() -> Callable[[Inspection], Due | None]:
    """Return a function that tells an inspection's deadline today; None when it has none or needs none any more."""
    tell = due_by()

    def reckon(inspection: Inspection) -> Due | None:
        if inspection.last_day is None or inspection.state not in PENDING:
            return None
        return tell(inspection.last_day, inspection.last_day_provisional)

    return reckon


def due_by() -> Callable[..., Due]:
    """Return a function that tells how near a last day is today."""
    calendar, now = working_days(db.session()), today()

    def tell(day: date, provisional: bool = False) -> Due:
        left = days_left(now, day, calendar)
        return Due(day, left, urgency(left, now, day), provisional)

    return tell


@dataclass(frozen=True)
class Warned:
    """How many inspections wait for publication with ``days`` working days left or fewer (-1: past), and between
    which last days. Each inspection is counted once, under the nearest."""

    days: int
    count: int
    first: date | None
    last: date


def warnings() -> list[Warned]:
    """Return what is past and what each warning of :data:`deadlines.WARNINGS` holds, the most urgent first."""
    calendar, now = working_days(db.session()), today()
    counted = publication_queue.last_days(db.session())
    found, first, edge = [], None, now - timedelta(days=1)
    for days in (-1, *sorted(WARNINGS)):
        last = edge if days < 0 else after(now, days, calendar).day
        held = sum(count for day, count in counted.items() if (first is None or day >= first) and day <= last)
        found.append(Warned(days, held, first, last))
        first = last + timedelta(days=1)
    return found
