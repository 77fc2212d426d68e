"""What every list page reads from its address: search words, page number, filters."""

from __future__ import annotations

from typing import Any

from flask import request, url_for


def words() -> str:
    """Return the search words of the request, without surrounding space."""
    return request.args.get("q", "").strip()[:100]


def number() -> int:
    """Return the page asked for; anything that is no number means the first."""
    return max(1, request.args.get("page", 1, type=int))


def chosen(name: str, among: Any) -> str | None:
    """Return a filter's value when it is one of ``among``, else None."""
    value = request.args.get(name, "")
    return value if value in among else None


def address(**changes: Any) -> str:
    """Return the address of this list with some of its arguments changed."""
    arguments = {**request.args.to_dict(), **(request.view_args or {}), **changes}
    kept = {key: value for key, value in arguments.items() if value not in (None, "") and key != "lang"}
    return url_for(request.endpoint or "public.home", **kept)
