"""The lists of the registers: searched, filtered, page by page. What each shows is a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import render_template

from server.domain import texts
from server.domain.registers import programme_words, register, showing
from server.domain.registers.columns import Column
from server.store import registers_queries
from server.web import listing
from server.web.catalogue import catalogue
from server.web.database import db
from server.web.languages import language


@dataclass(frozen=True)
class List:
    """``among`` are searched, ``filters`` offered, ``shown`` listed; the column ``name`` carries the link."""

    among: Sequence[str]
    filters: Sequence[str]
    shown: Sequence[str]
    name: str


LISTS = {
    "object": List(
        ("number", "uscc", "name", "address"),
        ("programmes", "division", "kind", "risk_class", "status"),
        ("name", "number", "kind", "division", "programmes", "risk_class", "status"),
        "name",
    ),
    "inspector": List(
        ("certificate", "name", "unit"),
        ("programmes", "role", "status"),
        ("name", "certificate", "unit", "role", "programmes", "status"),
        "name",
    ),
    "instrument": List(
        ("number", "object", "certificate", "maker", "model", "location"),
        ("kind", "accuracy_class", "status"),
        ("number", "object", "kind", "max", "e", "unit", "valid_until", "status"),
        "number",
    ),
    "product": List(
        ("number", "object", "name", "producer"),
        ("kind", "status"),
        ("name", "number", "object", "nominal", "unit", "producer", "status"),
        "name",
    ),
}


def show(noun: str) -> str:
    """Return the list page of a register."""
    form, choice = register(noun), LISTS[noun]
    offered = {key: choices(form.column(key)) for key in choice.filters}
    chosen = {key: listing.chosen(key, dict(offered[key])) for key in choice.filters}
    equal = {key: value for key, value in chosen.items() if value}
    found = registers_queries.found(
        db.session(), noun, listing.words(), choice.among, equal, listing.number()
    )
    return render_template(
        "office/registers/list.html",
        noun=noun,
        page=found,
        list=choice,
        columns=[form.column(key) for key in choice.shown],
        searched=[form.column(key).header(language()) for key in choice.among],
        offered=offered,
        chosen=chosen,
        filters=[form.column(key) for key in choice.filters],
        cell=cell,
    )


def choices(column: Column) -> list[tuple[str, str]]:
    """Return what a column can be, as (code, words), in the reader's language."""
    spoken = language()
    match column.kind:
        case "programmes":
            return [(code, words[spoken]) for code, words in programme_words.words(catalogue()).items()]
        case "division":
            known: Mapping[str, Mapping[str, str]] = registers_queries.divisions(db.session())
            return [(code, f"{code} {names[spoken]}") for code, names in known.items()]
        case _:
            return [(code, words[spoken]) for code, words in texts.tables()[column.table].items()]


def cell(column: Column, value: object) -> str:
    """Return a value as the reader sees it; a dash for none."""
    if column.kind == "division":
        names = registers_queries.divisions(db.session()).get(str(value))
        return f"{value} {names[language()]}" if names else str(value)
    return showing.cell(column, value, language(), catalogue()) or "—"
