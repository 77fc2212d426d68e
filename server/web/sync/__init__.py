"""What tablets ask and send."""

from __future__ import annotations

from flask import Flask
from flask_wtf import CSRFProtect

from server.web.sync import bundle, enrolment, inspections, operations, photos, receipts
from server.web.sync.blueprint import blueprint

__all__ = ["bundle", "enrolment", "inspections", "operations", "photos", "receipts", "register"]


def register(app: Flask, csrf: CSRFProtect) -> None:
    """Join the synchronising interface; tokens, not cookies, open it, so it needs no CSRF guard."""
    csrf.exempt(blueprint)
    app.register_blueprint(blueprint)
