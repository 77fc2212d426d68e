"""Register entries written in bulk: rows, their programmes, and the version of each in the history.

Rows go to the driver as tuples: what SQLAlchemy does for each row of an insert costs more than the insert.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

import orjson
from sqlalchemy import Connection, Dialect, Table, delete, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.domain.registers import register
from server.store.registers import RegisterChange
from server.store.registers_queries import ids_of
from server.store.shelves import SHELVES, Entry

_HISTORY: Table = RegisterChange.__table__  # type: ignore[assignment]
_HISTORY_COLUMNS = ("entry_id", "version", "noun", "at", "actor", "source", "columns")


@dataclass(frozen=True)
class Version:
    """What the history says beside the columns: when, by whom, and from which import (its id, or nothing)."""

    at: datetime
    actor: str
    source: str = ""


def add(session: Session, noun: str, entries: Sequence[Entry], version: Version) -> None:
    """Insert new entries. ``IntegrityError`` when one of their keys is taken."""
    if entries:
        names, rows = _rows(session, noun, entries, version)
        _insert(session, SHELVES[noun].table, names, rows)
        _add_programmes(session, noun, entries)
        _remember(session, noun, entries, version)


def change(session: Session, noun: str, entries: Sequence[Entry], version: Version) -> None:
    """Replace the columns of entries, which carry their new version number."""
    if not entries:
        return
    session.flush()
    table, programmes = SHELVES[noun].table, SHELVES[noun].programmes
    names, rows = _rows(session, noun, entries, version)
    sets = ", ".join(f'"{name}" = :{name}' for name in names if name != "id")
    # Text has no types, so the values go to the driver as they are. All names are ours.
    statement = text(f'UPDATE "{table.name}" SET {sets} WHERE "id" = :id')  # noqa: S608
    session.connection().execute(statement, [dict(zip(names, row, strict=True)) for row in rows])
    if programmes:
        linked, owner = programmes
        session.execute(delete(linked).where(linked.c[owner].in_([entry.id for entry in entries])))
    _add_programmes(session, noun, entries)
    _remember(session, noun, entries, version)
    _forget(session, table)


def _forget(session: Session, table: Table) -> None:
    """Let objects that the session has loaded be read again."""
    for held in list(session):
        if held.__table__ is table:
            session.expire(held)


def _rows(
    session: Session, noun: str, entries: Sequence[Entry], version: Version
) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
    """The names of the table's columns, and for each entry its values as the driver takes them."""
    shelf, form, dialect = SHELVES[noun], register(noun), session.get_bind().dialect
    names, down = ["id", "version"], [[entry.id for entry in entries], [entry.version for entry in entries]]
    for column in form.columns:
        if column.kind == "programmes":
            continue
        values = [entry.columns[column.key] for entry in entries]
        name = column.key
        if column.key in shelf.references:
            ids = ids_of(session, column.of, values)
            name, values = shelf.references[column.key][0], [ids[value] for value in values]
        elif column.kind == "date":
            values = [_day(value, dialect.name) for value in values]
        names.append(name)
        down.append(values)
    if "updated_at" in shelf.table.c:
        names.append("updated_at")
        down.append([_bound(shelf.table, "updated_at", version.at, dialect)] * len(entries))
    return names, zip(*down, strict=True)


def _add_programmes(session: Session, noun: str, entries: Iterable[Entry]) -> None:
    programmes = SHELVES[noun].programmes
    if programmes:
        table, owner = programmes
        rows = [(entry.id, name) for entry in entries for name in entry.columns["programmes"]]
        _insert(session, table, [owner, "programme"], rows)


def _remember(session: Session, noun: str, entries: Iterable[Entry], version: Version) -> None:
    at = _bound(_HISTORY, "at", version.at, session.get_bind().dialect)
    same = (noun, at, version.actor, version.source)
    rows = [(entry.id, entry.version, *same, orjson.dumps(entry.columns).decode()) for entry in entries]
    _insert(session, _HISTORY, _HISTORY_COLUMNS, rows)


def _insert(session: Session, table: Table, names: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    rows = list(rows)
    if not rows:
        return
    connection, columns = session.connection(), ", ".join(f'"{name}"' for name in names)
    if connection.dialect.name == "postgresql":
        _copy(connection, f'COPY "{table.name}" ({columns}) FROM STDIN', rows)
    else:
        places = ", ".join("?" * len(names))
        connection.exec_driver_sql(f'INSERT INTO "{table.name}" ({columns}) VALUES ({places})', rows)  # noqa: S608


def _copy(connection: Connection, statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
    driver: Any = connection.connection.driver_connection
    try:
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except connection.dialect.dbapi.IntegrityError as error:  # type: ignore[union-attr]
        raise IntegrityError(statement, None, error) from None


@cache
def _day(iso: str | None, dialect: str) -> Any:
    if not iso or dialect == "sqlite":
        return iso
    return date.fromisoformat(iso)


def _bound(table: Table, name: str, value: Any, dialect: Dialect) -> Any:
    process = table.c[name].type.dialect_impl(dialect).bind_processor(dialect)
    return process(value) if process else value
