"""The result categories as this request sees them: read once, at their first use."""

from __future__ import annotations

from collections.abc import Collection

from flask import request

from server.domain import results
from server.domain.results import Category
from server.store import result_categories
from server.web.database import db
from server.web.languages import language

_KEPT = "fair_scale.result_categories"


def known() -> dict[str, Category]:
    """Return every category by its code, offered or not."""
    kept = request.environ.get(_KEPT)
    if kept is None:
        kept = request.environ[_KEPT] = result_categories.known(db.session())
    return kept


def named(code: str) -> str:
    """Return the wording of a category in the reader's language; the code itself when it is unknown."""
    # What came with the software keeps its wording, so nothing has to be asked for.
    found = results.categories().get(code) or known().get(code)
    return getattr(found, language()) if found else code


def choices() -> list[tuple[str, str]]:
    """Return code and wording of every category, for lists that are narrowed."""
    return [(code, getattr(one, language())) for code, one in known().items()]


def offered(also: Collection[str] = ()) -> list[tuple[str, str]]:
    """Return code and wording of what a reviewer can choose, with those of ``also`` that no longer are offered."""
    return [(code, getattr(one, language())) for code, one in known().items() if one.offered or code in also]
