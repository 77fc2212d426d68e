"""What commands share: the installation's settings, and a unit of work as its administrator."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from server.config import Settings, from_environment
from server.domain.permissions import ADMINISTRATOR
from server.services.actors import Actor
from server.store.engine import open_engine, writing

Work = tuple[Session, Actor, datetime]


def actor() -> Actor:
    """Return whoever has a shell on the server: an administrator, named after the login."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = "?"
    return Actor("", f"cli:{name}", ADMINISTRATOR)


@contextmanager
def unit_of_work(settings: Settings | None = None) -> Iterator[Work]:
    """Give a service its arguments; commit when the block ends, undo everything when it raises."""
    engine = open_engine((settings or from_environment()).database_url)
    try:
        with writing(), Session(engine) as session, session.begin():
            yield session, actor(), datetime.now(UTC)
    finally:
        engine.dispose()


@contextmanager
def reading(settings: Settings | None = None) -> Iterator[Session]:
    """Give a session for queries."""
    engine = open_engine((settings or from_environment()).database_url)
    try:
        with Session(engine) as session:
            yield session
    finally:
        engine.dispose()
