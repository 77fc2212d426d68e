"""Addresses in templates: the same dozen stand on every page, so each is built once."""

from __future__ import annotations

from typing import Any

from flask import Flask, request, url_for

MOST_KEPT = 5_000


def init_app(app: Flask) -> None:
    """Replace ``url_for`` of the templates by one that keeps what it built; it answers the same."""
    kept: dict[tuple[Any, ...], str] = {}

    def address(endpoint: str, **values: Any) -> str:
        if any(name.startswith("_") for name in values):
            return url_for(endpoint, **values)
        place = request.blueprint if endpoint.startswith(".") else None
        key = (endpoint, place, request.script_root, *values.items())
        found = kept.get(key)
        if found is None:
            found = url_for(endpoint, **values)
            if len(kept) < MOST_KEPT:
                kept[key] = found
        return found

    app.jinja_env.globals["url_for"] = address
