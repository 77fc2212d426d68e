"""What somebody with all rights over a database can do, which its hashes and chains are there to show."""

from __future__ import annotations

from sqlalchemy import Connection, text


def unguarded(connection: Connection) -> None:
    """Let frozen rows be changed: on SQLite from now on, on PostgreSQL until the transaction ends."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        return
    names = connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all()
    for name in names:
        connection.execute(text(f"DROP TRIGGER {name}"))
