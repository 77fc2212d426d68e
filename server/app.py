"""The application: the parts joined to one Flask app."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from flask import Flask
from flask_bootstrap import Bootstrap5
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from server.config import Settings, from_environment
from server.store.engine import OPTIONS
from server.web import access, account, compression, database, field, languages, pages, problems, security
from server.web import api as api_pages
from server.web.office import register as register_office
from server.web.public import register as register_public
from server.web.sync import register as register_sync

csrf = CSRFProtect()


def create_app(settings: Settings | None = None, clock: Callable[[], datetime] | None = None) -> Flask:
    """Make the application for an installation; ``clock`` replaces the time of day.

    Raises ``UndeclaredAccess`` when a route does not say who may use it.
    """
    settings = settings or from_environment()
    app = Flask(__name__, template_folder="web/templates", static_folder="web/static")
    app.config.update(
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS=OPTIONS,
        SECRET_KEY=settings.secret_key or _kept_key(settings),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        MAX_CONTENT_LENGTH=16 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=4 * 1024 * 1024,
        BOOTSTRAP_SERVE_LOCAL=True,
        WTF_CSRF_TIME_LIMIT=None,
    )
    if settings.proxies:
        trusted = dict.fromkeys(("x_for", "x_proto", "x_host"), settings.proxies)
        app.wsgi_app = ProxyFix(app.wsgi_app, **trusted)  # type: ignore[method-assign]
    app.extensions["settings"] = settings
    if clock:
        app.extensions["clock"] = clock
    database.init_app(app)
    languages.init_app(app)
    Bootstrap5(app)
    csrf.init_app(app)
    problems.init_app(app)
    account.init_app(app)
    pages.init_app(app)
    register_public(app)
    register_office(app)
    register_sync(app, csrf)
    field.register(app)
    api_pages.register(app, csrf)
    compression.init_app(app)
    security.init_app(app)
    access.init_app(app)
    return app


def _kept_key(settings: Settings) -> str:
    """Read the signing key that set-up made; a process without one refuses to start."""
    file = settings.data / "secret_key"
    if not file.exists():
        raise RuntimeError(f"no signing key: run `fair-scale set-up`, or set FAIR_SCALE_SECRET_KEY ({file})")
    return file.read_text("ascii").strip()
