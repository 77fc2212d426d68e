"""An edition of a table of limits, as it is entered: document, days in force, source, and every row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from server.domain.editions import bands, columns, dates, fields
from server.domain.editions.columns import Column
from server.domain.problems import Problem
from server.domain.programmes import PROGRAMMES, Catalogue

MOST_ROWS = 200
Typed = Mapping[str, Any]


def tables(name: str, catalogue: Catalogue) -> dict[str, Mapping[str, Any]]:
    """Return the tables of a programme of which an edition can be entered, by their codes."""
    if name not in PROGRAMMES:
        return {}
    found = catalogue.load(name).limits["tables"]
    return {code: table for code, table in found.items() if columns.enterable(table)}


def read(name: str, typed: Typed, catalogue: Catalogue, parts: fields.Parts) -> dict[str, Any]:
    """Return the content: ``table``, ``edition`` and ``replaces``; what is wrong goes to ``parts``."""
    known = tables(name, catalogue)
    code = fields.choice(typed, "table", tuple(known), parts)
    edition = {
        "id": fields.identifier(typed, "id", parts),
        **fields.pair(typed, "document", parts),
        **fields.pair(typed, "clause", parts),
        **fields.pair(typed, "edition", parts, most=60),
        **fields.period(typed, parts),
        **fields.sourced(typed, parts),
        "rows": _rows(known[code], typed.get("rows") or [], parts) if code in known else [],
    }
    replaces = fields.line(typed, "replaces", parts, needed=False) or None
    return {"table": code, "edition": edition, "replaces": replaces}


def unfit(name: str, content: Mapping[str, Any], catalogue: Catalogue) -> Iterator[Problem]:
    """Yield what stands against the edition in this catalogue."""
    table = tables(name, catalogue).get(content["table"])
    if table is None:
        yield Problem("edition_table", at="table", value=content["table"])
        return
    yield from dates.unfit(table, content["edition"], content["replaces"])
    yield from bands.faults(table, content["edition"]["rows"])


def told(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return what lists show."""
    edition = content["edition"]
    return {
        "code": edition["id"],
        "title": " ".join(dict.fromkeys((edition["document"], edition["clause"])))[:300],
        "source": edition["source"],
        "first": edition["from"],
    }


def _rows(table: Mapping[str, Any], typed: list[Typed], parts: fields.Parts) -> list[dict[str, Any]]:
    if not typed:
        parts.append(Problem("edition_rows_missing", at="rows-0"))
    if len(typed) > MOST_ROWS:
        parts.append(Problem("edition_rows_many", at="rows-0", most=MOST_ROWS))
        return []
    known = columns.columns(table)
    before = len(parts)
    rows = [_row(known, row, place, parts) for place, row in enumerate(typed)]
    return rows if len(parts) == before else []


def _row(known: tuple[Column, ...], typed: Typed, place: int, parts: fields.Parts) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for column in known:
        if column.closes and not str(typed.get(column.closes) or "").strip():
            row[column.name] = False  # an open end holds no bound that could belong to it
            continue
        try:
            row[column.name] = columns.cell(column, str(typed.get(column.name) or ""))
        except Problem as problem:
            problem.at = f"rows-{place}-{column.name}"
            parts.append(problem)
    return row
