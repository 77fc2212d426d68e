"""Whether a visitor's browser has the page already, and whether what it says is old."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from flask import Response, g, request
from flask_login import current_user

from server.domain.canonical import sha256
from server.web.languages import language

#: Raised when the look of the pages changes, so that kept pages are fetched anew.
EDITION = "1"


def is_old(inspected_on: date, today: date) -> bool:
    """Whether an inspection lies more than twelve months back."""
    year, month, day = today.year - 1, today.month, today.day
    try:
        limit = date(year, month, day)
    except ValueError:  # the 29th of February
        limit = date(year, month, 28)
    return inspected_on < limit


def kept(parts: Iterable[object], changed: datetime) -> Response | None:
    """Return 304 when the browser has the page that ``parts`` determine; else note them for :func:`stamped`.

    Pages of signed-in people say more and are never kept.
    """
    if current_user.is_authenticated:
        return None
    tag = sha256("\n".join([EDITION, language(), *map(str, parts)]).encode())[:32]
    g.freshness = (tag, changed)
    if request.if_none_match.contains(tag):
        return stamped(Response(status=304))
    return None


def stamped(response: Response) -> Response:
    """Give a page its entity tag and the instant of its last change; a cache has to ask each time."""
    if "freshness" in g:
        tag, changed = g.freshness
        response.set_etag(tag)
        response.last_modified = changed
        response.vary.add("Cookie")
    response.cache_control.no_cache = True
    return response
