"""One inspection object with its whole history, and the short address on its label."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, url_for
from werkzeug.wrappers import Response as Redirect

from server.domain.problems import Problem
from server.store import objects_queries, outcomes_queries
from server.web.access import may
from server.web.database import db
from server.web.edge import today
from server.web.public import freshness
from server.web.strata import divisions

blueprint = Blueprint("public_objects", __name__)


@blueprint.get("/objects/<path:number>")
@may("anyone")
def show(number: str) -> Response:
    """Show an object: every outcome ever published, its instruments, the opened draws that drew it."""
    session = db.session()
    found = objects_queries.by_number(session, number)
    if found is None:
        raise Problem("not_found", what=number)
    outcomes = outcomes_queries.of_object(session, found.id)
    page = render_template(
        "public/objects/show.html",
        object=found,
        outcomes=outcomes,
        old=bool(outcomes) and freshness.is_old(outcomes[0].inspected_on, today()),
        instruments=objects_queries.instruments(session, found.id),
        draws=objects_queries.opened_draws(session, found.id),
        divisions=divisions(),
        today=today(),
    )
    return Response(page)


@blueprint.get("/o/<path:number>")
@may("anyone")
def short(number: str) -> Redirect:
    """Lead from the label on a shop door to the object."""
    return redirect(url_for(".show", number=number), 302)
