"""The front page: one question, one box."""

from __future__ import annotations

from flask import Blueprint, render_template

from server.domain.programmes.verdicts import FAIL, NOT_JUDGED, PASS, UNDETERMINED
from server.store import outcomes_queries
from server.store.outcomes_queries import Search
from server.web.access import may
from server.web.counts import count
from server.web.database import db
from server.web.strata import divisions

blueprint = Blueprint("public", __name__)
LATEST = 6


@blueprint.get("/")
@may("anyone")
def home() -> str:
    """Show the search box, how to read a verdict, and the latest outcomes."""
    everything = Search()
    latest = outcomes_queries.listed(db.session(), everything, 1, LATEST)
    return render_template(
        "public/home.html",
        latest=latest.rows,
        total=count(db.session(), everything, latest.stamp),
        divisions=divisions(),
        verdicts=(PASS, FAIL, UNDETERMINED, NOT_JUDGED),
    )
