"""Penalties 行政处罚信息 for the office: entered, published and withdrawn on the page of the hand-over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.problems import Problem
from server.services import penalties
from server.store.penalties import Penalty
from server.web import problems
from server.web.access import may
from server.web.database import db
from server.web.edge import Work, settings, unit_of_work
from server.web.languages import gettext
from server.web.office import days, handovers

blueprint = Blueprint("office_penalties", __name__, url_prefix="/office/penalties")
TEXTS = ("decision", "facts", "measures", "basis", "weight")


@blueprint.post("/of/<handover_id>")
@may("penalty.decide")
def enter(handover_id: str) -> ResponseReturnValue:
    """Enter a decision."""

    def act(work: Work) -> Any:
        given = {name: request.form.get(name, "") for name in TEXTS}
        day = days.typed("decided_on")
        return penalties.enter(*work, handover_id=handover_id, decided_on=day, zone=_zone(), **given)

    return _act(handover_id, act, gettext("处罚决定已录入。"))


@blueprint.post("/<penalty_id>/publish")
@may("penalty.decide")
def publish(penalty_id: str) -> ResponseReturnValue:
    """Show it beside the public result."""
    return _act(
        _handover_of(penalty_id),
        lambda work: penalties.publish(*work, penalty_id=penalty_id, zone=_zone()),
        gettext("处罚信息已公示。"),
    )


@blueprint.post("/<penalty_id>/withdraw")
@may("penalty.decide")
def withdraw(penalty_id: str) -> ResponseReturnValue:
    """Take it out of the public."""

    def act(work: Work) -> Any:
        given = {"changed_on": days.typed("changed_on"), "reason": request.form.get("reason", "")}
        return penalties.withdraw(*work, penalty_id=penalty_id, zone=_zone(), **given)

    return _act(_handover_of(penalty_id), act, gettext("处罚信息已撤下。"), penalty_id)


def _act(handover_id: str, act: Callable[[Work], Any], done: str, of: str = "") -> ResponseReturnValue:
    try:
        with unit_of_work() as work:
            act(work)
    except Problem as problem:
        if problem.status == 404:
            raise
        return handovers.page(handover_id, problems.by_field(problem), of=of), problem.status
    flash(done)
    return redirect(url_for("office_handovers.show", handover_id=handover_id, _anchor="penalties"))


def _handover_of(penalty_id: str) -> str:
    row = db.session.get(Penalty, penalty_id)
    if row is None:
        raise Problem("not_found", what=penalty_id)
    return row.handover_id


def _zone() -> ZoneInfo:
    return ZoneInfo(settings().time_zone)
