"""The edge of a request: who acts, what time it is, and the transaction that is committed or undone as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from flask import current_app, g
from flask_login import current_user
from sqlalchemy.orm import Session

from server.config import Settings
from server.domain.permissions import PUBLIC
from server.services.actors import Actor
from server.web.database import db


@dataclass(frozen=True)
class Work:
    """What a service asks for, in its order: ``service(*work, …)``."""

    session: Session
    actor: Actor
    now: datetime

    def __iter__(self) -> Iterator[Session | Actor | datetime]:
        return iter((self.session, self.actor, self.now))


@contextmanager
def unit_of_work() -> Iterator[Work]:
    """Give a service its arguments; commit when the block ends, undo everything when it raises."""
    session = db.session()
    try:
        yield Work(session, actor(), now())
        session.commit()
    except BaseException:
        session.rollback()
        raise


def actor() -> Actor:
    """Return who acts in this request; the public has no name and no rights."""
    if "actor" in g:
        return g.actor
    if current_user.is_authenticated:
        return current_user.actor
    return Actor("", "public", PUBLIC)


def now() -> datetime:
    """Return the present instant; tests and the demo's past give their own clock in ``app.extensions``."""
    clock = current_app.extensions.get("clock")
    return clock() if clock else datetime.now(UTC)


def today() -> date:
    """Return the present day at the authority's place."""
    return local(now()).date()


def zone() -> ZoneInfo:
    """Return the authority's time zone."""
    return ZoneInfo(settings().time_zone)


def local(instant: datetime) -> datetime:
    """Return an instant at the authority's place."""
    return instant.astimezone(zone())


def second(instant: datetime | None) -> str:
    """Return an instant to the second at the authority's place, with its distance from UTC."""
    if instant is None:
        return "—"
    text = local(instant).isoformat(" ", "seconds")
    return f"{text[:19]} {text[19:]}"


def outside(path: str) -> str:
    """Return the full address of a path: that of the settings, whatever host the request names."""
    return settings().base_url.rstrip("/") + path


def settings() -> Settings:
    """Return the settings of this installation."""
    return current_app.extensions["settings"]
