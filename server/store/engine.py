"""How the two databases are spoken to: SQLite in WAL mode with full synchronisation, PostgreSQL as it is.

A transaction that is announced to write takes SQLite's write lock at its start: a lock taken halfway fails at
once when another writer came first, and no waiting helps then.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import IntegrityError

#: What an error of the database says in the log must not hold what was being written: hashes, secrets of draws.
OPTIONS = {"hide_parameters": True}
_writing: ContextVar[bool] = ContextVar("writing", default=False)


@contextmanager
def writing() -> Iterator[None]:
    """Within, transactions take the write lock at their start and wait for it if need be."""
    token = _writing.set(True)
    try:
        yield
    finally:
        _writing.reset(token)


def announce(writing: bool) -> None:
    """Say for the rest of this context whether transactions are going to write."""
    _writing.set(writing)


def prepare(engine: Engine) -> Engine:
    """Make ``engine`` behave as this store needs; returns it."""
    if engine.dialect.name == "sqlite" and not event.contains(engine, "connect", _on_connect):
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", _on_begin)
    return engine


def open_engine(url: str) -> Engine:
    """Open a database outside the web application, for the command line and for tests."""
    return prepare(create_engine(url, **OPTIONS))


def is_taken(error: IntegrityError) -> bool:
    """Whether a write failed because somebody else wrote what may be there only once."""
    names = {"SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY", "UniqueViolation"}
    return bool(names & {getattr(error.orig, "sqlite_errorname", ""), type(error.orig).__name__})


def _on_connect(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _on_begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")
