"""What tablets ask and send."""

from __future__ import annotations

from flask import Flask
from flask_wtf import CSRFProtect


def register(app: Flask, csrf: CSRFProtect) -> None:
    """Join the synchronising interface; tokens, not cookies, open it, so it needs no CSRF guard."""
