"""Corrections 更正 that two people make: what waits for the second, and that person's decision."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from server.domain import outcomes as contents
from server.domain.workflow import TRANSITIONS
from server.services import corrections
from server.store import corrections as stored
from server.store import inspections_queries, objections, outcomes_office, users_queries
from server.store.files import FileStore
from server.store.paging import page
from server.web import listing
from server.web.access import may
from server.web.acts import carry_out
from server.web.catalogue import rules_of
from server.web.database import db
from server.web.edge import Work, settings
from server.web.languages import gettext

blueprint = Blueprint("office_corrections", __name__, url_prefix="/office/corrections")
STATES = tuple(TRANSITIONS["correction"])


@blueprint.get("/")
@may("inspection.read")
def index() -> str:
    """List what waits for a second person, and what was decided."""
    state = listing.chosen("state", STATES) or "proposed"
    return render_template(
        "office/corrections/index.html",
        page=page(db.session(), stored.listing(listing.words(), state), listing.number()),
        state=state,
        states=STATES,
    )


@blueprint.get("/<correction_id>")
@may("inspection.read")
def show(correction_id: str) -> str:
    """Show what is proposed beside what it is to follow."""
    return _show(correction_id, {})


@blueprint.post("/<correction_id>/confirm")
@may("outcome.correct")
def confirm(correction_id: str) -> ResponseReturnValue:
    """Publish it as the second person."""
    files = FileStore(settings().files)
    return _act(
        correction_id,
        lambda work: corrections.confirm(*work, correction_id=correction_id, files=files),
        gettext("已确认并公布；以前的版本仍可查看。"),
    )


@blueprint.post("/<correction_id>/decline")
@may("outcome.correct")
def decline(correction_id: str) -> ResponseReturnValue:
    """Refuse it for a reason."""
    reason = request.form.get("reason", "")
    return _act(
        correction_id,
        lambda work: corrections.decline(*work, correction_id=correction_id, reason=reason),
        gettext("未予确认；公布的结果不变。"),
    )


@blueprint.post("/<correction_id>/withdraw")
@may("outcome.correct")
def withdraw(correction_id: str) -> ResponseReturnValue:
    """Take it back."""
    return _act(
        correction_id,
        lambda work: corrections.withdraw(*work, correction_id=correction_id),
        gettext("已撤回；公布的结果不变。"),
    )


def _act(correction_id: str, act: Callable[[Work], Any], done: str) -> ResponseReturnValue:
    onward = url_for(".show", correction_id=correction_id)
    return carry_out(act, lambda errors: _show(correction_id, errors), done, onward)


def _show(correction_id: str, errors: dict[str, str]) -> str:
    session = db.session()
    row = stored.get(session, correction_id)
    versions = {one.version: one for one in outcomes_office.versions(session, row.number)}
    inspection = inspections_queries.get(session, row.inspection_id)
    photos = inspections_queries.photos(session, row.inspection_id)
    return render_template(
        "office/corrections/show.html",
        row=row,
        before=versions[row.version],
        content=json.loads(versions[row.version].content),
        outdated=row.version != max(versions),
        items=contents.items_of(rules_of(inspection)),
        photos=[photo for photo in photos if photo.sha256 in row.photos],
        objection=objections.get(session, row.objection_id) if row.objection_id else None,
        own=row.proposed_by == current_user.actor.id,
        closed=users_queries.closed(session, [row.proposed_name]),
        errors=errors,
    )
