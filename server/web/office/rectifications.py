"""Rectifications 责令改正 for the office: the lists, the order, and each to its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.problems import Problem
from server.domain.workflow import allows
from server.services import rectifications
from server.services.servings import REFUSED, SIGNED
from server.store import evidence, inspections_queries
from server.store import rectifications as stored
from server.store.inspections import Inspection
from server.store.paging import page
from server.web import listing, problems
from server.web.access import may
from server.web.acts import carry_out
from server.web.database import db
from server.web.edge import Work, settings, today, unit_of_work, zone
from server.web.languages import gettext
from server.web.office import days
from server.web.office.due import due_by
from server.web.office.inspection_page import gather

blueprint = Blueprint("office_rectifications", __name__, url_prefix="/office/rectifications")
#: Empty rows for what the record does not name.
BLANK = 2


@blueprint.get("/")
@may("inspection.read")
def index() -> str:
    """List what is overdue, open, proved, closed."""
    tab, session = listing.chosen("tab", stored.TABS) or "overdue", db.session()
    return render_template(
        "office/rectifications/index.html",
        page=page(session, stored.listing(tab, today(), listing.words()), listing.number()),
        tab=tab,
        tabs=stored.TABS,
        counts=stored.counts(session, today()),
        due=due_by(),
    )


@blueprint.get("/order/<inspection_id>")
@may("rectification.order")
def form(inspection_id: str) -> str:
    """Offer what the record found as items; none is chosen beforehand, and no day is set."""
    return _form(inspection_id, {})


@blueprint.post("/order/<inspection_id>")
@may("rectification.order")
def order(inspection_id: str) -> ResponseReturnValue:
    """Order the rectification."""
    try:
        with unit_of_work() as work:
            row = rectifications.order(
                *work,
                inspection_id=inspection_id,
                items=_chosen(),
                last_day=days.typed("last_day"),
                zone=zone(),
                word=settings().number_word,
            )
    except Problem as problem:
        if problem.status == 404:
            raise
        return _form(inspection_id, problems.by_field(problem)), problem.status
    flash(gettext("已责令改正，编号 %(number)s。", number=row.number))
    return redirect(url_for(".show", rectification_id=row.id))


@blueprint.get("/<rectification_id>")
@may("inspection.read")
def show(rectification_id: str) -> str:
    """Show the notice, every step, and what can be done."""
    return _show(rectification_id, {})


@blueprint.post("/<rectification_id>/extend")
@may("rectification.decide")
def extend(rectification_id: str) -> ResponseReturnValue:
    """Set a later day."""
    return _act(
        rectification_id,
        lambda work: rectifications.extend(
            *work,
            rectification_id=rectification_id,
            last_day=days.typed("last_day"),
            reason=request.form.get("extend_reason", ""),
            zone=zone(),
        ),
        gettext("期限已延长。"),
        {"reason": "extend_reason"},
    )


@blueprint.post("/<rectification_id>/accept")
@may("rectification.decide")
def accept(rectification_id: str) -> ResponseReturnValue:
    """Accept that things were put right."""
    return _act(
        rectification_id,
        lambda work: rectifications.accept(
            *work, rectification_id=rectification_id, reason=request.form.get("reason", "")
        ),
        gettext("整改已通过。"),
    )


@blueprint.post("/<rectification_id>/refuse")
@may("rectification.decide")
def refuse(rectification_id: str) -> ResponseReturnValue:
    """Refuse the proof."""
    return _act(
        rectification_id,
        lambda work: rectifications.refuse(
            *work, rectification_id=rectification_id, reason=request.form.get("reason", "")
        ),
        gettext("整改证明未通过；理由显示在被检查人页面。"),
    )


def _act(
    rectification_id: str, act: Callable[[Work], Any], done: str, renamed: dict[str, str] | None = None
) -> ResponseReturnValue:
    onward = url_for(".show", rectification_id=rectification_id)
    return carry_out(act, lambda errors: _show(rectification_id, errors), done, onward, renamed)


def _show(rectification_id: str, errors: dict[str, str]) -> str:
    session = db.session()
    row = stored.get(session, rectification_id)
    actions, steps = ("extend", "accept", "refuse", "sign"), stored.steps(session, row.id)
    return render_template(
        "office/rectifications/show.html",
        row=row,
        object=row.inspection.object,
        steps=steps,
        served={step.action for step in steps if step.action in (SIGNED, REFUSED)},
        evidence=evidence.of_inspection(session, row.inspection_id),
        allowed={action: allows("rectification", row.state, action) for action in actions},
        due=due_by(),
        errors=errors,
    )


def _form(inspection_id: str, errors: dict[str, str]) -> str:
    session = db.session()
    row = inspections_queries.get(session, inspection_id)
    rows = _typed() if request.method == "POST" else _offered(row)
    return render_template(
        "office/rectifications/order.html", row=row, items=rows, today=today(), errors=errors
    )


def _offered(row: Inspection) -> list[dict[str, Any]]:
    """What the inspectors noted, with the bases that they chose, then what the evaluation found; in Chinese, as the
    notice is."""
    found = gather(db.session(), row, "zh")
    noted = [(one.text, [text for text, chosen in one.bases if chosen]) for one in found.violations]
    judged = [(one["text"], one["basis"]) for one in found.judged.findings if one["severity"] == "violation"]
    offered = [{"text": text, "basis": "；".join(bases), "taken": False} for text, bases in [*noted, *judged]]
    return [*offered, *({"text": "", "basis": "", "taken": False} for _ in range(BLANK))]


def _typed() -> list[dict[str, Any]]:
    count = min(request.form.get("rows", 0, type=int), rectifications.MOST_ITEMS + BLANK)
    return [
        {
            "text": request.form.get(f"item-{place}", ""),
            "basis": request.form.get(f"basis-{place}", ""),
            "taken": request.form.get(f"take-{place}") == "yes",
        }
        for place in range(count)
    ]


def _chosen() -> list[dict[str, Any]]:
    return [{**item, "at": place} for place, item in enumerate(_typed()) if item["taken"]]
