"""The office's front page: what is due."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from server.web.access import may

blueprint = Blueprint("office", __name__, url_prefix="/office")


@blueprint.get("/")
@may("signed_in")
def home() -> ResponseReturnValue:
    """Show a supervisor what is due; lead an inspector to the tablet page."""
    if current_user.role == "inspector":
        return redirect("/field/")
    return render_template("office/home.html")
