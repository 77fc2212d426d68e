"""Every route says who may use it; an application with one that does not say will not start."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from server.domain import permissions
from server.domain.problems import Problem
from server.web import devices, recipients

View = TypeVar("View", bound=Callable[..., Any])
#: Routes that libraries add themselves.
LIBRARY_ROUTES = {"static": "anyone", "bootstrap.static": "anyone"}


class UndeclaredAccess(RuntimeError):
    """A route without a declared permission."""


def may(permission: str) -> Callable[[View], View]:
    """Declare the permission (an entry of domain.permissions) that a view or a MethodView's method needs."""
    permissions.PERMISSIONS[permission]

    def declare(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]
        return view

    return declare


def init_app(app: Flask) -> None:
    """Refuse to start with an undeclared route, and ask at every request."""
    undeclared = sorted(
        f"{rule.rule} {method}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if permission_of(app, rule.endpoint, method) is None
    )
    if undeclared:
        raise UndeclaredAccess(", ".join(undeclared))
    app.before_request(lambda: _ask(app))


def signed_in() -> bool:
    """Whether the browser's cookie, which we signed, is that of an account; asked before anything is read.

    Whether the account is still open and may do this is looked up afterwards. Nobody else can make the server take in
    a body that is larger than those of all other pages.
    """
    return "_user_id" in session


def permission_of(app: Flask, endpoint: str, method: str) -> str | None:
    """Return the declared permission of a route, or None."""
    if endpoint in LIBRARY_ROUTES:
        return LIBRARY_ROUTES[endpoint]
    view = app.view_functions[endpoint]
    view_class = getattr(view, "view_class", None)
    if view_class is not None:
        view = getattr(view_class, method.lower(), None) or view
    return getattr(view, "permission", None)


def _ask(app: Flask) -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None
    method = "GET" if request.method in {"HEAD", "OPTIONS"} else request.method
    permission = permission_of(app, request.endpoint, method) or permission_of(
        app, request.endpoint, request.method
    )
    if permission == "anyone":
        return None
    if permission == "device":
        devices.authenticate()
        return None
    if permission == "handover.report":
        recipients.authenticate()
        return None
    if not current_user.is_authenticated:
        if request.path.startswith("/api/") or request.method not in {"GET", "HEAD"}:
            raise Problem("sign_in")
        return redirect(url_for("account.sign_in", next=request.full_path.rstrip("?")))
    if permission is None or not permissions.holds(current_user.actor.role, permission):
        raise Problem("forbidden", permission=permission or "")
    return None
