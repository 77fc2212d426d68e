"""Draws: listed, committed, led through their steps before witnesses, opened, voided."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.problems import Problem
from server.domain.workflow import TRANSITIONS
from server.services import draws, teams
from server.store import draws_queries, plans_queries
from server.store.paging import page
from server.web import listing, problems
from server.web.access import may
from server.web.catalogue import names
from server.web.database import db
from server.web.edge import today, unit_of_work
from server.web.entropy import sources_of
from server.web.languages import gettext
from server.web.office import draw_pages, draw_sources, plan_preview

blueprint = Blueprint("office_draws", __name__, url_prefix="/office/draws")
STATES = tuple(TRANSITIONS["draw"])


@blueprint.get("/")
@may("office.read")
def index() -> str:
    """List the draws."""
    state, programme = listing.chosen("state", STATES), listing.chosen("programme", names())
    query = draws_queries.listing(listing.words(), state, programme)
    found = page(db.session(), query, listing.number())
    return render_template(
        "office/draws/index.html", page=found, state=state, programme=programme, states=STATES, names=names()
    )


@blueprint.route("/new", methods=["GET", "POST"])
@may("draw.commit")
def new() -> ResponseReturnValue:
    """Step 1 before the witnesses: what will be frozen, and the commitment."""
    plan_id = request.values.get("plan_id", "")
    if request.method == "GET":
        return _commit_page(plan_id, {})
    try:
        with unit_of_work() as work:
            draw = draws.commit(
                *work,
                plan_id=plan_id,
                entropy_source=request.form.get("entropy_source", ""),
                title=request.form.get("title", ""),
                sources=draw_sources.wanted(request.form),
            )
    except Problem as problem:
        return _commit_page(plan_id, problems.by_field(problem)), problem.status
    return redirect(url_for(".ceremony", draw_id=draw.id))


@blueprint.get("/<draw_id>")
@may("office.read")
def show(draw_id: str) -> str:
    """Show everything the office knows of a draw; never its secret before it is opened."""
    return draw_pages.show(draw_id, {})


@blueprint.get("/<draw_id>/ceremony")
@may("office.read")
def ceremony(draw_id: str) -> str:
    """Show the step at which a draw is, to be projected in a room."""
    return draw_pages.ceremony(draw_id, {}, reveal=request.args.get("reveal") == "1")


@blueprint.get("/<draw_id>/minutes")
@may("office.read")
def minutes(draw_id: str) -> str:
    """Show the minutes of a draw, to be printed and signed."""
    return draw_pages.minutes(draw_id)


@blueprint.route("/<draw_id>/minutes.pdf", methods=["GET", "POST"])
@may("office.read")
def minutes_pdf(draw_id: str) -> ResponseReturnValue:
    """Give the minutes as a file to be signed and archived; the names of the witnesses are not kept."""
    number, data = draw_pages.minutes_file(draw_id, request.form.get("witnesses", ""))
    response = Response(data, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{number}.pdf"'
    return response


@blueprint.post("/<draw_id>/entropy")
@may("draw.entropy")
def entropy(draw_id: str) -> ResponseReturnValue:
    """Step 2: record the public value that two people typed."""
    sources = sources_of(draws_queries.get(db.session(), draw_id))
    given = draw_sources.typed(sources, request.form)
    draw_sources.verify_ahead(sources, given["value"])
    return _step(draw_id, draws.entropy, draw_pages.ceremony, given)


@blueprint.post("/<draw_id>/draw")
@may("draw.draw")
def draw(draw_id: str) -> ResponseReturnValue:
    """Step 3: draw, and show the objects one after the other."""
    return _step(draw_id, draws.draw, draw_pages.ceremony, reveal="1")


@blueprint.post("/<draw_id>/open")
@may("draw.open")
def open_bundle(draw_id: str) -> ResponseReturnValue:
    """Step 4: make the bundle public."""
    return _step(draw_id, draws.open, draw_pages.show, after=".show")


@blueprint.route("/<draw_id>/replace", methods=["GET", "POST"])
@may("team.replace")
def replace(draw_id: str) -> ResponseReturnValue:
    """Show who comes in an absent inspector's place by the order of the draw, and put that one there."""
    inspector_id = request.values.get("inspector", "")
    if request.method == "GET":
        return draw_pages.replace(draw_id, inspector_id, {})
    given = {"inspector_id": inspector_id}
    given |= {name: request.form.get(name, "") for name in ("reason", "seen")}

    def again(draw_id: str, errors: dict[str, str]) -> str:
        return draw_pages.replace(draw_id, inspector_id, errors)

    return _step(draw_id, teams.replace, again, given, after=".show")


@blueprint.post("/<draw_id>/void")
@may("draw.void")
def void(draw_id: str) -> ResponseReturnValue:
    """End a draw that must not be used."""
    given = {"reason": request.form.get("reason", "")}
    return _step(draw_id, draws.void, draw_pages.show, given, after=".show")


def _step(
    draw_id: str,
    service: Callable[..., Any],
    again: Callable[[str, dict[str, str]], str],
    given: dict[str, Any] | None = None,
    after: str = ".ceremony",
    **arguments: str,
) -> ResponseReturnValue:
    try:
        with unit_of_work() as work:
            service(*work, draw_id=draw_id, **(given or {}))
    except Problem as problem:
        return again(draw_id, problems.by_field(problem)), problem.status
    if after == ".show":
        flash(gettext("已完成，并记入公开日志。"))
    return redirect(url_for(after, draw_id=draw_id, **arguments))


def _commit_page(plan_id: str, errors: dict[str, str]) -> str:
    session = db.session()
    if not plan_id:
        plans = session.scalars(plans_queries.in_force(today())).all()
        return render_template("office/draws/choose.html", plans=plans)
    plan = plans_queries.get(session, plan_id)
    preview = plan_preview.of(plan)
    return render_template(
        "office/draws/commit.html",
        plan=plan,
        errors=errors,
        preview=preview,
        chance=draw_sources.blank(preview, request.form),
        earlier=session.scalars(draws_queries.listing(plan_id=plan.id)).all(),
    )
