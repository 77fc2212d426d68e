"""What a visitor searches for, read from the address."""

from __future__ import annotations

from datetime import date

from werkzeug.datastructures import MultiDict

from server.domain.problems import Problem
from server.domain.programmes.verdicts import WORST_FIRST
from server.store import outcomes_queries
from server.store.outcomes_queries import Search
from server.store.paging import SIZE, Page
from server.web import result_categories
from server.web.catalogue import names
from server.web.counts import count
from server.web.database import db


def asked(arguments: MultiDict[str, str]) -> Search:
    """Return the search; :class:`Problem` ``bad_arguments`` names the fields that are no days or end before they begin.

    A choice that does not exist narrows nothing, as on every list page.
    """
    faults: list[Problem] = []
    first, last = (_day(arguments, name, faults) for name in ("from", "to"))
    if first and last and last < first:
        faults.append(Problem("period_reversed", at="to", first=first.isoformat()))
    if faults:
        raise Problem("bad_arguments", parts=faults)
    return Search(
        words=arguments.get("q", "").strip()[:100],
        programme=_choice(arguments, "programme", names()),
        verdict=_choice(arguments, "verdict", WORST_FIRST),
        category=_choice(arguments, "category", result_categories.known()),
        division=_division(arguments.get("division", "")),
        first=first,
        last=last,
    )


def page(search: Search, number: int) -> Page:
    """Return one page of the outcomes found; a number beyond the end gives the last page."""
    total = count(db.session(), search)
    number = min(number, max(1, -(-total // SIZE)))
    return Page(outcomes_queries.listed(db.session(), search, number, SIZE).rows, total, number)


def _day(arguments: MultiDict[str, str], name: str, faults: list[Problem]) -> date | None:
    text = arguments.get(name, "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        faults.append(Problem("invalid_date", at=name, value=text[:40]))
        return None


def _choice(arguments: MultiDict[str, str], name: str, among: object) -> str | None:
    value = arguments.get(name, "")
    return value if value in among else None  # type: ignore[operator]


def _division(text: str) -> str | None:
    return text if text.isascii() and text.isdigit() and len(text) in (2, 4, 6) else None
