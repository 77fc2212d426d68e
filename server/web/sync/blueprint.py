"""The home of the calls of docs/sync.md."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("sync", __name__, url_prefix="/api/sync")
