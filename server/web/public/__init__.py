"""Pages for everybody."""

from __future__ import annotations

from flask import Flask

from server.web.public import home


def register(app: Flask) -> None:
    """Join the public pages."""
    app.register_blueprint(home.blueprint)
