"""Raised ratios: the strata of a draft with complaints and failed look-backs, and the ratio that a supervisor types."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.services import raised_ratios as services
from server.store import plans_queries, raised_ratios
from server.store.plans import Plan
from server.store.raised_ratios import RaisedRatio
from server.web.access import may
from server.web.acts import carry_out
from server.web.database import db
from server.web.edge import today, zone
from server.web.languages import gettext
from server.web.office import plan_form

blueprint = Blueprint("office_raised_ratios", __name__, url_prefix="/office/plans/<plan_id>/raised-ratios")


@blueprint.get("/")
@may("plan.edit")
def index(plan_id: str) -> str:
    """Show the numbers of each stratum, with a field for the ratio."""
    return _index(plan_id, {})


@blueprint.post("/")
@may("plan.edit")
def take(plan_id: str) -> ResponseReturnValue:
    """Take a ratio into the draft."""
    return carry_out(
        lambda work: services.take(
            *work,
            plan_id=plan_id,
            version=request.form.get("version", 0, type=int),
            stratum=request.form.get("stratum", ""),
            ratio=plan_form.ratio(request.form.get("ratio", "").strip(), "ratio"),
            zone=zone(),
        ),
        lambda errors: _index(plan_id, errors),
        gettext("已写入草稿的抽样规则。"),
        url_for(".index", plan_id=plan_id),
    )


@blueprint.app_template_global()
def raised_in(plan: Plan) -> list[RaisedRatio]:
    """Return what was raised in a plan and still holds."""
    return raised_ratios.in_force(db.session(), plan)


def _index(plan_id: str, errors: dict[str, str]) -> str:
    plan = plans_queries.get(db.session(), plan_id)
    return render_template(
        "office/plans/raise.html",
        plan=plan,
        found=services.proposals(db.session(), plan, today()),
        errors=errors,
        asked=request.form.get("stratum", ""),
    )
