"""Outcomes 结果 for the office: what waits for publication, what was published, corrections."""

from __future__ import annotations

import json

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain import outcomes as contents
from server.domain.problems import Problem
from server.services import outcomes
from server.store import inspections_listing, inspections_queries, outcomes_office
from server.store.files import FileStore
from server.store.paging import page
from server.web import listing, problems, result_categories
from server.web.access import may
from server.web.catalogue import catalogue, names
from server.web.database import db
from server.web.edge import settings, unit_of_work
from server.web.languages import gettext
from server.web.office.due import reckoner, warnings
from server.web.office.inspections import VERDICTS

blueprint = Blueprint("office_outcomes", __name__, url_prefix="/office/outcomes")


@blueprint.get("/")
@may("inspection.read")
def index() -> str:
    """List what waits for publication by its last day, and what was published."""
    programme = listing.chosen("programme", names())
    verdict = listing.chosen("verdict", VERDICTS)
    category = listing.chosen("category", result_categories.known())
    query = outcomes_office.listing(listing.words(), programme, verdict, category)
    return render_template(
        "office/outcomes/index.html",
        queue=page(db.session(), inspections_listing.listing("approved"), 1, 10),
        due=reckoner(),
        warnings=warnings(),
        page=page(db.session(), query, listing.number()),
        programme=programme,
        programmes=names(),
        verdict=verdict,
        verdicts=VERDICTS,
        categories=result_categories.choices(),
        category_code=category,
    )


@blueprint.get("/<number>")
@may("inspection.read")
def show(number: str) -> str:
    """Show every version of an outcome, and the form for a correction."""
    return _show(number, {})


@blueprint.post("/<number>/correct")
@may("outcome.correct")
def correct(number: str) -> ResponseReturnValue:
    """Publish the next version."""
    prefix = "category-"
    given = {key.removeprefix(prefix): value for key, value in request.form.items() if key.startswith(prefix)}
    try:
        with unit_of_work() as work:
            outcome = outcomes.correct(
                *work,
                number=number,
                version=request.form.get("version", 0, type=int),
                reason=request.form.get("reason", ""),
                categories=given,
                photos=request.form.getlist("photos"),
                files=FileStore(settings().files),
            )
    except Problem as problem:
        if problem.status == 404:
            raise
        return _show(number, problems.by_field(problem)), problem.status
    flash(gettext("已公布第 %(n)s 版；以前的版本仍可查看。", n=outcome.version))
    return redirect(url_for(".show", number=number))


def _show(number: str, errors: dict[str, str]) -> str:
    versions = outcomes_office.versions(db.session(), number)
    if not versions:
        raise Problem("not_found", what=number)
    newest = versions[0]
    return render_template(
        "office/outcomes/show.html",
        versions=versions,
        contents={row.version: json.loads(row.content) for row in versions},
        items=contents.items_of(catalogue().load(newest.programme)),
        photos=inspections_queries.photos(db.session(), newest.inspection_id),
        categories=result_categories.offered(
            {entry["category"] for entry in json.loads(newest.content)["items"]}
        ),
        errors=errors,
    )
