"""Signing in and out."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, Flask, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from server.domain.canonical import sha256
from server.domain.problems import Problem
from server.services import users
from server.services.actors import Actor
from server.store.users import User
from server.web import problems
from server.web.access import may
from server.web.database import db
from server.web.edge import settings, unit_of_work

blueprint = Blueprint("account", __name__, url_prefix="/account")
limiter = Limiter(get_remote_address, storage_uri="memory://")
logins = LoginManager()


class Account(UserMixin):
    """A signed-in account, as the pages know it."""

    def __init__(self, user: User) -> None:
        self.id = user.id
        self.name = user.name
        self.language = user.language
        self.actor = Actor(user.id, user.username, user.role, user.inspector_id)
        self.role = user.role
        self._key = sha256(f"{user.password_hash} {user.sign_outs}".encode())[:16]

    def get_id(self) -> str:
        """What the session remembers: signing out, or a new password, ends every session opened before."""
        return f"{self.id}.{self._key}"


def init_app(app: Flask) -> None:
    """Join sign-in and its throttle to the application."""
    logins.init_app(app)
    limiter.init_app(app)
    app.register_blueprint(blueprint)


@logins.user_loader
def _load(kept: str) -> Account | None:
    user = db.session.get(User, kept.partition(".")[0])
    account = Account(user) if user and user.active else None
    return account if account and account.get_id() == kept else None


@blueprint.route("/sign-in", methods=["GET", "POST"])
@may("anyone")
@limiter.limit(lambda: settings().sign_in_limit, methods=["POST"])
def sign_in() -> ResponseReturnValue:
    """Ask for name and password; go on to where one wanted to go."""
    if request.method == "GET":
        return render_template("account/sign_in.html", errors={})
    try:
        user = users.check_password(
            db.session(), request.form.get("username", ""), request.form.get("password", "")
        )
    except Problem as problem:
        return render_template("account/sign_in.html", errors=problems.by_field(problem)), problem.status
    # Nothing that the browser was given before counts for the account, such as a form's token.
    session.clear()
    login_user(Account(user))
    return redirect(_next() or url_for("office.home"))


@blueprint.post("/sign-out")
@may("anyone")
def sign_out() -> ResponseReturnValue:
    """End all sessions of the account."""
    if current_user.is_authenticated:
        with unit_of_work() as work:
            users.sign_out(*work)
    logout_user()
    return redirect(url_for("public.home"))


def _next() -> str | None:
    target = request.args.get("next", "")
    parts = urlsplit(target)
    inside = target.startswith("/") and not target.startswith(("//", "/\\"))
    return target if inside and not parts.netloc else None
