"""The audit log: searched, and its chain checked."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from server.services.audit import first_break
from server.store import audit_queries
from server.store.paging import page
from server.web import listing
from server.web.access import may
from server.web.database import db

blueprint = Blueprint("office_audit", __name__, url_prefix="/office/audit")


@blueprint.get("/")
@may("audit.read")
def index() -> str:
    """List the entries, newest first."""
    actions, nouns = audit_queries.actions(db.session()), audit_queries.nouns(db.session())
    action, noun = listing.chosen("action", actions), listing.chosen("noun", nouns)
    found = page(db.session(), audit_queries.entries(listing.words(), action, noun), listing.number())
    return render_template(
        "office/audit/index.html", page=found, actions=actions, nouns=nouns, action=action, noun=noun
    )


@blueprint.get("/check")
@may("audit.read")
def check() -> ResponseReturnValue:
    """Read the whole log and say whether its chain holds."""
    broken = first_break(db.session())
    newest = db.session.execute(audit_queries.entries().limit(1)).scalar()
    return render_template("office/audit/check.html", broken=broken, newest=newest)


@blueprint.app_template_filter("instant")
def _instant(text: str) -> datetime:
    """An entry's time is text because it is part of what was hashed."""
    return datetime.fromisoformat(text)
