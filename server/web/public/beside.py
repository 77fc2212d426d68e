"""What stands beside a public result: replies that were released, objections, penalties while they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from server.store import objections, penalties, replies
from server.web.database import db
from server.web.edge import today


@dataclass(frozen=True)
class Said:
    """A reply of the business, and when it was received."""

    text: str
    received_at: datetime


@dataclass(frozen=True)
class Doubt:
    """An objection without its words: when it came, to which version, what became of it, or when it is due."""

    received_at: datetime
    version: int
    state: str
    last_day: date
    corrected: int | None
    answered_at: datetime | None


@dataclass(frozen=True)
class Penalised:
    """A penalty, and the last day on which it is shown."""

    decision: str
    decided_on: date
    facts: str
    measures: str
    basis: str
    shown_until: date | None


def penalised(number: str) -> list[Penalised]:
    """Return the penalties that stand beside the outcome of a number today."""
    rows = penalties.shown(db.session(), number, today())
    return [
        Penalised(row.decision, row.decided_on, row.facts, row.measures, row.basis, row.shown_until)
        for row in rows
    ]


def of(number: str) -> tuple[list[Said], list[Doubt]]:
    """Return what stands beside the outcome of a number."""
    session = db.session()
    said = [Said(row.text, row.received_at) for row in replies.released(session, number)]
    return said, [
        Doubt(row.received_at, row.version, row.state, row.last_day, row.corrected, row.answered_at)
        for row in objections.of_number(session, number)
    ]
