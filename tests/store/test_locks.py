"""Locks: held until the transaction ends, each for itself, and taken in one order by every service."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, text

from server.store.engine import open_engine
from server.store.locks import Lock, hold

SERVICES = Path(__file__).parents[2] / "server" / "services"


def free(connection: Connection, lock: Lock) -> bool:
    return connection.scalar(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": int(lock)})


@pytest.mark.postgresql
def test_a_lock_keeps_others_out_of_what_it_names_alone_until_its_transaction_ends(
    postgresql_engine: Engine,
) -> None:
    with postgresql_engine.connect() as one, postgresql_engine.connect() as other:
        hold(one, Lock.OUTCOMES)
        assert not free(other, Lock.OUTCOMES)
        assert free(other, Lock.AUDIT)
        one.rollback()
        assert free(other, Lock.OUTCOMES)


def test_a_function_that_takes_two_locks_takes_the_greater_first() -> None:
    taken = {
        f"{file.name}:{function.name}": list(locks(function))
        for file in SERVICES.glob("*.py")
        for function in ast.parse(file.read_text("utf-8")).body
        if isinstance(function, ast.FunctionDef)
    }
    assert any(taken.values())
    assert {name: keys for name, keys in taken.items() if keys != sorted(keys, reverse=True)} == {}


def locks(function: ast.FunctionDef) -> Iterator[Lock]:
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Lock":
            yield Lock[node.attr]


@pytest.fixture
def postgresql_engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    engine = open_engine(request.getfixturevalue("postgresql_url"))
    yield engine
    engine.dispose()
