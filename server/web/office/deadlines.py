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
from server.store.deadlines import KINDS, Deadline, Scope
from server.store.users import User
from server.web import listing
from server.web.access import may
from server.web.database import db
from server.web.edge import now, outside, settings, unit_of_work
from server.web.languages import gettext, language
from server.web.office.due import due_by

blueprint = Blueprint("office_deadlines", __name__)
SCOPES = ("mine", "all")
#: The nearest ones; a calendar is no archive.
MOST = 2_000
PAGES = {
    "publication": ("office_inspections.show", "inspection_id"),
    "answer": ("office_businesses.show", "inspection_id"),
    "rectification": ("office_rectifications.show", "rectification_id"),
    "proof": ("office_rectifications.show", "rectification_id"),
    "visit": ("office_assignments.show", "assignment_id"),
}


@blueprint.get("/office/deadlines/")
@may("deadline.read")
def index() -> str:
    """List what is due with its days left. An inspector sees the own teams' alone."""
    scope, kind = _scope(), listing.chosen("kind", KINDS)
    account = db.session.get_one(User, current_user.actor.id)
    chosen = _of(account, scope)
    found = stored.page(db.session(), chosen, (kind,) if kind else KINDS, listing.words(), listing.number())
    office = permissions.holds(current_user.role, "office.read")
    return render_template(
        "office/deadlines/index.html",
        page=found,
        counts=stored.counts(db.session(), chosen),
        kinds=[(code, words("deadline", code, language())) for code in KINDS],
        kind=kind,
        scope=scope,
        scopes=SCOPES if office else ("mine",),
        due=due_by(),
        address=_address if office else (lambda row: "/field/"),
        feeds=_feeds(account, office),
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
    office = account is not None and permissions.holds(account.role, "office.read")
    if account is None or scope not in (SCOPES if office else SCOPES[:1]):
        raise Problem("not_found", what=request.path)
    rows = stored.page(db.session(), _of(account, scope), size=MOST).items
    entries = (_entry(row, account.language, office) for row in rows)
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


def _scope() -> str:
    if not permissions.holds(current_user.role, "office.read"):
        return "mine"
    return listing.chosen("scope", SCOPES) or "all"


def _of(account: User, scope: str) -> Scope:
    return Scope(account.username, account.inspector_id) if scope == "mine" else Scope()


def _address(row: Deadline) -> str:
    endpoint, name = PAGES[row.kind]
    return url_for(endpoint, **{name: row.id})


def _feeds(account: User, office: bool) -> list[tuple[str, str]]:
    if not account.calendar_code:
        return []
    scopes = SCOPES if office else ("mine",)
    return [(one, outside(url_for(".feed", code=account.calendar_code, scope=one))) for one in scopes]
