"""A judged record as tables for people: every measurement beside its limit, every result in words.

A programme's ``presentation.json`` says what stands where::

    {"words": {"seal": {"intact": {"zh": "完好", "en": "intact"}}},
     "tables": [{"each": "instruments", "caption": TEXT, "columns": [TEXT, …],
                 "parts": [{"rows": "weighings", "when": PATH, "cells": [CELL, …]}]}]}

A table with ``each`` is made once for every row of that list of the record. A part with ``rows`` gives one line for
every row of a list of its owner (the record itself, or the row of ``each``; with ``of`` "judged" the figures of the
owner), one without gives a single line where the value ``when`` is given. A TEXT is a string or ``{"zh", "en"}``;
``{path}`` in it is a value and ``{path|table}`` its word in ``words``. A CELL is ``{"text", "unit", "verdict"}`` or its
text alone; ``text`` may be a list, of which the first without a gap is taken, and ``verdict`` a path or several, the
worst of which counts (``as``: the table of ``words`` that makes verdicts of other values).

Paths begin with ``record``, ``figures``, ``owner``, ``judged`` (the figures of the owner), ``row``, ``figure`` (the
figures of the row), ``number`` (of the row, from 1) or ``trouble`` (the violations found on the owner:
``trouble.seal_broken`` is "fail" where it was found, else "pass") or ``doubt`` (any finding: "undetermined", else
"pass") or ``found`` (given where there is such a finding). The last step of a path may be ``count``, the length of a
list.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from .answers import answer_tables
from .cells import Cell, Table
from .folder import HERE, Programme
from .verdicts import worst
from .view import GAP, View

__all__ = ["Cell", "Table", "measured", "tables"]


def tables(
    programme: Programme, record: Mapping[str, Any], result: Mapping[str, Any], language: str
) -> tuple[Table, ...]:
    """Return the tables of a record and its ``result`` in ``language`` (zh or en), without those that are empty.

    The answers of the checklist come last; a programme without ``presentation.json`` has only them.
    """
    answers = answer_tables(programme, record, language)
    return measured(programme, record, result, language) + tuple(table for table in answers if table.rows)


def measured(
    programme: Programme, record: Mapping[str, Any], result: Mapping[str, Any], language: str
) -> tuple[Table, ...]:
    """Return the tables of what was measured alone, for pages that show the answers with their notes."""
    data = _data(programme.name)
    view = View(language, data["words"], {"record": record, "figures": result["figures"]}, result["findings"])
    made = (table for shape in data["tables"] for table in _each(view, shape))
    return tuple(table for table in made if table.rows)


def _each(view: View, shape: Mapping[str, Any]) -> Iterator[Table]:
    if "each" not in shape:
        yield _table(view.at("", view.values["record"], view.values["figures"]), shape)
        return
    name = shape["each"]
    for number, owner, judged in view.pairs(view.values["record"], view.values["figures"], name):
        yield _table(view.at(f"{name}/{number - 1}", owner, judged, number), shape)


def _table(view: View, shape: Mapping[str, Any]) -> Table:
    rows = tuple(row for part in shape["parts"] for row in _rows(view, part))
    verdict = view.find("judged.verdict") if "each" in shape else None
    headers = tuple(view.plain(header) for header in shape["columns"])
    return Table(view.text(shape["caption"]), headers, rows, verdict)


def _rows(view: View, part: Mapping[str, Any]) -> Iterator[tuple[Cell, ...]]:
    if "rows" not in part:
        if view.find(part["when"]) not in (None, ""):
            yield tuple(_cell(view, cell) for cell in part["cells"])
        return
    owner = view.values[part.get("of", "owner")]
    for number, row, figure in view.pairs(owner, view.values["judged"], part["rows"]):
        inner = view.having(row=row, figure=figure, number=number)
        yield tuple(_cell(inner, cell) for cell in part["cells"])


def _cell(view: View, cell: Mapping[str, Any] | str) -> Cell:
    if isinstance(cell, str):
        return Cell(view.text(cell))
    text = view.text(cell.get("text", ""))
    unit = view.text(cell.get("unit", ""))
    return Cell(text, "" if GAP in (text, unit) else unit, _verdict(view, cell))


def _verdict(view: View, cell: Mapping[str, Any]) -> str | None:
    """The worst of what the cell's paths say; ``as`` names the words that make verdicts of other values."""
    paths = cell.get("verdict", [])
    said = [
        view.translated(view.find(path), cell.get("as"))
        for path in ([paths] if isinstance(paths, str) else paths)
    ]
    known = [verdict for verdict in said if verdict]
    return worst(known) if known else None


@cache
def _data(programme: str) -> dict[str, Any]:
    file = HERE / programme / "presentation.json"
    return json.loads(file.read_text("utf-8")) if file.exists() else {"words": {}, "tables": []}
