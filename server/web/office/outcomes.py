"""Outcomes 结果 for the office: what waits for publication, what was published, corrections."""

from __future__ import annotations

import json

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain import outcomes as contents
from server.domain.problems import Problem
from server.services import corrections, outcomes
from server.store import corrections as proposed
from server.store import inspections_listing, inspections_queries, outcomes_office
from server.store.files import FileStore
from server.store.paging import page
from server.web import listing, problems, result_categories
from server.web.access import may
from server.web.catalogue import catalogue, names
from server.web.database import db
from server.web.edge import Work, settings, unit_of_work
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
        corrections=page(db.session(), proposed.listing(state="proposed"), 1, 10),
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
    """Publish the next version, or propose it where that takes two people."""
    try:
        with unit_of_work() as work:
            said = _correct(work, number)
    except Problem as problem:
        if problem.status == 404:
            raise
        return _show(number, problems.by_field(problem)), problem.status
    flash(said)
    return redirect(url_for(".show", number=number))


def _correct(work: Work, number: str) -> str:
    """Carry out the form and return what was done."""
    prefix = "category-"
    results = {key.removeprefix(prefix): text for key, text in request.form.items() if key.startswith(prefix)}
    given = {
        "number": number,
        "version": request.form.get("version", 0, type=int),
        "reason": request.form.get("reason", ""),
        "categories": results,
        "photos": request.form.getlist("photos"),
    }
    second = settings().second_review
    if second and corrections.needed(work.session, number, results):
        corrections.propose(*work, **given)
        return gettext("已提出更正，待另一人确认后公布。")
    outcome = outcomes.correct(*work, **given, files=FileStore(settings().files), second=second)
    return gettext("已公布第 %(n)s 版；以前的版本仍可查看。", n=outcome.version)


def _show(number: str, errors: dict[str, str]) -> str:
    versions = outcomes_office.versions(db.session(), number)
    if not versions:
        raise Problem("not_found", what=number)
    newest = versions[0]
    return render_template(
        "office/outcomes/show.html",
        versions=versions,
        waiting=proposed.waiting_for(db.session(), number),
        corrections={
            row.made: row for row in proposed.of_inspection(db.session(), newest.inspection_id) if row.made
        },
        contents={row.version: json.loads(row.content) for row in versions},
        items=contents.items_of(catalogue().load(newest.programme)),
        photos=inspections_queries.photos(db.session(), newest.inspection_id),
        categories=result_categories.offered(
            {entry["category"] for entry in json.loads(newest.content)["items"]}
        ),
        errors=errors,
    )
