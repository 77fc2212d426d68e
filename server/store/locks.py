"""What one transaction at a time may do: append to a chain, give out the next number of a year, add to a sum."""

from __future__ import annotations

from enum import IntEnum, unique

from sqlalchemy import Connection, text


@unique
class Lock(IntEnum):
    """The locks and their keys in PostgreSQL, unlike one another.

    A transaction that needs several takes the one with the greater key first, so that no two wait for each other.
    """

    AUDIT = 1
    DRAW_LOG = 2
    NUMBERS = 3
    OUTCOMES = 4
    EPOCH = 5
    RECTIFICATIONS = 6
    HANDOVERS = 7
    RATINGS = 8
    OUTBOX = 9
    REMINDERS = 10
    EDITIONS = 11
    CATEGORIES = 12


def hold(connection: Connection, lock: Lock) -> None:
    """Hold ``lock`` until the transaction ends, waiting for whoever has it. SQLite has its one writer already."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": int(lock)})
