"""Assignments: listed, shown with the instruments chosen on site, substituted, staffed."""

from __future__ import annotations

from collections.abc import Collection

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from server.domain.problems import Problem
from server.domain.workflow import TRANSITIONS, allows
from server.services import assignments
from server.store import assignments_queries, draws_queries, teams_queries
from server.store.assignments import Assignment
from server.store.inspectors import Inspector, InspectorProgramme
from server.store.paging import page
from server.web import listing, problems
from server.web.access import may
from server.web.catalogue import names
from server.web.database import db
from server.web.edge import unit_of_work
from server.web.languages import gettext

blueprint = Blueprint("office_assignments", __name__, url_prefix="/office/assignments")
STATES = tuple(TRANSITIONS["assignment"])


@blueprint.get("/")
@may("office.read")
def index() -> str:
    """List the assignments; the address may name a draw."""
    session = db.session()
    state, programme = listing.chosen("state", STATES), listing.chosen("programme", names())
    drawn = draws_queries.drawn_numbers(session)
    draw_id = listing.chosen("draw", drawn)
    team = listing.whole("team")
    query = assignments_queries.listing(listing.words(), state, programme, draw_id, team)
    found = page(session, query, listing.number())
    return render_template(
        "office/assignments/index.html",
        page=found,
        members={draw: teams_queries.of_draw(session, draw) for draw in {row.draw_id for row in found.items}},
        state=state,
        states=STATES,
        programme=programme,
        names=names(),
        draw_id=draw_id,
        draws=drawn,
        team=team,
        teams=[(n, gettext("第 %(n)s 组", n=n)) for n in assignments_queries.team_numbers(session)],
    )


@blueprint.get("/<assignment_id>")
@may("office.read")
def show(assignment_id: str) -> str:
    """Show one assignment."""
    return _page(assignment_id, {})


@blueprint.post("/<assignment_id>/substitute")
@may("assignment.substitute")
def substitute(assignment_id: str) -> ResponseReturnValue:
    """Replace an object that cannot be inspected."""
    try:
        with unit_of_work() as work:
            new = assignments.substitute(
                *work, assignment_id=assignment_id, reason=request.form.get("reason", "")
            )
    except Problem as problem:
        return _page(assignment_id, problems.by_field(problem)), problem.status
    flash(gettext("已按签号递补，并记入公开日志。"))
    return redirect(url_for(".show", assignment_id=new.id))


@blueprint.post("/<assignment_id>/staff")
@may("assignment.staff")
def staff(assignment_id: str) -> ResponseReturnValue:
    """Give an object without team a team named by hand."""
    form = request.form
    try:
        with unit_of_work() as work:
            assignments.staff(
                *work,
                assignment_id=assignment_id,
                inspector_ids=form.getlist("inspectors"),
                reason=form.get("staff_reason", ""),
            )
    except Problem as problem:
        errors = problems.by_field(problem)
        errors = {"staff_reason" if name == "reason" else name: text for name, text in errors.items()}
        return _page(assignment_id, errors), problem.status
    flash(gettext("检查组已指派，并记入公开日志。"))
    return redirect(url_for(".show", assignment_id=assignment_id))


def _page(assignment_id: str, errors: dict[str, str]) -> str:
    session = db.session()
    row = assignments_queries.get(session, assignment_id)
    plan = row.draw.plan
    inspection = assignments_queries.inspection_of(session, row.id)
    visit = assignments_queries.of_visit(session, row)
    inspections = assignments_queries.inspections(session, row.draw_id)
    waiting = all(one.id not in inspections or inspections[one.id].state == "open" for one in visit)
    replaced = session.get(Assignment, row.substitute_for) if row.substitute_for else None
    successor = session.scalar(select(Assignment).where(Assignment.substitute_for == row.id))
    return render_template(
        "office/assignments/show.html",
        row=row,
        errors=errors,
        plan=plan,
        inspection=inspection,
        visit=visit,
        replaced=replaced,
        successor=successor,
        team=teams_queries.of_draw(session, row.draw_id).get(row.team or 0, []),
        instruments=assignments_queries.chosen_instruments(session, row, plan.second_stage),
        products=assignments_queries.chosen_products(session, row, plan.second_stage),
        may_substitute=_allowed(row, "substitute") and waiting,
        may_staff=_allowed(row, "staff"),
        qualified=_qualified({one.programme for one in visit}) if _allowed(row, "staff") else [],
    )


def _allowed(row: Assignment, action: str) -> bool:
    return allows("draw", row.draw.state, action) and allows("assignment", row.state, action)


def _qualified(programmes: Collection[str]) -> list[Inspector]:
    own = InspectorProgramme.programme
    query = select(Inspector).where(
        Inspector.status == "active", *(Inspector.programmes.any(own == name) for name in programmes)
    )
    return list(db.session.scalars(query.order_by(Inspector.unit, Inspector.certificate)))
