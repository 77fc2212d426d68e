"""Complaints 投诉举报 for the office: the list, and the form to enter one."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.problems import Problem
from server.services import complaints as services
from server.store import complaints
from server.store.paging import page
from server.web import listing, problems
from server.web.access import may
from server.web.catalogue import names
from server.web.database import db
from server.web.edge import unit_of_work, zone
from server.web.languages import gettext
from server.web.office import days

blueprint = Blueprint("office_complaints", __name__, url_prefix="/office/complaints")


@blueprint.get("/")
@may("inspection.read")
def index() -> str:
    """List the complaints."""
    return _index({})


@blueprint.post("/")
@may("complaint.enter")
def enter() -> ResponseReturnValue:
    """Enter a complaint."""
    try:
        with unit_of_work() as work:
            services.enter(
                *work,
                day=days.typed("day"),
                zone=zone(),
                **{name: request.form.get(name, "") for name in ("number", "programme", "source", "note")},
            )
    except Problem as problem:
        return _index(problems.by_field(problem)), problem.status
    flash(gettext("投诉举报已录入。"))
    return redirect(url_for(".index"))


@blueprint.post("/<complaint_id>/withdraw")
@may("complaint.enter")
def withdraw(complaint_id: str) -> ResponseReturnValue:
    """Take one back that was entered by mistake."""
    with unit_of_work() as work:
        services.withdraw(*work, complaint_id=complaint_id)
    flash(gettext("已撤回；条目仍保留，不再计数。"))
    return redirect(url_for(".index"))


def _index(errors: dict[str, str]) -> str:
    programme = listing.chosen("programme", names())
    query = complaints.listing(listing.words(), programme)
    return render_template(
        "office/businesses/complaints.html",
        page=page(db.session(), query, listing.number()),
        programme=programme,
        programmes=names(),
        errors=errors,
    )
