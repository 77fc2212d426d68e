"""The public programming interface: evaluation and open data, described by OpenAPI."""

from __future__ import annotations

from flask import Flask
from flask_wtf import CSRFProtect


def register(app: Flask, csrf: CSRFProtect) -> None:
    """Join the interface."""
