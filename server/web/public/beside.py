"""What stands beside a public result: the replies that were released, and that it was or is objected to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from server.store import objections, replies
from server.web.database import db


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


def of(number: str) -> tuple[list[Said], list[Doubt]]:
    """Return what stands beside the outcome of a number."""
    session = db.session()
    said = [Said(row.text, row.received_at) for row in replies.released(session, number)]
    return said, [
        Doubt(row.received_at, row.version, row.state, row.last_day, row.corrected, row.answered_at)
        for row in objections.of_number(session, number)
    ]
