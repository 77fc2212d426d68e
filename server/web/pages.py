"""What all pages share: names for codes, times and quantities as people read them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from flask import Flask, Response
from flask_login import current_user

from server.domain import permissions
from server.domain.registers import programme_words
from server.domain.texts import words
from server.web import addresses, edge, listing, result_categories
from server.web.access import may
from server.web.catalogue import catalogue
from server.web.languages import gettext, language


def init_app(app: Flask) -> None:
    """Give templates their filters and globals, and answer the health check."""
    addresses.init_app(app)
    app.add_template_filter(_moment, "moment")
    app.add_template_filter(_day, "day")
    app.add_template_filter(_percent, "percent")
    app.add_template_global(_word, "word")
    app.add_template_global(result_categories.named, "category")
    app.add_template_global(programme_name)
    app.add_template_global(programme_names)
    app.add_template_global(_choices_of, "choices_of")
    app.add_template_global(_programme_choices, "programme_choices")
    app.add_template_global(_can, "can")
    app.add_template_global(lambda endpoint: endpoint in app.view_functions, "has_endpoint")
    app.add_template_global(listing.address, "list_address")
    app.add_template_global(edge.settings, "settings")
    app.add_url_rule("/healthz", "healthz", healthz)


@may("anyone")
def healthz() -> Response:
    """Answer when the server is ready and its database can be read."""
    from sqlalchemy import text

    from server.web.database import db

    db.session.execute(text("SELECT 1"))
    return Response("ok\n", mimetype="text/plain")


def _moment(instant: datetime | None) -> str:
    return edge.local(instant).strftime("%Y-%m-%d %H:%M") if instant else "—"


def _percent(share: Decimal) -> str:
    return f"{share * 100:.1f}%"


def _day(value: date | None) -> str:
    return value.isoformat() if value else "—"


def _word(table: str, code: str | None) -> str:
    return words(table, code or "", language())


def _choices_of(table: str, codes: Iterable[str]) -> list[tuple[str, str]]:
    return [(code, _word(table, code)) for code in codes]


def _programme_choices(codes: Iterable[str]) -> list[tuple[str, str]]:
    return [(code, programme_name(code)) for code in codes]


def programme_name(code: str) -> str:
    """Return the name of a programme in the reader's language; the code itself when it is unknown."""
    # What came with the software keeps its name, so nothing has to be asked for.
    if code in programme_words.words():
        return programme_words.name(code, language())
    return programme_words.name(code, language(), catalogue())


def programme_names(codes: Iterable[str]) -> str:
    """Return the names of programmes as a list in one line."""
    return gettext("、").join(programme_name(code) for code in codes)


def _can(permission: str) -> bool:
    return bool(current_user.is_authenticated and permissions.holds(current_user.actor.role, permission))
