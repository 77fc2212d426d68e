"""Pages for everybody."""

from __future__ import annotations

from flask import Flask

from server.web.public import (
    business,
    business_papers,
    data,
    draws,
    home,
    instruments,
    objects,
    outcomes,
    plans,
)


def register(app: Flask) -> None:
    """Join the public pages."""
    for module in (home, outcomes, objects, instruments, draws, plans, data, business, business_papers):
        app.register_blueprint(module.blueprint)
