"""The programming interface: evaluation, open data and the recipient of a hand-over, described at /api/openapi.json."""

from __future__ import annotations

from flask import Flask
from flask_wtf import CSRFProtect

from server.web.api import description, draws, evaluation, handover, objects, outcomes, plans, programmes


def register(app: Flask, csrf: CSRFProtect) -> None:
    """Join the interface. It has no cookies to abuse: what is not public asks for a key in its header."""
    interface = description.make(app)
    for module in (evaluation, outcomes, objects, draws, plans, programmes, handover):
        interface.register_blueprint(module.blueprint)
    csrf.exempt(evaluation.blueprint)
    csrf.exempt(handover.blueprint)
    app.register_blueprint(description.blueprint)
