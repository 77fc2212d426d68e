"""How long a whole import of objects takes, against reading the same file alone.

    python -m bench.import_rows [--rows 100000] [--database URL]

Prints one line for the file, three for reading it with calamine alone (the median counts), one for each step of
the import, and the ratio of the whole import (check, plan, application, commit) to the reading. The database is
new and empty: an SQLite file of its own unless an address is given.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

import python_calamine
from sqlalchemy.orm import Session

from server.documents import reading, spreadsheets
from server.domain import uscc
from server.domain.registers import register
from server.services import import_checks, import_plans, imports, registers
from server.services.actors import Actor
from server.store import schema
from server.store.engine import open_engine, writing
from server.store.files import FileStore
from server.store.objects import Division
from server.store.registers import Import

ACTOR = Actor("01900000-0000-7000-8000-00000000000a", "bench", "supervisor")


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--rows", type=int, default=100_000)
    asked.add_argument("--database", help="an empty database; an SQLite file of its own unless given")
    asked = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "objects.xlsx"
        spreadsheets.write_xlsx(file, "检查对象", _header(), _rows(asked.rows))
        print(f"{asked.rows} rows, {file.stat().st_size / 1e6:.1f} MB")
        alone = median(_timed("reading alone (calamine)", lambda: _read_alone(file)) for _ in range(3))
        whole = _import(file, asked.database or f"sqlite:///{folder}/bench.sqlite", Path(folder))
    print(f"import_ratio {whole / alone:.2f}  (at most 5)")


def _read_alone(file: Path) -> int:
    book = python_calamine.load_workbook(str(file))
    return len(book.get_sheet_by_index(0).to_python(skip_empty_area=False))


def _import(file: Path, url: str, folder: Path) -> float:
    schema.upgrade(url)
    engine, files, now = open_engine(url), FileStore(folder / "files"), datetime.now(UTC)
    with writing(), Session(engine) as session:
        session.add(Division(code="379901", zh="东城区", en="East"))
        digest = files.put(file.read_bytes())
        held = imports.receive(
            session, ACTOR, now, noun="object", filename=file.name, sha256=digest, size=file.stat().st_size
        ).id
        session.commit()
    start = time.perf_counter()
    with _step("check"), Session(engine) as session:
        rows = reading.rows(files.path(digest), file.name)
        found = import_checks.examine(session, "object", rows.batches, registers.context(session, now.date()))
    with _step("keep the plan"), writing(), Session(engine) as session:
        plan = files.put(import_plans.join(found.portions, found.faults))
        imports.checked(session, ACTOR, now, import_id=held, found=found, plan=plan)
        imports.accept(session, ACTOR, now, import_id=held)
        session.commit()
    with _step("apply"), writing(), Session(engine) as session:
        taken = imports.stored_plan(files, session.get_one(Import, held))
        imports.apply(session, ACTOR, now, import_id=held, plan=taken)
        session.commit()
        print(f"    added {session.get_one(Import, held).added}")
    whole = time.perf_counter() - start
    engine.dispose()
    print(f"whole import {whole:.2f} s")
    return whole


def _header() -> list[str]:
    return [column.zh for column in register("object").columns]


def _rows(count: int) -> Iterator[list[str]]:
    for number in range(count):
        yield [
            "",
            _code(number),
            f"海岳市第{number}农贸市场",
            "集贸市场",
            f"海岳市东城区人民路 {number} 号",
            "379901",
            f"0999-{number:07d}",
            "market_scales",
            "ABCD"[number % 4],
            "海岳市信用风险分类",
            "2026-01-15",
            "正常",
        ]


def _code(number: int) -> str:
    body = f"92379901{number:08d}"
    body += uscc.body_check_character(body[8:])
    return body + uscc.check_character(body)


def _timed(what: str, act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    seconds = time.perf_counter() - start
    print(f"{what} {seconds:.2f} s")
    return seconds


@contextmanager
def _step(what: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    print(f"  {what} {time.perf_counter() - start:.2f} s")


if __name__ == "__main__":
    main()
