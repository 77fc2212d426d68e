"""The calendar of working days: a year at a glance, and days entered by hand with their source."""

from __future__ import annotations

from calendar import Calendar
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain import deadlines
from server.domain.problems import Problem
from server.services import calendar
from server.store import calendar as store
from server.web import problems
from server.web.access import may
from server.web.database import db
from server.web.edge import today, unit_of_work, zone
from server.web.languages import gettext

blueprint = Blueprint("office_calendar", __name__, url_prefix="/office/calendar")


@blueprint.get("/")
@may("office.read")
def index() -> str:
    """Show a year."""
    return _page({})


@blueprint.post("/")
@may("calendar.edit")
def set_day() -> ResponseReturnValue:
    """Say whether a day is worked."""
    try:
        day, working = _day(request.form.get("day", "")), _working(request.form.get("working", ""))
        with unit_of_work() as work:
            calendar.set_day(
                *work,
                day=day,
                working=working,
                name=request.form.get("name", ""),
                source=request.form.get("source", ""),
                zone=zone(),
            )
    except Problem as problem:
        return _page(problems.by_field(problem)), problem.status
    flash(gettext("%(day)s 已录入。", day=day.isoformat()))
    return redirect(url_for(".index", year=day.year))


def _page(errors: dict[str, str]) -> str:
    year = min(max(calendar.FIRST_YEAR, request.args.get("year", today().year, type=int)), calendar.LAST_YEAR)
    rows = {row.day: row for row in store.days(db.session(), year)}
    known = {day: row.working for day, row in rows.items()}
    unusual = [row for day, row in rows.items() if row.name or row.working != deadlines.is_working(day, {})]
    return render_template(
        "office/calendar/index.html",
        year=year,
        years=(calendar.FIRST_YEAR, calendar.LAST_YEAR),
        months=[Calendar().monthdatescalendar(year, month) for month in range(1, 13)],
        working={day: deadlines.is_working(day, known) for week in _weeks(year) for day in week},
        rows=rows,
        unusual=unusual,
        span=store.span(db.session()),
        today=today(),
        errors=errors,
    )


def _weeks(year: int) -> list[list[date]]:
    return [week for month in range(1, 13) for week in Calendar().monthdatescalendar(year, month)]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Problem("invalid_date", at="day", value=text[:40]) from None


def _working(text: str) -> bool:
    if text not in {"yes", "no"}:
        raise Problem("required", at="working")
    return text == "yes"
