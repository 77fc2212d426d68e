"""Plans: listed, drafted with a preview of their strata, published."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain import plan_fields
from server.domain.plans import ANY, RISK_CLASSES
from server.domain.problems import Problem
from server.domain.workflow import allows
from server.services import plans
from server.store import draws_queries, look_backs, plans_queries
from server.store.paging import page
from server.store.plans import Plan
from server.web import listing, problems
from server.web.access import may
from server.web.catalogue import names
from server.web.database import db
from server.web.edge import settings, today, unit_of_work
from server.web.languages import gettext
from server.web.office import plan_form, plan_preview
from server.web.strata import class_words, divisions

blueprint = Blueprint("office_plans", __name__, url_prefix="/office/plans")
STATES = ("draft", "published")
#: Fields that the preview depends on; the others may still be empty.
PREVIEWED = {"programmes", "first", "last", "team_size", "yearly_cap"}


@blueprint.get("/")
@may("office.read")
def index() -> str:
    """List the plans."""
    state, programme = listing.chosen("state", STATES), listing.chosen("programme", names())
    query = plans_queries.listing(listing.words(), state, programme)
    found = page(db.session(), query, listing.number())
    return render_template(
        "office/plans/index.html", page=found, state=state, programme=programme, states=STATES, names=names()
    )


@blueprint.route("/add", methods=["GET", "POST"])
@may("plan.edit")
def add() -> ResponseReturnValue:
    """Draft a plan."""
    if request.method == "GET":
        return _form(None, plan_form.blank(settings().authority), {})
    fields = plan_form.of_request(request.form)
    try:
        with unit_of_work() as work:
            plan = plans.add(*work, **plan_form.columns(fields))
    except Problem as problem:
        return _form(None, fields, problems.by_field(problem)), problem.status
    flash(gettext("计划 %(number)s 已存为草稿。", number=plan.number))
    return redirect(url_for(".show", plan_id=plan.id))


@blueprint.get("/<plan_id>")
@may("office.read")
def show(plan_id: str) -> str:
    """Show a plan with what it means for the registers, and what can be done with it."""
    return _show(plans_queries.get(db.session(), plan_id), {})


@blueprint.route("/<plan_id>/edit", methods=["GET", "POST"])
@may("plan.edit")
def edit(plan_id: str) -> ResponseReturnValue:
    """Change a draft."""
    plan = plans_queries.get(db.session(), plan_id)
    if request.method == "GET":
        return _form(plan, plan_form.of_plan(plan), {})
    fields = plan_form.of_request(request.form)
    try:
        with unit_of_work() as work:
            version = request.form.get("version", 0, type=int)
            plans.edit(*work, plan_id=plan_id, version=version, **plan_form.columns(fields))
    except Problem as problem:
        plan = plans_queries.get(db.session(), plan_id)
        return _form(plan, fields, problems.by_field(problem)), problem.status
    flash(gettext("计划已保存。"))
    return redirect(url_for(".show", plan_id=plan_id))


@blueprint.post("/<plan_id>/publish")
@may("plan.publish")
def publish(plan_id: str) -> ResponseReturnValue:
    """Make a draft public."""
    try:
        with unit_of_work() as work:
            plans.publish(*work, plan_id=plan_id, version=request.form.get("version", 0, type=int))
    except Problem as problem:
        plan = plans_queries.get(db.session(), plan_id)
        return _show(plan, problems.by_field(problem)), problem.status
    flash(gettext("计划已公布，可以抽取。"))
    return redirect(url_for(".show", plan_id=plan_id))


@blueprint.get("/preview")
@may("plan.edit")
def preview() -> ResponseReturnValue:
    """Show what the fields of the form would mean; a fragment for the form's page."""
    try:
        columns = plan_form.columns(plan_form.of_request(request.args))
        faults = plan_fields.problems(columns, today(), names())
        parts = [fault for fault in faults if fault.at in PREVIEWED or str(fault.at).startswith("sample-")]
        if parts:
            raise Problem("plan_invalid", parts=parts)
        plan = Plan(id=request.args.get("plan_id"), **columns)
    except Problem as problem:
        faults = problems.by_field(problem)
        return render_template("office/plans/_preview.html", preview=plan_preview.Preview(faults=faults))
    found = plan_preview.of(plan)
    return render_template("office/plans/_preview.html", preview=found, plan=plan)


def _show(plan: Plan, errors: dict[str, str]) -> str:
    return render_template(
        "office/plans/show.html",
        plan=plan,
        errors=errors,
        preview=plan_preview.of(plan),
        draws=db.session.scalars(draws_queries.listing(plan_id=plan.id)).all(),
        looked_back=look_backs.objects(db.session(), plan.id),
        editable=allows("plan", plan.state, "edit"),
        people=plans_queries.certificates(db.session()),
    )


def _form(plan: Plan | None, fields: dict[str, Any], errors: dict[str, str]) -> str:
    return render_template(
        "office/plans/edit.html",
        plan=plan,
        fields=fields,
        errors=errors,
        programmes=names(),
        divisions=divisions(),
        classes=[(code, class_words(code)) for code in (ANY, *RISK_CLASSES)],
        blank_rule=plan_form.BLANK_RULE,
        people=plans_queries.certificates(db.session()),
    )
