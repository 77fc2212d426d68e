"""Frames of any size for measurements: 18-character identifiers, each in one of 100 strata."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import psycopg
from sqlalchemy.engine import make_url

from sampling import engines
from sampling.lists import FRAME

POSTGRESQL = os.environ.get(
    "FAIR_SCALE_TEST_POSTGRESQL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
)
STRATA = 100
# A credit code in looks: 92, seven characters as they come, and the number, so that no two are equal.
_MADE = """
SELECT '92' || upper(substr(md5(i::VARCHAR), 1, 7)) || lpad(i::VARCHAR, 9, '0') AS object,
       '3701' || lpad((hash(i) % 25)::VARCHAR, 2, '0') || '/' || substr('ABCD', (hash(i + 1) % 4 + 1)::INT, 1)
           AS stratum
FROM range({count}) AS numbers (i)
"""


def parquet(folder: Path, count: int) -> Path:
    """A Parquet file in no particular order."""
    file = folder / "frame.parquet"
    with duckdb.connect(config={"memory_limit": "1GB", "temp_directory": str(folder)}) as connection:
        connection.execute(f"COPY ({_MADE.format(count=count)}) TO '{file}' (FORMAT parquet)")
    return file


def frame_file(folder: Path, place: Path) -> Path:
    """frame.tsv of a Parquet file."""
    with engines.open_source("duckdb", place) as source:
        engines.write_frame(source, folder)
    return folder / FRAME


@contextmanager
def table(file: Path) -> Iterator[str]:
    """A database of its own with the lines of frame.tsv in the table `objects`; gives its connection string."""
    address = make_url(POSTGRESQL).set(drivername="postgresql")
    name = f"fair_scale_bench_{os.getpid()}"
    with psycopg.connect(address.render_as_string(hide_password=False), autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            database = address.set(database=name).render_as_string(hide_password=False)
            _fill(database, file)
            yield database
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _fill(database: str, file: Path) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("CREATE UNLOGGED TABLE objects (object text NOT NULL, stratum text NOT NULL)")
        with file.open("rb") as lines, connection.cursor().copy("COPY objects FROM STDIN") as copy:
            while block := lines.read(1 << 20):
                copy.write(block)
        connection.execute("VACUUM (ANALYZE) objects")
