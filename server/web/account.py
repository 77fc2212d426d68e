"""Signing in and out."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    Flask,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_limiter import Limiter, RequestLimit
from flask_limiter.util import get_remote_address
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from werkzeug.exceptions import HTTPException

from server.domain.canonical import sha256
from server.domain.problems import Problem
from server.services import sign_ins, users
from server.services.actors import Actor
from server.store.users import User
from server.web import edge, problems
from server.web.access import may
from server.web.database import db, unlocked
from server.web.edge import settings, unit_of_work
from server.web.languages import gettext

blueprint = Blueprint("account", __name__, url_prefix="/account")
limiter = Limiter(get_remote_address, storage_uri="memory://")
logins = LoginManager()
#: So much of an address stands in the log; the longest of IPv6 with its zone has 60 characters or so.
LONGEST_ADDRESS = 100


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


def _note_refusal(limit: RequestLimit) -> None:
    """Put into the log that the throttle refuses this address, the first time that it does."""
    _give_back(limit)
    address = _address()
    with unlocked():
        fresh = sign_ins.is_worth_noting(db.session(), edge.now(), address)
    if fresh:
        username, limit = _tried(), settings().sign_in_limit
        with unit_of_work() as work:
            sign_ins.note_refusal(work.session, work.now, address=address, username=username, limit=limit)


def _address() -> str:
    """The address of whoever asks; where a proxy is counted that is not there, anybody gives any text for one."""
    return get_remote_address()[:LONGEST_ADDRESS]


def _tried() -> str:
    """The name of the account that is tried; nothing when what was sent holds none that an account can have."""
    if current_user.is_authenticated and request.endpoint == "account.password":
        return current_user.actor.name
    # Nobody has looked at the body yet, and whoever is refused must not be able to keep that out of the log by it.
    try:
        body = request.get_json(silent=True)
        given = body if isinstance(body, dict) else request.form
    except (HTTPException, RecursionError):
        return ""
    name = given.get("username")
    return name if isinstance(name, str) and users.USERNAME.fullmatch(name) else ""


#: Tries on the pages and on tablets count together.
_counted = limiter.shared_limit(
    lambda: settings().sign_in_limit, scope="sign-in", methods=["POST"], on_breach=_note_refusal
)


def throttled(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    """Count what is tried before it is looked at, so that many tries at once are no more than one after another.

    Who gets in does not count in the end, or an office that has one address could not sign in together in the morning.
    """

    @_counted
    @wraps(view)
    def tried(*args: Any, **values: Any) -> Response:
        answer = make_response(view(*args, **values))
        if answer.status_code < HTTPStatus.BAD_REQUEST:
            for limit in limiter.current_limits:
                _give_back(limit)
        return answer

    return tried


def _give_back(limit: RequestLimit) -> None:
    limiter.storage.decr(limit.key)


def proven(username: str, password: str) -> users.Proven:
    """Return the account with this password, asked while nobody waits to write; a wrong one is counted.

    Problem ``sign_in_failed``.
    """
    try:
        with unlocked():
            return users.check_password(db.session(), username, password)
    except Problem:
        with unit_of_work() as work:
            sign_ins.count_failed(work.session, username)
        raise


@blueprint.route("/sign-in", methods=["GET", "POST"])
@may("anyone")
@throttled
def sign_in() -> ResponseReturnValue:
    """Ask for name and password; go on to where one wanted to go."""
    if request.method == "GET":
        return render_template("account/sign_in.html", errors={})
    try:
        who = proven(request.form.get("username", ""), request.form.get("password", ""))
        with unit_of_work() as work:
            told = sign_ins.sign_in(work.session, who.actor, work.now, proven=who, address=_address())
            account = Account(told.user)
    except Problem as problem:
        return render_template("account/sign_in.html", errors=problems.by_field(problem)), problem.status
    # Nothing that the browser was given before counts for the account, such as a form's token.
    session.clear()
    login_user(account)
    _tell(told)
    return redirect(_next() or url_for("office.home"))


def _tell(told: sign_ins.SignedIn) -> None:
    """Say when somebody signed in before and how often somebody tried: only the person knows who that was."""
    if told.before:
        flash(gettext("上次登录：%(time)s。", time=edge.local(told.before).strftime("%Y-%m-%d %H:%M")))
    if told.failed_tries:
        text = gettext(
            "此前有 %(n)s 次用您的账号登录未成功。如果不是您本人所为，请告知管理员。", n=told.failed_tries
        )
        flash(text, "error")


@blueprint.post("/sign-out")
@may("anyone")
def sign_out() -> ResponseReturnValue:
    """End all sessions of the account."""
    if current_user.is_authenticated:
        with unit_of_work() as work:
            sign_ins.sign_out(*work)
    logout_user()
    return redirect(url_for("public.home"))


@blueprint.route("/password", methods=["GET", "POST"])
@may("signed_in")
@throttled
def password() -> ResponseReturnValue:
    """Change one's own password; the present one is asked for, as the screen may have been left open."""
    if request.method == "GET":
        return _password_form({})
    try:
        hashed = _new_password()
        who = proven(current_user.actor.name, request.form.get("password", ""))
        with unit_of_work() as work:
            account = Account(users.change_own_password(*work, proven=who, password_hash=hashed))
    except Problem as found:
        problem = Problem("password_wrong", at="password") if found.code == "sign_in_failed" else found
        return _password_form(problems.by_field(problem)), problem.status
    login_user(account)
    flash(gettext("密码已修改。其他浏览器上的登录已失效，平板不受影响。"))
    return redirect(url_for(".password"))


def _password_form(errors: dict[str, str]) -> str:
    return render_template("account/password.html", errors=errors, least=users.LEAST_PASSWORD)


def _new_password() -> str:
    given = request.form.get("new", "")
    if given != request.form.get("again", ""):
        raise Problem("password_differs", at="again")
    try:
        with unlocked():
            return users.hash_password(given)
    except Problem as problem:
        problem.at = "new"
        raise


def _next() -> str | None:
    target = request.args.get("next", "")
    parts = urlsplit(target)
    inside = target.startswith("/") and not target.startswith(("//", "/\\"))
    return target if inside and not parts.netloc else None
