"""Result categories 检查结果类别 for the office: which there are, and the administrator's form."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.outcomes import NO_PROBLEM
from server.services import result_categories
from server.store import result_categories as stored
from server.web.access import may
from server.web.acts import carry_out
from server.web.database import db
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
    given = {name: request.form.get(name, "") for name in ("code", "zh", "en", "source")}
    return carry_out(
        lambda work: result_categories.add(*work, **given),
        _index,
        gettext("检查结果类别已添加。"),
        url_for(".index"),
    )


@blueprint.post("/<code>/offer")
@may("result.edit")
def offer(code: str) -> ResponseReturnValue:
    """Offer one to reviewers, or no longer."""
    wanted = request.form.get("offered") == "yes"
    return carry_out(
        lambda work: result_categories.offer(*work, code=code, offered=wanted),
        _index,
        gettext("可供选择。") if wanted else gettext("不再供选择；已公布的结果不变。"),
        url_for(".index"),
    )


def _index(errors: dict[str, str]) -> str:
    return render_template(
        "office/outcomes/results.html",
        categories=stored.known(db.session()).values(),
        rows=stored.rows(db.session()),
        needed=NO_PROBLEM,
        errors=errors,
    )
