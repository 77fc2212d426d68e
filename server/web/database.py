"""The one place where Flask-SQLAlchemy is joined to the store's plain models."""

from __future__ import annotations

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
