"""A frame put where an engine reads it, in an order of its own."""

from __future__ import annotations

import csv
import random
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path

import psycopg
from sqlalchemy.engine import make_url

from sampling import engines
from sampling.lists import FRAME, Pair, serialise

COLUMNS = ("编号 id", 'risk"class')


def shuffled(frame: Sequence[Pair]) -> list[Pair]:
    """The frame in another order, the same each time."""
    return random.Random(len(frame)).sample(frame, len(frame))


def as_frame_file(folder: Path, frame: Sequence[Pair]) -> Path:
    """frame.tsv in `folder`, written by the reference."""
    file = folder / FRAME
    file.write_bytes(serialise(frame))
    return file


def as_csv(folder: Path, frame: Sequence[Pair]) -> Path:
    """A CSV file as spreadsheets write it, with a column too many."""
    file = folder / "register.csv"
    with file.open("w", encoding="utf-8", newline="") as target:
        rows = csv.writer(target)
        rows.writerow([COLUMNS[1], "note", COLUMNS[0]])
        rows.writerows([stratum, "", name] for name, stratum in shuffled(frame))
    return file


def connection_string(url: str) -> str:
    """What libpq takes for an address of SQLAlchemy."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def as_table(database: str, frame: Sequence[Pair], kind: str = "text") -> str:
    """A table in a schema of its own; returns its name."""
    with psycopg.connect(database) as connection:
        connection.execute('DROP SCHEMA IF EXISTS "登记 x" CASCADE')
        connection.execute('CREATE SCHEMA "登记 x"')
        columns = ", ".join('"' + name.replace('"', '""') + '" ' + kind for name in COLUMNS)
        connection.execute(f'CREATE TABLE "登记 x".objects ({columns})')
        with connection.cursor().copy('COPY "登记 x".objects FROM STDIN') as copy:
            for pair in shuffled(frame):
                copy.write_row(pair)
    return "登记 x.objects"


def in_frame_file(folder: Path, frame: Sequence[Pair], engine: str) -> AbstractContextManager[engines.Source]:
    return engines.open_source(engine, as_frame_file(folder, frame))


def in_csv(
    folder: Path, frame: Sequence[Pair], engine: str = "duckdb"
) -> AbstractContextManager[engines.Source]:
    return engines.open_source(engine, as_csv(folder, frame), COLUMNS)


def in_postgresql(database: str, frame: Sequence[Pair]) -> AbstractContextManager[engines.Source]:
    return engines.open_source("postgresql", as_table(database, frame), COLUMNS, database=database)
