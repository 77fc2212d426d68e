"""Set times of publication 定时公布: all that are set, one time for what is approved of a plan, cancelling."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.problems import Problem
from server.services import publication_times as services
from server.store import publication_times
from server.store.paging import page
from server.store.publication_times import PublicationTime
from server.web import listing, problems
from server.web.access import may
from server.web.database import db
from server.web.edge import now, unit_of_work, zone
from server.web.languages import gettext, language
from server.web.office import days
from server.web.office.due import reckoner

blueprint = Blueprint("office_publication_times", __name__, url_prefix="/office/publication/times")
#: A time that passed this long ago and was not looked at: ``fair-scale publish-due`` does not run.
PATIENCE = timedelta(minutes=15)


@blueprint.get("/")
@may("inspection.read")
def index() -> str:
    """List the times that are set, with what stood in the way."""
    return _index({})


@blueprint.post("/")
@may("outcome.publish")
def set_plan() -> ResponseReturnValue:
    """Set one time for everything of a plan that is approved now."""
    try:
        with unit_of_work() as work:
            count = services.set_plan(
                *work,
                plan_id=request.form.get("plan_id", ""),
                at=days.moment("at"),
                zone=zone(),
                late=request.form.get("late") == "yes",
            )
    except Problem as problem:
        if problem.status == 404:
            raise
        return _index(problems.by_field(problem)), problem.status
    flash(gettext("已为 %(n)s 项结果设定公布时间。", n=count))
    return redirect(url_for(".index"))


@blueprint.post("/<inspection_id>/cancel")
@may("outcome.publish")
def cancel(inspection_id: str) -> ResponseReturnValue:
    """Take a time back."""
    with unit_of_work() as work:
        services.cancel(*work, inspection_id=inspection_id)
    flash(gettext("已取消定时公布。"))
    return redirect(url_for(".index"))


@blueprint.app_template_global()
def what_stood_in_the_way(row: PublicationTime) -> str:
    """Return the problem that kept a result from being published, in the reader's words."""
    return Problem(row.fault, **row.fault_values).text(language())


def _index(errors: dict[str, str]) -> str:
    session = db.session()
    return render_template(
        "office/outcomes/times.html",
        page=page(session, publication_times.listing(listing.words()), listing.number()),
        plans=[(id, f"{title} · {count}") for id, title, count in publication_times.plans(session)],
        due=reckoner(),
        silent_since=publication_times.waiting_since(session, now() - PATIENCE),
        errors=errors,
    )
