"""Rows that the database itself does not let anybody change: triggers of SQLite and PostgreSQL.

What was published, drawn, received, logged and handed over is added and never edited. The services hold to that; these
triggers refuse it to everything else that reaches the database, too. Whoever may alter its schema can take them away:
that is what the hashes and the chains are for.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, Table, inspect, text

from server.store.models import Base

#: table: the columns that can still be written once a row is there.
MOVABLE: dict[str, frozenset[str]] = {
    "audit_entries": frozenset(),
    "draw_events": frozenset(),
    "outcomes": frozenset({"current"}),
    # What the second person decided; what was proposed stays.
    "corrections": frozenset({"state", "decided_by", "decided_name", "decided_at", "refusal", "made"}),
    # What became of an entry; what was received of it stays.
    "operations": frozenset({"state", "fault", "place", "receipt"}),
    "quarantine": frozenset({"seen_at"}),
    "photos": frozenset(),
    "evidence": frozenset(),
    "rectification_steps": frozenset(),
    "handovers": frozenset({"state"}),
    "handover_steps": frozenset(),
    "result_categories": frozenset({"offered"}),
    # What became of a penalty; what it says stays.
    "penalties": frozenset(
        {
            *("state", "last_day", "last_day_provisional", "published_by", "published_at", "shown_until"),
            *("changed_on", "reason", "withdrawn_by", "withdrawn_at", "late"),
        }
    ),
}
_REFUSAL = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is frozen', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$"""
_MADE = {
    "sqlite": "CREATE TRIGGER {0} BEFORE {1} ON \"{2}\" BEGIN SELECT RAISE(ABORT, '{2} is frozen'); END",
    "postgresql": 'CREATE TRIGGER {0} BEFORE {1} ON "{2}" FOR EACH {3} EXECUTE FUNCTION refuse_change()',
}
_GONE = {
    "sqlite": "DROP TRIGGER IF EXISTS {0}",
    "postgresql": 'DROP TRIGGER IF EXISTS {0} ON "{1}"',
}


def guard(connection: Connection) -> None:
    """Make the triggers of every frozen table that is there, anew if need be: every upgrade of the schema ends so."""
    lift(connection)
    if connection.dialect.name == "postgresql":
        connection.execute(text(_REFUSAL))
    for table in _there(connection):
        for trigger, event, each in _events(connection, table):
            connection.execute(text(_MADE[connection.dialect.name].format(trigger, event, table, each)))


def lift(connection: Connection) -> None:
    """Take the triggers away for migrations, which fill new columns; one that fails brings them back with the rest."""
    for table in _there(connection):
        for trigger, *_ in _events(connection, table):
            connection.execute(text(_GONE[connection.dialect.name].format(trigger, table)))


def columns(table: Table) -> list[str]:
    """Return the columns of a frozen table that nothing writes any more."""
    return [column.name for column in table.columns if column.name not in MOVABLE[table.name]]


def _there(connection: Connection) -> list[str]:
    known = set(inspect(connection).get_table_names())
    return [name for name in MOVABLE if name in known]


def _events(connection: Connection, name: str) -> Iterator[tuple[str, str, str]]:
    """What is refused of a table: the name of its trigger, the event, and whether each row or statement is asked."""
    known = {column["name"] for column in inspect(connection).get_columns(name)}
    held = ", ".join(f'"{column}"' for column in columns(Base.metadata.tables[name]) if column in known)
    yield f"{name}_frozen_update", f"UPDATE OF {held}", "ROW"
    yield f"{name}_frozen_delete", "DELETE", "ROW"
    if connection.dialect.name == "postgresql":
        yield f"{name}_frozen_truncate", "TRUNCATE", "STATEMENT"
