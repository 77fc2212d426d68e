"""Visits made together 合并到访: businesses at which several draws have a visit due, and one day for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.problems import Problem
from server.services import merged_visits as services
from server.store import merged_visits, teams_queries
from server.store.inspectors import Inspector
from server.store.merged_visits import Visit
from server.store.paging import page
from server.web import listing, problems
from server.web.access import may
from server.web.database import db
from server.web.edge import today, unit_of_work, zone
from server.web.languages import gettext
from server.web.office import days

blueprint = Blueprint("office_merged_visits", __name__, url_prefix="/office/merged-visits")


@blueprint.get("/")
@may("office.read")
def index() -> str:
    """List the businesses at which visits of several draws are due, with the visits of the year and the cap."""
    return _index({})


@blueprint.post("/")
@may("assignment.staff")
def merge() -> ResponseReturnValue:
    """Set one day for the visits that were ticked."""
    try:
        with unit_of_work() as work:
            count = services.merge(
                *work, assignment_ids=request.form.getlist("visits"), day=days.typed("day"), zone=zone()
            )
    except Problem as problem:
        return _index(problems.by_field(problem)), problem.status
    flash(gettext("%(n)s 次检查定于同日到访；检查组不变。", n=count))
    return redirect(url_for(".index", **_kept()))


@blueprint.post("/<merge_id>/part")
@may("assignment.staff")
def part(merge_id: str) -> ResponseReturnValue:
    """Let each visit be made for itself again."""
    with unit_of_work() as work:
        services.part(*work, merge_id=merge_id)
    flash(gettext("已取消合并到访。"))
    return redirect(url_for(".index", **_kept()))


def _index(errors: dict[str, str]) -> str:
    session = db.session()
    found = page(session, merged_visits.businesses(listing.words()), listing.number())
    keys = [row.business for row in found.items]
    visits = merged_visits.due(session, keys)
    draws = {visit.first.draw_id for some in visits.values() for visit in some}
    teams = {draw_id: teams_queries.of_draw(session, draw_id) for draw_id in draws}
    return render_template(
        "office/assignments/together.html",
        page=found,
        visits=visits,
        teams=teams,
        shared={key: _shared(visits[key], teams) for key in keys},
        made=merged_visits.made(session, keys, *_year()),
        errors=errors,
        asked=request.form.get("business", ""),
        today=today(),
    )


def _shared(
    visits: Sequence[Visit], teams: Mapping[str, Mapping[int, Sequence[Inspector]]]
) -> list[Inspector]:
    """Who was drawn for every one of the visits: the only case in which one team makes them all."""
    drawn = [teams[one.first.draw_id].get(one.first.team or 0, []) for one in visits]
    everywhere = set.intersection(*({person.id for person in team} for team in drawn))
    return [person for person in drawn[0] if person.id in everywhere]


def _year() -> tuple[datetime, datetime]:
    place, year = zone(), today().year
    return datetime(year, 1, 1, tzinfo=place), datetime(year + 1, 1, 1, tzinfo=place)


def _kept() -> dict[str, str | int]:
    return {"q": listing.words(), "page": listing.number()}
