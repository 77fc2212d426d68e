"""Entries of the registers, whatever the register: added, changed, taken in from rows. Nothing is ever deleted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.domain.problems import Problem
from server.domain.registers import batches, kinds, register, rules
from server.domain.registers.cells import Cell
from server.services.actors import Actor
from server.services.audit import Change, new_id, writes
from server.services.import_plans import Portion
from server.store import editions_queries, registers_queries, registers_rows
from server.store.registers_rows import Version
from server.store.shelves import Entry

Cells = Mapping[str, Cell]


@writes("register.edit", "register.add")
def add(session: Session, actor: Actor, now: datetime, *, noun: str, cells: Cells, today: date) -> Change:
    """Add one entry from what was typed, column key to cell; the value is its :class:`Entry`.

    Problems: ``entry_faults`` with one part for each field, ``entry_taken``.
    """
    columns = batches.merged(noun, _read(session, noun, cells, today), None)
    _check(session, noun, columns)
    key = registers_queries.key_of(noun, columns)
    if registers_queries.by_key(session, noun, [key]):
        raise _at_key(noun, Problem("entry_taken", key=" / ".join(key)))
    entry = Entry(new_id(now), 1, columns)
    registers_rows.add(session, noun, [entry], Version(now, actor.name))
    return Change(noun, entry.id, entry, {"key": list(key)})


@writes("register.edit", "register.change")
def change(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    noun: str,
    entry_id: str,
    version: int,
    cells: Cells,
    today: date,
) -> Change:
    """Change one entry; ``version`` is the one that the person saw. The value is the new :class:`Entry`.

    Problems: ``not_found``, ``changed_meanwhile``, ``entry_faults``, ``key_fixed``, ``nothing_changed``.
    """
    held = registers_queries.versions(session, noun, [entry_id])
    entry = registers_queries.by_id(session, noun, entry_id)
    if entry is None:
        raise Problem("not_found", what=entry_id)
    if held[entry_id] != version:
        raise Problem("changed_meanwhile")
    cells = {**{key: entry.columns[key] for key in register(noun).key}, **cells}
    columns = batches.merged(noun, _read(session, noun, cells, today), entry.columns)
    _keep_key(noun, entry.columns, columns)
    _check(session, noun, columns)
    changed = [key for key in columns if columns[key] != entry.columns[key]]
    if not changed:
        raise Problem("nothing_changed")
    after = replace(entry, version=version + 1, columns=columns)
    registers_rows.change(session, noun, [after], Version(now, actor.name))
    body = {
        "key": list(registers_queries.key_of(noun, columns)),
        "version": after.version,
        "columns": changed,
    }
    return Change(noun, entry_id, after, body)


def take(session: Session, noun: str, portion: Portion, ids: Iterator[str], version: Version) -> None:
    """Write a portion of checked entries in the caller's transaction; new ones get the next of ``ids``.

    :class:`Problem` ``import_stale`` when the register is no longer as it was when they were checked.
    """
    checked = {entry.id: entry.version for entry in portion.changed} | portion.kept
    if checked and registers_queries.versions(session, noun, checked) != checked:
        raise Problem("import_stale")
    try:
        fresh = [Entry(next(ids), 1, columns) for columns in portion.added]
        registers_rows.add(session, noun, fresh, version)
    except IntegrityError:
        raise Problem("import_stale") from None
    after = [replace(entry, version=entry.version + 1) for entry in portion.changed]
    registers_rows.change(session, noun, after, version)


def context(session: Session, today: date) -> kinds.Context:
    """Return what cells are read against."""
    return kinds.Context(today, registers_queries.divisions(session), editions_queries.current(session))


def unknown_references(session: Session, noun: str, rows: Sequence[Mapping[str, Any]]) -> dict[str, set[str]]:
    """Return, for each column that points into another register, the values that this register lacks."""
    missing: dict[str, set[str]] = {}
    for column in register(noun).references:
        wanted = {row[column.key] for row in rows if row.get(column.key)}
        missing[column.key] = wanted - registers_queries.ids_of(session, column.of, wanted).keys()
    return missing


def unknown(noun: str, key: str, value: str) -> Problem:
    """Return the problem of a reference to an entry that does not exist, at its column."""
    return Problem(f"{register(noun).column(key).of}_unknown", at=key, value=value)


def _read(session: Session, noun: str, cells: Cells, today: date) -> dict[str, Any]:
    return batches.read_form(noun, cells, context(session, today))


def _check(session: Session, noun: str, columns: Mapping[str, Any]) -> None:
    missing = unknown_references(session, noun, [columns])
    parts = [unknown(noun, key, value) for key, values in missing.items() for value in values]
    parts += rules.broken(noun, dict(columns))
    if parts:
        raise Problem("entry_faults", parts=parts)


def _keep_key(noun: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    parts = [Problem("key_fixed", at=key) for key in register(noun).key if before[key] != after[key]]
    if parts:
        raise Problem("entry_faults", parts=parts)


def _at_key(noun: str, problem: Problem) -> Problem:
    problem.at = register(noun).key[-1]
    return problem
