"""DuckDB: a frame in Parquet or CSV files larger than memory, or in frame.tsv."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import duckdb

from ..characters import shown
from ..lists import Pair
from ..notes import BundleError
from .columns import check_columns
from .definition import COLUMNS, Dialect
from .sources import LINES_AT_ONCE, SqlSource

DIALECT = Dialect('"', "CAST({} AS VARCHAR)", "sha256({})", "decode(unhex('{}'))")
# Every setting of how text is read is named: what is guessed from one file is guessed otherwise from another.
_TEXT = "nullstr = '', strict_mode = true, null_padding = false, skip = 0, comment = ''"
_CSV = "header = true, all_varchar = true, delim = '{delim}', quote = '\"', escape = '\"'"
_FRAME = (
    "header = false, auto_detect = false, columns = {'object': 'VARCHAR', 'stratum': 'VARCHAR'},"
    " delim = '\t', quote = '', escape = '', new_line = '\\n'"
)
_PACKED = (".gz", ".zst")
MEMORY = "1GB"

Made = TypeVar("Made", bound="DuckdbSource")


class DuckdbSource(SqlSource):
    """A frame in files. Use as a context manager: it closes the connection and removes what was spilled to disk."""

    dialect = DIALECT

    def __init__(self, name: str, relation: str, columns: Pair, *, memory: str = MEMORY) -> None:
        self._spill = tempfile.TemporaryDirectory(prefix="sampling-")
        settings = {"temp_directory": self._spill.name, "memory_limit": memory}
        self._connection = duckdb.connect(config=settings)
        # Its own bar would be printed among what the commands print.
        self._connection.execute("SET enable_progress_bar = false")
        super().__init__(name, relation, columns)
        try:
            with self._reading():
                described = self._connection.execute(
                    "DESCRIBE " + COLUMNS.format(relation=relation)
                ).fetchall()
            check_columns(name, {row[0]: row[1] for row in described}, columns)
        except BaseException:
            self.__exit__(None, None, None)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._connection.close()
        self._spill.cleanup()

    def rows(self, query: str) -> Iterator[tuple]:
        with self._reading():
            yield from self._connection.execute(query).fetchall()

    def lines(self, query: str, in_order: bool) -> Iterator[list[bytes]]:
        with self._reading(), ThreadPoolExecutor(1) as beside:
            self._connection.execute(f"SET preserve_insertion_order = {str(in_order).lower()}")
            answer = self._waited(beside.submit(self._connection.execute, query))
            while rows := self._waited(beside.submit(answer.fetchmany, LINES_AT_ONCE)):
                yield [row[0].encode("utf-8") for row in rows]

    def _waited(self, work: Future) -> Any:
        # DuckDB looks for signals seldom; this thread waits for them and stops it at once.
        try:
            return work.result()
        except BaseException:
            self._connection.interrupt()
            raise

    @contextmanager
    def _reading(self) -> Iterator[None]:
        try:
            yield
        except duckdb.Error as error:
            reason = shown(str(error).partition("\n")[0])
            raise BundleError("engine_failed", self.name, reason=reason) from None


def from_frame_file(path: Path, made: type[Made] = DuckdbSource, **options: Any) -> Made:
    """The frame in a frame.tsv. Check it with the standard library first (standard.py): DuckDB is lenient."""
    relation = f"read_csv({_literal(path)}, {_FRAME}, {_TEXT})"
    return made(path.name, relation, ("object", "stratum"), **options)


def from_files(place: str, columns: Pair, made: type[Made] = DuckdbSource, **options: Any) -> Made:
    """The frame in Parquet (.parquet) or in text with a header line (.csv, or .tsv with tabs; also .gz and .zst).

    `place` may hold wildcards. BundleError when it cannot be read or its kind is not known.
    """
    return made(Path(place).name, _reader(place), columns, **options)


def _reader(place: str) -> str:
    suffixes = [suffix.lower() for suffix in Path(place).suffixes if suffix.lower() not in _PACKED]
    kind = suffixes[-1] if suffixes else ""
    if kind == ".parquet":
        return f"read_parquet({_literal(place)})"
    if kind in (".csv", ".tsv"):
        return f"read_csv({_literal(place)}, {_CSV.format(delim=',' if kind == '.csv' else chr(9))}, {_TEXT})"
    raise BundleError("source_kind", place)


def _literal(text: str | Path) -> str:
    return "'" + str(text).replace("'", "''") + "'"
