"""Spark: a frame on a cluster, or on this machine.

The session is the one that runs: under `spark-submit` that of the cluster, else one on this machine's cores.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from types import TracebackType

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession

from ..characters import shown
from ..lists import Pair
from ..notes import BundleError
from .columns import check_columns
from .definition import Dialect
from .sources import LINES_AT_ONCE, SqlSource

DIALECT = Dialect("`", "CAST({} AS STRING)", "sha2({}, 256)", "CAST(X'{}' AS STRING)")
_CSV = {"header": True, "inferSchema": False, "quote": '"', "escape": '"', "mode": "FAILFAST"}


class SparkSource(SqlSource):
    """A DataFrame. Use as a context manager: it forgets its view; the session stays."""

    dialect = DIALECT

    def __init__(self, name: str, data: DataFrame, columns: Pair) -> None:
        self._session = data.sparkSession
        self._view = f"sampling_{id(self):x}"
        with self._reading(name):
            check_columns(name, dict(data.dtypes), columns)
            data.createOrReplaceTempView(self._view)
        super().__init__(name, self.dialect.name(self._view), columns)

    def __enter__(self) -> SparkSource:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._session.catalog.dropTempView(self._view)

    def rows(self, query: str) -> Iterator[tuple]:
        with self._reading(self.name):
            yield from map(tuple, self._session.sql(query).collect())

    def lines(self, query: str, in_order: bool) -> Iterator[list[bytes]]:
        with self._reading(self.name):
            lines: list[bytes] = []
            for row in self._session.sql(query).toLocalIterator(prefetchPartitions=True):
                lines.append(row[0].encode("utf-8"))
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
        except (PySparkException, Py4JError) as error:
            raise BundleError(
                "engine_failed", name, reason=shown(str(error).strip().partition("\n")[0])
            ) from None


def from_place(place: str, columns: Pair) -> SparkSource:
    """The frame in Parquet or CSV (with a header line) at any address that Spark reads, or in a table of its
    catalogue. DrawError when it cannot be read."""
    session = SparkSession.builder.appName("sampling").getOrCreate()
    with SparkSource._reading(place):
        return SparkSource(PurePosixPath(place).name, _data(session, place), columns)


def _data(session: SparkSession, place: str) -> DataFrame:
    kind = PurePosixPath(place.removesuffix(".gz")).suffix.lower()
    if kind == ".parquet":
        return session.read.parquet(place)
    if kind in (".csv", ".tsv"):
        return session.read.options(**_CSV, sep="," if kind == ".csv" else "\t").csv(place)
    if "/" in place:
        raise BundleError("source_kind", place)
    return session.table(place)
