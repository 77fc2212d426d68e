"""Accounts: listed, made, changed, closed."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user

from server.domain.permissions import INSPECTOR, ROLES
from server.domain.problems import Problem
from server.services import users
from server.store import devices_queries, reminders, users_queries
from server.store.paging import page
from server.store.rows import row_of
from server.store.users import User
from server.web import listing, problems
from server.web.access import may
from server.web.account import Account
from server.web.database import db
from server.web.edge import settings, unit_of_work
from server.web.languages import gettext

blueprint = Blueprint("office_users", __name__, url_prefix="/office/users")
STATES = {"active": True, "closed": False}


@blueprint.get("/")
@may("user.edit")
def index() -> str:
    """List the accounts."""
    role, state = listing.chosen("role", ROLES), listing.chosen("state", STATES)
    query = users_queries.accounts(listing.words(), role, STATES.get(state or ""))
    found = page(db.session(), query, listing.number())
    return render_template(
        "office/users/index.html",
        page=found,
        role=role,
        state=state,
        roles=ROLES,
        unreached=reminders.unreached(db.session()),
    )


@blueprint.get("/mail")
@may("user.edit")
def mail() -> str:
    """List the reminders that were mailed, and what the mail server said."""
    state = listing.chosen("state", reminders.STATES)
    found = page(db.session(), reminders.listing(state, listing.words()), listing.number())
    return render_template("office/users/mail.html", page=found, state=state, states=reminders.STATES)


@blueprint.route("/add", methods=["GET", "POST"])
@may("user.edit")
def add() -> ResponseReturnValue:
    """Make an account."""
    if request.method == "GET":
        return _add_form({})
    try:
        with unit_of_work() as work:
            user = users.add(*work, **_given(work.session))
    except Problem as problem:
        return _add_form(problems.by_field(problem)), problem.status
    flash(gettext("账号 %(name)s 已建立。", name=user.username))
    return redirect(url_for(".index"))


@blueprint.route("/<user_id>", methods=["GET", "POST"])
@may("user.edit")
def edit(user_id: str) -> ResponseReturnValue:
    """Change the name or the password of an account."""
    if request.method == "GET":
        return _edit_form(user_id, {})
    try:
        with unit_of_work() as work:
            user = users.change(
                *work,
                user_id=user_id,
                name=request.form.get("name", ""),
                password=request.form.get("password") or None,
                email=request.form.get("email", ""),
                keep_access=request.form.get("end_access") != "yes",
            )
    except Problem as problem:
        return _edit_form(user_id, problems.by_field(problem)), problem.status
    if user.id == current_user.actor.id:
        login_user(Account(user))
    flash(gettext("账号 %(name)s 已修改。", name=user.username))
    return redirect(url_for(".index"))


@blueprint.post("/<user_id>/active")
@may("user.edit")
def active(user_id: str) -> ResponseReturnValue:
    """Close an account, or open it again."""
    with unit_of_work() as work:
        user = users.change(*work, user_id=user_id, active=request.form.get("active") == "yes")
    text = gettext("账号 %(name)s 已启用。") if user.active else gettext("账号 %(name)s 已停用。")
    flash(text % {"name": user.username})
    return redirect(url_for(".index"))


def _given(session: Any) -> dict[str, Any]:
    """Read the form of a new account; an inspector's certificate becomes the register's entry."""
    form = request.form
    certificate = form.get("certificate", "").strip()
    inspector = None
    if form.get("role") == INSPECTOR and certificate:
        inspector = users_queries.inspector(session, certificate)
        if inspector is None:
            raise Problem("not_found", at="certificate", what=certificate)
    return {
        "username": form.get("username", "").strip(),
        "name": form.get("name", "").strip(),
        "role": form.get("role", ""),
        "password": form.get("password", ""),
        "authority": settings().authority,
        "inspector_id": inspector.id if inspector else None,
        "email": form.get("email", ""),
    }


def _add_form(errors: dict[str, str]) -> str:
    return render_template("office/users/add.html", errors=errors, roles=ROLES, least=users.LEAST_PASSWORD)


def _edit_form(user_id: str, errors: dict[str, str]) -> str:
    user = row_of(db.session(), User, user_id)
    return render_template(
        "office/users/edit.html",
        user=user,
        errors=errors,
        least=users.LEAST_PASSWORD,
        tablets=devices_queries.in_force(db.session(), user.id),
    )
