"""Pages for the office: administrators and supervisors."""

from __future__ import annotations

from flask import Flask

from server.web.office import home


def register(app: Flask) -> None:
    """Join the pages of the office."""
    app.register_blueprint(home.blueprint)
