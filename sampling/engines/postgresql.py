"""PostgreSQL: a frame in a table or view where the register lives."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

import psycopg

from ..characters import shown
from ..lists import Pair
from ..notes import BundleError
from .columns import check_columns
from .definition import COLUMNS, Dialect
from .sources import LINES_AT_ONCE, SqlSource

# The register's collation, often a dictionary's order, must not decide anything: everything compares in "C".
DIALECT = Dialect(
    '"',
    '({})::text COLLATE "C"',
    "encode(sha256(convert_to({}, 'UTF8')), 'hex') COLLATE \"C\"",
    "convert_from(decode('{}', 'hex'), 'UTF8')",
)
# As CSV with control characters for delimiter and quote, a line comes out as it is: whatever would have to be quoted
# is not allowed in a frame and is found by its check.
_COPY = "COPY ({query}) TO STDOUT (FORMAT csv, DELIMITER E'\\x01', QUOTE E'\\x02', ESCAPE E'\\x02', ENCODING 'UTF8')"
_SETTINGS = (
    "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
    "SET LOCAL standard_conforming_strings = on",
    # Few rows come back from many that are hashed; at the default price of a row no parallel plan is chosen.
    "SET LOCAL parallel_tuple_cost = 0",
    "SET LOCAL parallel_setup_cost = 0",
    "SET LOCAL jit = off",
)


class PostgresqlSource(SqlSource):
    """A table or view of a database. Everything is read in one transaction, so that one state of it is seen.

    `database` is a connection string or address (postgresql://…), `table` a name or schema.name.
    """

    dialect = DIALECT

    def __init__(self, database: str, table: str, columns: Pair) -> None:
        with self._reading(table):
            self._connection = psycopg.connect(database, client_encoding="UTF8")
        relation = self.dialect.name(*table.split("."))
        super().__init__(table, relation, columns)
        try:
            with self._reading(table):
                for setting in _SETTINGS:
                    self._connection.execute(setting)
                cursor = self._connection.execute(COLUMNS.format(relation=relation))
            registry = self._connection.adapters.types
            types = {
                column.name: getattr(registry.get(column.type_code), "name", str(column.type_code))
                for column in cursor.description or ()
            }
            check_columns(table, types, columns)
        except BaseException:
            self._connection.close()
            raise

    def __enter__(self) -> PostgresqlSource:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()

    def rows(self, query: str) -> Iterator[tuple]:
        with self._reading(self.name):
            yield from self._connection.execute(query).fetchall()

    def lines(self, query: str, in_order: bool) -> Iterator[list[bytes]]:
        command = _COPY.format(query=query)
        with self._reading(self.name), self._connection.cursor() as cursor, cursor.copy(command) as copy:
            lines: list[bytes] = []
            for line in copy:
                lines.append(bytes(line)[:-1])
                if len(lines) == LINES_AT_ONCE:
                    yield lines
                    lines = []
            if lines:
                yield lines

    @staticmethod
    @contextmanager
    def _reading(name: str) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as error:
            raise BundleError("engine_failed", name, reason=shown(str(error).partition("\n")[0])) from None
