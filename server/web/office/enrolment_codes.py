"""Codes that enrol a tablet: shown once by an administrator, scanned or typed on the tablet, listed, withdrawn."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from server.documents.labels import svg
from server.domain.enrolment_codes import GOOD_FOR, shown
from server.domain.problems import Problem
from server.services import enrolment_codes
from server.store.enrolment_codes import listing as codes
from server.store.paging import page
from server.web import edge, listing, problems
from server.web.access import may
from server.web.acts import carry_out
from server.web.database import db
from server.web.edge import unit_of_work
from server.web.languages import gettext

blueprint = Blueprint("office_enrolment_codes", __name__, url_prefix="/office/devices/codes")


@blueprint.get("/")
@may("device.invite")
def index() -> str:
    """Offer a new code, and list those that were shown with what became of them."""
    return _index({})


@blueprint.post("/")
@may("device.invite")
def make() -> ResponseReturnValue:
    """Show a new code, this once."""
    try:
        with unit_of_work() as work:
            row, code = enrolment_codes.make(*work, username=request.form.get("username", "").strip())
    except Problem as problem:
        return _index(problems.by_field(problem)), problem.status
    address = edge.outside(f"/field/#/enrol/{code}")
    square = Markup(svg(address, gettext("平板登记码")))  # noqa: S704
    return render_template(
        "office/devices/code.html", row=row, code=shown(code), square=square, minutes=_minutes()
    )


@blueprint.post("/<code_id>/withdraw")
@may("device.invite")
def withdraw(code_id: str) -> ResponseReturnValue:
    """Withdraw a code that nobody used yet."""
    return carry_out(
        lambda work: enrolment_codes.withdraw(*work, code_id=code_id),
        _index,
        gettext("登记码已撤回。"),
        url_for(".index"),
    )


def _index(errors: dict[str, str]) -> str:
    found = page(db.session(), codes(listing.words()), listing.number())
    return render_template(
        "office/devices/codes.html", page=found, now=edge.now(), errors=errors, minutes=_minutes()
    )


def _minutes() -> int:
    return int(GOOD_FOR.total_seconds() // 60)
