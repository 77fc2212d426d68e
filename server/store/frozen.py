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


def guard(connection: Connection) -> None:
    """Make the triggers of every frozen table that is there, anew if need be: every upgrade of the schema ends so."""
    there = set(inspect(connection).get_table_names())
    tables = [Base.metadata.tables[name] for name in MOVABLE if name in there]
    if connection.dialect.name == "postgresql" and tables:
        connection.execute(text(_REFUSAL))
    for table in tables:
        for statement in _STATEMENTS[connection.dialect.name](table):
            connection.execute(text(statement))


def columns(table: Table) -> list[str]:
    """Return the columns of a frozen table that nothing writes any more."""
    return [column.name for column in table.columns if column.name not in MOVABLE[table.name]]


def _events(table: Table) -> Iterator[tuple[str, str]]:
    """What is refused of each row: the name of its trigger, and the event."""
    named = ", ".join(f'"{name}"' for name in columns(table))
    yield f"{table.name}_frozen_update", f"UPDATE OF {named}"
    yield f"{table.name}_frozen_delete", "DELETE"


def _sqlite(table: Table) -> Iterator[str]:
    for name, event in _events(table):
        yield f"DROP TRIGGER IF EXISTS {name}"
        yield (
            f'CREATE TRIGGER {name} BEFORE {event} ON "{table.name}" '
            f"BEGIN SELECT RAISE(ABORT, '{table.name} is frozen'); END"
        )


def _postgresql(table: Table) -> Iterator[str]:
    rows = [(name, event, "ROW") for name, event in _events(table)]
    for name, event, each in [*rows, (f"{table.name}_frozen_truncate", "TRUNCATE", "STATEMENT")]:
        yield f'DROP TRIGGER IF EXISTS {name} ON "{table.name}"'
        yield (
            f'CREATE TRIGGER {name} BEFORE {event} ON "{table.name}" '
            f"FOR EACH {each} EXECUTE FUNCTION refuse_change()"
        )


_STATEMENTS = {"sqlite": _sqlite, "postgresql": _postgresql}
