"""What every list page reads from its address: search words, page number, filters."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import request, url_for

#: The largest number that every database compares with its own.
LARGEST = 2**31 - 1


def words() -> str:
    """Return the search words of the request, without surrounding space."""
    return request.args.get("q", "").strip()[:100]


def number() -> int:
    """Return the page asked for; anything that is no number means the first."""
    return max(1, request.args.get("page", 1, type=int))


def whole(name: str) -> int | None:
    """Return an argument as a whole number that a database can hold, else None."""
    value = request.args.get(name, type=int)
    return value if value is not None and abs(value) <= LARGEST else None


def chosen(name: str, among: Any) -> str | None:
    """Return a filter's value when it is one of ``among``, else None."""
    value = request.args.get(name, "")
    return value if value in among else None


def address(**changes: Any) -> str:
    """Return the address of this list with some of its arguments changed.

    What stands in the address stays in its query: ``url_for`` would take a name such as ``_scheme`` for its own.
    """
    arguments = {**request.args.to_dict(), **changes}
    kept = {key: value for key, value in arguments.items() if value not in (None, "") and key != "lang"}
    path = url_for(request.endpoint or "public.home", **(request.view_args or {}))
    return f"{path}?{urlencode(kept)}" if kept else path
