"""The front page."""

from __future__ import annotations

from flask import Blueprint, render_template

from server.web.access import may

blueprint = Blueprint("public", __name__)


@blueprint.get("/")
@may("anyone")
def home() -> str:
    """Show the way to outcomes, draws and plans."""
    return render_template("public/home.html")
