"""Register files in: .xlsx and .csv as batches of rows, with every hostile or broken file refused by name.

Cells are those of ``domain.registers.cells``; row 1 of the first batch is row 1 of the sheet.
"""

from __future__ import annotations

import csv
import io
import marshal
import struct
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any

from server.documents.spreadsheets import unmark
from server.domain.problems import Problem
from server.domain.registers.cells import Cell, Day, Time

Row = list[Cell]
#: How many rows one import may have, and what reading a sheet may take.
ROWS = 500_000
MEGABYTES_UNPACKED = 1024
MEGABYTES_READING = 3072
_BATCH = 500
_READER = Path(__file__).with_name("sheet_reader.py")


@dataclass(frozen=True)
class Rows:
    """The rows of a file in batches, to be read once; ``total`` is about how many there will be."""

    total: int
    batches: Iterator[list[Row]]


_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def check_name(name: str) -> str:
    """Return the extension of an acceptable file name; ``file_kind``, ``file_old_excel`` or ``file_macros``."""
    suffix = Path(name).suffix.lower()
    if suffix == ".xls":
        raise Problem("file_old_excel", name=name)
    if suffix in {".xlsm", ".xltm", ".xlam"}:
        raise Problem("file_macros", name=name)
    if suffix not in {".xlsx", ".csv"}:
        raise Problem("file_kind", name=name)
    return suffix


def rows(path: Path, name: str) -> Rows:
    """Open a file; ``name`` is what its owner called it. Problems may come while the batches are read, too.

    Problems: those of :func:`check_name`, ``file_empty``, ``file_not_what_it_says``, ``file_unreadable``,
    ``file_unpacks_too_large``, ``file_sheet_too_large``, ``file_encoding``, ``csv_broken``, ``too_many_rows``.
    """
    suffix = check_name(name)
    if not path.stat().st_size:
        raise Problem("file_empty", name=name)
    with path.open("rb") as file:
        head = file.read(4)
    if head == _OLE:
        raise Problem("file_old_excel", name=name)
    if (head == _ZIP) != (suffix == ".xlsx"):
        raise Problem("file_not_what_it_says", name=name)
    return _sheet(path, name) if suffix == ".xlsx" else _text(path, name)


def _sheet(path: Path, name: str) -> Rows:
    _check_archive(path, name)
    frames = _frames(path, name)
    return Rows(next(frames), frames)  # type: ignore[arg-type]


def _frames(path: Path, name: str) -> Iterator[Any]:
    command = [sys.executable, "-I", str(_READER), str(path), str(MEGABYTES_READING), str(ROWS)]
    # The command is this program's own reader; the path is a hash below the file store.
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as reader:  # noqa: S603
        assert reader.stdout  # noqa: S101
        try:
            yield from _received(reader.stdout, name)
        finally:
            reader.kill()


def _check_archive(path: Path, name: str) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise Problem("file_unreadable", name=name) from None
    names = {part.filename for part in parts}
    if sum(part.file_size for part in parts) > MEGABYTES_UNPACKED << 20:
        raise Problem("file_unpacks_too_large", name=name, limit=MEGABYTES_UNPACKED)
    if any(part.endswith("vbaProject.bin") for part in names):
        raise Problem("file_macros", name=name)
    if "xl/workbook.xml" not in names:
        raise Problem("file_not_what_it_says", name=name)


def _received(pipe: IO[bytes], name: str) -> Iterator[Any]:
    while head := pipe.read(4):
        data = pipe.read(struct.unpack(">I", head)[0]) if len(head) == 4 else b""
        if len(head) < 4 or len(data) < struct.unpack(">I", head)[0]:
            break
        match marshal.loads(data):  # noqa: S302 (written by our own reader)
            case ("problem", code):
                raise Problem(code, name=name, limit=ROWS)
            case ("sheet", _, height):
                yield height
            case ("end",):
                return
            case list() as batch:
                yield _as_cells(batch, data)
    # The reader died: the kernel refused it more memory or more time.
    raise Problem("file_sheet_too_large", name=name)


def _as_cells(rows: list[list[Any]], data: bytes) -> list[Row]:
    if b"\x03day" in data or b"\x04time" in data:
        rows = [[_typed(cell) if type(cell) is tuple else cell for cell in row] for row in rows]
    if b"'" in data:
        rows = [[unmark(cell) if type(cell) is str else cell for cell in row] for row in rows]
    return rows


def _typed(cell: tuple[str, ...]) -> Cell:
    return Day(*cell[1:]) if cell[0] == "day" else Time(cell[1])


def _text(path: Path, name: str) -> Rows:
    text = _decoded(path.read_bytes(), name)
    return Rows(text.count("\n"), _lines(text, name))


def _lines(text: str, name: str) -> Iterator[list[Row]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    count, marked = 0, "'" in text
    try:
        while batch := list(islice(reader, _BATCH)):
            count += len(batch)
            if count > ROWS + 1:
                raise Problem("too_many_rows", limit=ROWS)
            yield [[unmark(cell) for cell in row] for row in batch] if marked else batch
    except csv.Error:
        raise Problem("csv_broken", name=name, line=reader.line_num) from None


def _decoded(data: bytes, name: str) -> str:
    if b"\x00" in data[:4096]:
        raise Problem("file_not_what_it_says", name=name)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Problem("file_encoding", name=name)


def _delimiter(text: str) -> str:
    first = text[:10_000].split("\n", 1)[0]
    return max(",;\t", key=first.count)
