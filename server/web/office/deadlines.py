"""Deadlines as a page and as a calendar: everything that is due, for one account or for the authority."""

from __future__ import annotations

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select

from server.documents.deadlines import Entry, calendar
from server.domain import permissions
from server.domain.problems import Problem
from server.domain.texts import words
from server.services import deadlines
from server.store import deadlines as stored
from server.store.deadline_rows import Deadline
from server.store.deadlines import KINDS, Scope
from server.store.users import User
from server.web import listing
from server.web.access import may
from server.web.database import db
from server.web.edge import now, outside, settings, unit_of_work
from server.web.languages import gettext, language
from server.web.office.due import due_by

blueprint = Blueprint("office_deadlines", __name__)
SCOPES = ("mine", "unit", "all")
#: The nearest ones; a calendar is no archive.
MOST = 2_000
PAGES = {
    "publication": ("office_inspections.show", "inspection_id"),
    "answer": ("office_businesses.show", "inspection_id"),
    "rectification": ("office_rectifications.show", "rectification_id"),
    "proof": ("office_rectifications.show", "rectification_id"),
    "handover": ("office_handovers.show", "handover_id"),
    "penalty": ("office_handovers.show", "handover_id"),
    "visit": ("office_assignments.show", "assignment_id"),
}


@blueprint.get("/office/deadlines/")
@may("deadline.read")
def index() -> str:
    """List what is due with its days left. An inspector sees the own teams' alone."""
    session, account = db.session(), db.session.get_one(User, current_user.actor.id)
    scopes, units = _scopes(account), stored.units(session) if _office(account) else []
    scope, unit = listing.chosen("scope", scopes) or scopes[-1], listing.chosen("unit", units)
    chosen = Scope(unit=unit) if scope == "all" and unit else _of(account, scope)
    kind = listing.chosen("kind", KINDS)
    asked, counts = (kind,) if kind else KINDS, stored.counts(session, chosen)
    total = None if listing.words() else sum(counts[one] for one in asked)
    return render_template(
        "office/deadlines/index.html",
        page=stored.page(session, chosen, asked, listing.words(), listing.number(), total=total),
        counts=counts,
        kinds=[(code, words("deadline", code, language())) for code in KINDS],
        kind=kind,
        scope=scope,
        scopes=scopes,
        units=[(one, one) for one in units],
        unit=unit,
        due=due_by(),
        address=_address if _office(account) else (lambda row: "/field/"),
        feeds=_feeds(account),
    )


@blueprint.post("/office/deadlines/calendar")
@may("deadline.read")
def open_feed() -> ResponseReturnValue:
    """Give the account's calendar a new address."""
    with unit_of_work() as work:
        deadlines.open_feed(*work)
    flash(gettext("日历地址已生成；以前的地址不再有效。"))
    return redirect(url_for(".index"))


@blueprint.get("/calendar/<code>/<scope>.ics")
@may("anyone")
def feed(code: str, scope: str) -> Response:
    """Send a calendar to whoever knows its address; calendar programs cannot sign in."""
    account = db.session.scalar(select(User).where(User.calendar_code == code, User.active.is_(True)))
    if account is None or scope not in _scopes(account):
        raise Problem("not_found", what=request.path)
    rows = stored.page(db.session(), _of(account, scope), size=MOST).items
    entries = (_entry(row, account.language, _office(account)) for row in rows)
    response = Response(calendar(settings().authority, entries, now()), mimetype="text/calendar")
    response.headers["Cache-Control"] = "no-store"
    return response


def _entry(row: Deadline, speech: str, office: bool) -> Entry:
    title = f"{words('deadline', row.kind, speech)}: {row.name}"
    if row.provisional:
        title += " (暂定)" if speech == "zh" else " (provisional)"
    return Entry(
        f"{row.kind}-{row.key}@fair-scale", row.day, title, outside(_address(row) if office else "/field/")
    )


def _office(account: User) -> bool:
    return permissions.holds(account.role, "office.read")


def _scopes(account: User) -> tuple[str, ...]:
    """Whose deadlines the account may ask for; the last is shown first."""
    if not _office(account):
        return ("mine",)
    return SCOPES if _unit(account) else ("mine", "all")


def _unit(account: User) -> str:
    return account.inspector.unit if account.inspector else ""


def _of(account: User, scope: str) -> Scope:
    if scope == "unit":
        return Scope(unit=_unit(account))
    return Scope(account.username, account.inspector_id) if scope == "mine" else Scope()


def _address(row: Deadline) -> str:
    endpoint, name = PAGES[row.kind]
    return url_for(endpoint, **{name: row.id})


def _feeds(account: User) -> list[tuple[str, str]]:
    if not account.calendar_code:
        return []
    address = [(one, url_for(".feed", code=account.calendar_code, scope=one)) for one in _scopes(account)]
    return [(one, outside(path)) for one, path in address]
