"""Look-backs 回头看 for the office: the findings to go back to, the plan made of them, before and after."""

from __future__ import annotations

import json
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Select

from server.domain.look_backs import compared, shares
from server.domain.problems import Problem
from server.services import look_backs
from server.store import look_backs as stored
from server.store.outcomes import Outcome
from server.store.paging import page
from server.web import listing, problems
from server.web.access import may
from server.web.catalogue import names
from server.web.database import db
from server.web.edge import settings, unit_of_work
from server.web.languages import gettext

blueprint = Blueprint("office_look_backs", __name__, url_prefix="/office/look-backs")


@blueprint.get("/")
@may("inspection.read")
def index() -> str:
    """List the findings to go back to, and those that a plan goes back to."""
    return _index({})


@blueprint.post("/")
@may("plan.edit")
def plan() -> ResponseReturnValue:
    """Draft a plan that goes back to the chosen findings, or to all of the list."""
    try:
        first, last = _day("first"), _day("last")
        with unit_of_work() as work:
            made = look_backs.plan(
                *work,
                inspection_ids=_chosen(),
                title=request.form.get("title", ""),
                authority=settings().authority,
                first=first,
                last=last,
                team_size=request.form.get("team_size", 0, type=int),
                basis=request.form.get("basis", ""),
            )
    except Problem as problem:
        return _index(problems.by_field(problem)), problem.status
    flash(gettext("回头看计划 %(number)s 已存为草稿；抽查比例可以修改。", number=made.number))
    return redirect(url_for("office_plans.show", plan_id=made.id))


@blueprint.get("/figures")
@may("inspection.read")
def figures() -> str:
    """Show before and after of the look-backs, and the share that failed, by year."""
    pairs = (
        (json.loads(earlier), json.loads(later.content)) for later, earlier in stored.results(db.session())
    )
    return render_template(
        "office/look_backs/figures.html",
        compared=compared(pairs),
        shares=shares(stored.series(db.session())),
    )


def _index(errors: dict[str, str]) -> str:
    session = db.session()
    tab = listing.chosen("tab", stored.TABS) or "open"
    found = page(session, _query(tab), listing.number(), 100)
    return render_template(
        "office/look_backs/index.html",
        page=found,
        tab=tab,
        tabs=stored.TABS,
        programme=listing.chosen("programme", names()),
        programmes=names(),
        plans=stored.plans_of(session, [row.inspection_id for row in found.items]),
        chosen=set(request.form.getlist("inspections")),
        errors=errors,
    )


def _query(tab: str) -> Select[tuple[Outcome]]:
    return stored.findings(tab, listing.chosen("programme", names()), listing.words(), listing.whole("year"))


def _chosen() -> list[str]:
    if request.form.get("all") != "yes":
        return request.form.getlist("inspections")
    query = _query("open").limit(look_backs.MOST + 1)
    return [row.inspection_id for row in db.session.scalars(query)]


def _day(name: str) -> date:
    text = request.form.get(name, "").strip()
    try:
        return date.fromisoformat(text)
    except ValueError:
        code = "invalid_date" if text else "required"
        raise Problem(code, at=name, value=text[:40]) from None
