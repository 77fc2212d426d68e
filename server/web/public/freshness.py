"""Whether a page has to be made: whether the visitor's browser or this server has it already.

A page of a published outcome is decided by a few values. Their hash is its entity tag, and the name under which the
server keeps the page as it was last sent.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from datetime import date, datetime

from flask import Response, current_app, request, session
from flask_login import current_user

from server.domain.canonical import sha256
from server.web import listing
from server.web.languages import language

MOST_KEPT = 512


def is_old(inspected_on: date, today: date) -> bool:
    """Whether an inspection lies more than twelve months back."""
    try:
        limit = today.replace(year=today.year - 1)
    except ValueError:  # the 29th of February
        limit = today.replace(year=today.year - 1, day=28)
    return inspected_on < limit


def fresh(parts: Iterable[object], changed: datetime, made: Callable[[], str]) -> Response:
    """Answer 304 when the browser has the page that ``parts`` decide, else the page: kept, or made now.

    The reader's language and the address are parts of every page. Signed-in people are shown more, so their pages
    are made each time and kept nowhere.
    """
    if current_user.is_authenticated or "_flashes" in session:
        return _asking_each_time(Response(made()))
    decided = "\n".join([language(), listing.address(), *map(str, parts)])
    tag = sha256(decided.encode())
    if request.if_none_match.contains(tag):
        return _tagged(Response(status=304), tag, changed)
    pages = _kept()
    page = pages.pop(tag, None) or made().encode()
    pages[tag] = page
    while len(pages) > MOST_KEPT:
        pages.popitem(last=False)
    return _tagged(Response(page), tag, changed)


def _kept() -> OrderedDict[str, bytes]:
    return current_app.extensions.setdefault("kept_pages", OrderedDict())


def _tagged(response: Response, tag: str, changed: datetime) -> Response:
    response.set_etag(tag)
    response.last_modified = changed
    response.vary.add("Cookie")
    return _asking_each_time(response)


def _asking_each_time(response: Response) -> Response:
    response.cache_control.no_cache = True
    return response
