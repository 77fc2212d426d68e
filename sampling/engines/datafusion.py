"""DuckDB reads and sorts, DataFusion hashes: its SHA-256 uses the instructions that most processors have for it.

DataFusion's own reader of Parquet keeps what it has read until much later, half a gigabyte and more of a big file.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import repeat
from pathlib import Path
from threading import Lock
from typing import Any, Self

import datafusion
import pyarrow
from pyarrow.dataset import Dataset

from ..characters import shown
from ..lists import Pair
from ..notes import BundleError
from . import duckdb
from .definition import Dialect

# Text goes from one to the other as it is, and hashes are compared as bytes.
DIALECT = Dialect('"', "{}", "sha256({})", "CAST(X'{}' AS VARCHAR)", cutoff="X'{}'")
COLUMNS = ("object", "stratum")
SCHEMA = pyarrow.schema([(name, pyarrow.string()) for name in COLUMNS])
BATCH = 8192  # rows
_SETTINGS = {
    # Arrow has two kinds of text; what DuckDB hands over would be made over into the other.
    "datafusion.sql_parser.map_string_types_to_utf8view": "false",
    "datafusion.execution.batch_size": str(BATCH),
}


class DatafusionSource(duckdb.DuckdbSource):
    """A frame in files, as DuckDB reads it. Use as a context manager."""

    def survivors(self, prefix: str, cutoffs: Mapping[str, str]) -> Iterator[bytes]:
        self._connection.execute("SET preserve_insertion_order = false")
        frame = DIALECT.frame("frame", *COLUMNS)
        with self._hashing():
            session = datafusion.SessionContext(datafusion.SessionConfig(_SETTINGS))
            with (
                self._connection.cursor() as cursor,
                _Rows(cursor.sql(self.frame).to_arrow_reader(BATCH)) as rows,
            ):
                session.register_dataset("frame", rows)
                for batch in session.sql(DIALECT.survivors(frame, prefix, cutoffs)).execute_stream():
                    yield from batch.to_pyarrow().column(0).cast(pyarrow.binary()).to_pylist()

    @contextmanager
    def _hashing(self) -> Iterator[None]:
        try:
            yield
        except Exception as error:
            # DataFusion raises errors of several kinds and has none of its own; those of DuckDB come through it.
            reason = shown(str(error).partition("\n")[0])
            raise BundleError("engine_failed", self.name, reason=reason) from None


class _Rows(Dataset):
    """What DataFusion asks of a data set: its schema, and a scanner for each core, here of one reader."""

    schema = SCHEMA

    def __init__(self, reader: pyarrow.RecordBatchReader) -> None:
        self._batches = iter(reader)
        self._turn = Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        # A draw that was stopped leaves threads behind that still read; the connection cannot be closed under them.
        with self._turn:
            self._batches = iter(())

    def scanner(self, *asked: object, **options: object) -> _Rows:
        return self

    @property
    def projected_schema(self) -> pyarrow.Schema:
        return SCHEMA

    def get_fragments(self, filter: object = None) -> Sequence[_Rows]:
        return list(repeat(self, os.cpu_count() or 1))

    def to_batches(self) -> Iterator[pyarrow.RecordBatch]:
        while True:
            with self._turn:
                batch = next(self._batches, None)
            if batch is None:
                return
            yield batch


def from_frame_file(path: Path, **options: Any) -> DatafusionSource:
    """The frame in a frame.tsv, as DuckDB reads it."""
    return duckdb.from_frame_file(path, DatafusionSource, **options)


def from_files(place: str, columns: Pair, **options: Any) -> DatafusionSource:
    """The frame in Parquet or text files, as DuckDB reads them."""
    return duckdb.from_files(place, columns, DatafusionSource, **options)
