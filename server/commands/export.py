"""``fair-scale export``: a register as a file with the columns that an import takes."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from server.commands import work
from server.commands.words import language, say
from server.documents import spreadsheets
from server.domain import texts
from server.domain.problems import Problem
from server.domain.programmes import Catalogue
from server.domain.registers import NOUNS, register, showing
from server.store import editions_queries, registers_queries
from server.store.shelves import Entry


def arguments(parser: argparse.ArgumentParser, speech: str) -> None:
    """The register and the file to write."""
    parser.add_argument("register", choices=NOUNS, help=say("export.register", speech))
    parser.add_argument("file", type=Path, help=say("export.file", speech))


def run(chosen: argparse.Namespace) -> int:
    """Write the file; its ending says whether it is a workbook or CSV."""
    suffix = chosen.file.suffix.lower()
    if suffix not in {".csv", ".xlsx"}:
        raise Problem("file_kind", at="file", name=chosen.file.name)
    header = [column.header(language()) for column in register(chosen.register).columns]
    with work.reading() as session:
        known = editions_queries.current(session)
        rows = _rows(chosen.register, registers_queries.every(session, chosen.register), known)
        if suffix == ".csv":
            with chosen.file.open("wb") as file:
                file.writelines(spreadsheets.csv_chunks(header, rows))
        else:
            title = texts.words("register", chosen.register, language())
            spreadsheets.write_xlsx(chosen.file, title, header, rows)
        count = registers_queries.count(session, chosen.register)
    sys.stdout.write(say("export.done", count=count, file=chosen.file) + "\n")
    return 0


def _rows(noun: str, entries: Iterator[Entry], known: Catalogue) -> Iterator[list[str]]:
    columns = register(noun).columns
    for entry in entries:
        yield [showing.cell(column, entry.columns[column.key], language(), known) for column in columns]
