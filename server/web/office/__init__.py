"""Pages for the office: administrators and supervisors."""

from __future__ import annotations

from flask import Flask

from server.web.office import audit, calendar, devices, home, users


def register(app: Flask) -> None:
    """Join the pages of the office."""
    app.register_blueprint(home.blueprint)
    app.register_blueprint(users.blueprint)
    app.register_blueprint(devices.blueprint)
    app.register_blueprint(calendar.blueprint)
    app.register_blueprint(audit.blueprint)
