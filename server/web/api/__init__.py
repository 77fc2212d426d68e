"""The public programming interface: evaluation and open data, described by OpenAPI at /api/openapi.json."""

from __future__ import annotations

from flask import Flask
from flask_wtf import CSRFProtect

from server.web.api import description, draws, evaluation, objects, outcomes, plans, programmes


def register(app: Flask, csrf: CSRFProtect) -> None:
    """Join the interface. It has no cookies to abuse: nothing in it asks who one is."""
    interface = description.make(app)
    for module in (evaluation, outcomes, objects, draws, plans, programmes):
        interface.register_blueprint(module.blueprint)
    csrf.exempt(evaluation.blueprint)
    app.register_blueprint(description.blueprint)
