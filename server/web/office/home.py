"""The office's front page: what is due."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from server.domain import permissions
from server.store import (
    corrections,
    devices_queries,
    editions_queries,
    entries_queries,
    inspections_listing,
    plans_queries,
)
from server.store.paging import page
from server.web.access import may
from server.web.database import db
from server.web.edge import today
from server.web.office import first_steps
from server.web.office.due import reckoner

blueprint = Blueprint("office", __name__, url_prefix="/office")
#: How many of each list stand here; the rest is one link away.
SHOWN = 8


@blueprint.get("/")
@may("signed_in")
def home() -> ResponseReturnValue:
    """Show the office what is due; lead an inspector to the tablet page."""
    if not permissions.holds(current_user.role, "office.read"):
        return redirect("/field/")
    session = db.session()
    return render_template(
        "office/home.html",
        review=page(session, inspections_listing.listing("review"), 1, SHOWN),
        second=page(session, inspections_listing.listing("second"), 1, 1).total,
        approved=page(session, inspections_listing.listing("approved"), 1, SHOWN),
        plans=page(session, plans_queries.undrawn(today()), 1, SHOWN),
        tablets=page(session, devices_queries.listing(state="unsent"), 1, SHOWN),
        corrections=page(session, corrections.listing(state="proposed"), 1, 1).total,
        entries=entries_queries.total(session),
        editions=page(session, editions_queries.listing(state="proposed"), 1, 1).total,
        due=reckoner(),
        first_steps=first_steps.steps(session, current_user.role),
    )
