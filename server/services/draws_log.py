"""The public log of draws: every step of every draw is one more line, chained by hashes (sampling.log)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

import sampling
from sampling import log
from server.domain.problems import Problem
from server.store import draws_queries
from server.store.draws import Draw, DrawEvent
from server.store.locks import Lock, hold

#: Objects substituted, teams named by hand, absent inspectors replaced.
DEPARTURES = ("substituted", "staffed", "replaced")


def append(
    session: Session,
    now: datetime,
    draw: Draw,
    event: str,
    body: Mapping[str, Any],
    detail: Mapping[str, Any] | None = None,
) -> DrawEvent:
    """Add one line to the public log.

    ``body`` is public at once and for ever; ``detail`` is kept beside it for the office, and for the public
    once the draw is opened. Problem ``draw_refused`` when the clock lies before the newest line's time.
    """
    hold(session.connection(), Lock.DRAW_LOG)
    session.flush()
    newest = draws_queries.newest_event(session)
    head = log.parse_entry(newest.line.encode()).head if newest else log.EMPTY
    with protocol():
        entry = log.append(head, at=now, draw=draw.id, event=event, body=body)
    row = DrawEvent(
        seq=entry.seq,
        draw_id=draw.id,
        event=event,
        at=now,
        line=entry.line.decode(),
        detail=dict(detail or {}),
        hash=entry.hash,
    )
    session.add(row)
    session.flush()
    return row


def depart(session: Session, now: datetime, draw: Draw, event: str, said: Mapping[str, Any]) -> DrawEvent:
    """Add one of the :data:`DEPARTURES` from what was drawn, numbered among those of its kind.

    Before the draw is opened the public learns that something happened, but not to whom.
    """
    query = select(func.count()).where(DrawEvent.draw_id == draw.id, DrawEvent.event == event)
    known = {"number": (session.scalar(query) or 0) + 1}
    return append(
        session, now, draw, event, {**known, **said} if draw.opened_at else known, {**known, **said}
    )


def history(session: Session, draw_id: str) -> list[dict[str, Any]]:
    """Return the departures of a draw, with everything known of them."""
    return [
        {"event": row.event, "at": log.parse_entry(row.line.encode()).at, **row.detail}
        for row in draws_queries.events(session, draw_id)
        if row.event in DEPARTURES
    ]


@contextmanager
def protocol(at: str | None = None) -> Iterator[None]:
    """Turn what the draw's protocol refuses into a :class:`Problem` ``draw_refused`` with its words."""
    try:
        yield
    except sampling.DrawError as error:
        zh, en = (error.text(language).rstrip("。.") for language in ("zh", "en"))
        raise Problem("draw_refused", at=at, zh=zh, en=en) from error
