"""The one place where Flask-SQLAlchemy is joined to the store's plain models."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask, request
from flask_sqlalchemy import SQLAlchemy

from server.store.engine import announce, prepare
from server.store.models import Base

db = SQLAlchemy(model_class=Base)


def init_app(app: Flask) -> None:
    """Bind the session to the application's database; a request that may write takes SQLite's lock first."""
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)
    app.before_request(_announce)
    app.teardown_request(lambda _error: announce(False))


def _announce() -> None:
    announce(request.method not in {"GET", "HEAD", "OPTIONS"})


@contextmanager
def unlocked() -> Iterator[None]:
    """Hold no lock while something slow is received or looked through, which at most reads from the database.

    What was read before is read anew after it.
    """
    db.session.rollback()
    announce(False)
    try:
        yield
    finally:
        db.session.rollback()
        _announce()
