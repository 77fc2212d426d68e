"""Penalties 行政处罚信息 for the office: entered, published and withdrawn on the page of the hand-over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from server.services import penalties
from server.store.penalties import Penalty
from server.store.rows import row_of
from server.web.access import may
from server.web.acts import carry_out
from server.web.database import db
from server.web.edge import Work, zone
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
        return penalties.enter(*work, handover_id=handover_id, decided_on=day, zone=zone(), **given)

    return _act(handover_id, act, gettext("处罚决定已录入。"))


@blueprint.post("/<penalty_id>/publish")
@may("penalty.decide")
def publish(penalty_id: str) -> ResponseReturnValue:
    """Show it beside the public result."""
    return _act(
        _handover_of(penalty_id),
        lambda work: penalties.publish(*work, penalty_id=penalty_id, zone=zone()),
        gettext("处罚信息已公示。"),
    )


@blueprint.post("/<penalty_id>/withdraw")
@may("penalty.decide")
def withdraw(penalty_id: str) -> ResponseReturnValue:
    """Take it out of the public."""

    def act(work: Work) -> Any:
        given = {"changed_on": days.typed("changed_on"), "reason": request.form.get("reason", "")}
        return penalties.withdraw(*work, penalty_id=penalty_id, zone=zone(), **given)

    return _act(_handover_of(penalty_id), act, gettext("处罚信息已撤下。"), penalty_id)


def _act(handover_id: str, act: Callable[[Work], Any], done: str, of: str = "") -> ResponseReturnValue:
    onward = url_for("office_handovers.show", handover_id=handover_id, _anchor="penalties")
    return carry_out(act, lambda errors: handovers.page(handover_id, errors, of=of), done, onward)


def _handover_of(penalty_id: str) -> str:
    return row_of(db.session(), Penalty, penalty_id).handover_id
