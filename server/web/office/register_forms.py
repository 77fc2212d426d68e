"""One form for every register: made from its columns, each entry edited with the history beneath it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain.problems import Problem
from server.domain.registers import register, showing
from server.services import registers
from server.store import imports_queries, registers_queries
from server.store.shelves import Entry
from server.web import problems
from server.web.access import may
from server.web.catalogue import catalogue
from server.web.database import db
from server.web.edge import today, unit_of_work
from server.web.languages import gettext, language
from server.web.office.register_lists import cell, choices

#: The kinds whose values are chosen from a list.
CHOSEN = ("choice", "division")


def add_to(blueprint: Blueprint, noun: str, home: Callable[[Entry], str], path: str = "") -> None:
    """Give a blueprint the pages to add and edit entries of a register, below ``path``.

    ``home`` returns the address of an entry's own page. Endpoints: ``add`` and ``edit``, behind the noun and an
    underscore when there is a path.
    """
    prefix = f"{noun}_" if path else ""

    @may("register.edit")
    def add() -> ResponseReturnValue:
        return _add(noun, home)

    @may("register.edit")
    def edit(entry_id: str) -> ResponseReturnValue:
        return _edit(noun, entry_id, home)

    methods = ["GET", "POST"]
    blueprint.add_url_rule(f"{path}/add", f"{prefix}add", add, methods=methods)
    blueprint.add_url_rule(f"{path}/<entry_id>/edit", f"{prefix}edit", edit, methods=methods)


def history(noun: str, entry_id: str) -> list[dict[str, Any]]:
    """Return the versions of an entry, the newest first, each with what it changed and where it came from."""
    changes = registers_queries.history(db.session(), noun, entry_id)
    files = imports_queries.filenames(db.session(), [change.source for change in changes if change.source])
    earlier = [*(change.columns for change in changes[1:]), None][: len(changes)]
    return [
        {
            "version": change.version,
            "at": change.at,
            "actor": change.actor,
            "source": change.source,
            "file": files.get(change.source),
            "differences": showing.differences(noun, before, change.columns, language(), catalogue()),
            "first": before is None,
        }
        for change, before in zip(changes, earlier, strict=True)
    ]


def entry_or_404(noun: str, entry_id: str) -> Entry:
    """Return an entry; :class:`Problem` ``not_found``."""
    entry = registers_queries.by_id(db.session(), noun, entry_id)
    if entry is None:
        raise Problem("not_found", what=entry_id)
    return entry


def _add(noun: str, home: Callable[[Entry], str]) -> ResponseReturnValue:
    if request.method == "GET":
        blank = register(noun).blank()
        return _form(
            noun, None, blank | {key: text for key, text in request.args.items() if key in blank}, {}
        )
    cells = _given(noun)
    try:
        with unit_of_work() as work:
            entry = registers.add(*work, noun=noun, cells=cells, today=today())
    except Problem as problem:
        return _form(noun, None, cells, problems.by_field(problem)), problem.status
    flash(gettext("已新增。"))
    return redirect(home(entry))


def _edit(noun: str, entry_id: str, home: Callable[[Entry], str]) -> ResponseReturnValue:
    entry = entry_or_404(noun, entry_id)
    if request.method == "GET":
        return _form(noun, entry, entry.columns, {})
    cells = _given(noun)
    version = request.form.get("version", 0, type=int)
    try:
        with unit_of_work() as work:
            after = registers.change(
                *work, noun=noun, entry_id=entry_id, version=version, cells=cells, today=today()
            )
    except Problem as problem:
        shown = entry.columns | cells
        return _form(noun, entry, shown, problems.by_field(problem), version), problem.status
    flash(gettext("已保存为第 %(n)s 版。", n=after.version))
    return redirect(home(after))


def _given(noun: str) -> dict[str, Any]:
    """What the form says, as cells; programmes are ticked one by one."""
    cells: dict[str, Any] = {}
    for column in register(noun).columns:
        if column.kind == "programmes":
            cells[column.key] = ",".join(request.form.getlist(column.key))
        elif column.key in request.form:
            cells[column.key] = request.form[column.key]
    return cells


def _form(
    noun: str,
    entry: Entry | None,
    values: Mapping[str, Any],
    errors: Mapping[str, str],
    version: int | None = None,
) -> str:
    form = register(noun)
    offered = {
        column.key: choices(column) for column in form.columns if column.kind in (*CHOSEN, "programmes")
    }
    return render_template(
        "office/registers/form.html",
        noun=noun,
        entry=entry,
        version=version if version is not None else entry and entry.version,
        values={key: _shown(value) for key, value in values.items()},
        ticked=_ticked(values.get("programmes", [])),
        errors=errors,
        summary=_labelled(noun, errors),
        columns=form.columns,
        back=_back(noun, entry),
        fixed=form.key if entry else (),
        offered=offered,
        history=history(noun, entry.id) if entry else [],
        cell=cell,
    )


def _labelled(noun: str, errors: Mapping[str, str]) -> dict[str, str]:
    columns = register(noun).by_key
    return {
        key: gettext("%(label)s：%(words)s", label=columns[key].header(language()), words=text)
        if key in columns
        else text
        for key, text in errors.items()
    }


def _back(noun: str, entry: Entry | None) -> str:
    """Where one goes without saving: the entry's own page when it has one, else its list."""
    if entry and "_" not in (request.endpoint or "").split(".")[1]:
        return url_for(".show", entry_id=entry.id)
    return url_for(".index")


def _shown(value: Any) -> str:
    return "" if value is None or isinstance(value, list) else str(value)


def _ticked(programmes: Any) -> list[str]:
    return programmes.split(",") if isinstance(programmes, str) else list(programmes)
