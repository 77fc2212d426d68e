"""Result categories 检查结果类别 for the office: which there are, and the administrator's form."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.outcomes import NO_PROBLEM
from server.domain.problems import Problem
from server.services import result_categories
from server.store import result_categories as stored
from server.web import problems
from server.web.access import may
from server.web.database import db
from server.web.edge import unit_of_work
from server.web.languages import gettext

blueprint = Blueprint("office_results", __name__, url_prefix="/office/results")


@blueprint.get("/")
@may("office.read")
def index() -> str:
    """List the categories."""
    return _index({})


@blueprint.post("/")
@may("result.edit")
def add() -> ResponseReturnValue:
    """Add one."""
    try:
        with unit_of_work() as work:
            given = {name: request.form.get(name, "") for name in ("code", "zh", "en", "source")}
            result_categories.add(*work, **given)
    except Problem as problem:
        return _index(problems.by_field(problem)), problem.status
    flash(gettext("检查结果类别已添加。"))
    return redirect(url_for(".index"))


@blueprint.post("/<code>/offer")
@may("result.edit")
def offer(code: str) -> ResponseReturnValue:
    """Offer one to reviewers, or no longer."""
    wanted = request.form.get("offered") == "yes"
    try:
        with unit_of_work() as work:
            result_categories.offer(*work, code=code, offered=wanted)
    except Problem as problem:
        if problem.status == 404:
            raise
        return _index(problems.by_field(problem)), problem.status
    flash(gettext("可供选择。") if wanted else gettext("不再供选择；已公布的结果不变。"))
    return redirect(url_for(".index"))


def _index(errors: dict[str, str]) -> str:
    return render_template(
        "office/outcomes/results.html",
        categories=stored.known(db.session()).values(),
        rows=stored.rows(db.session()),
        needed=NO_PROBLEM,
        errors=errors,
    )
