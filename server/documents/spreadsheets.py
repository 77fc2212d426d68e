"""Tables out: .xlsx and .csv that no spreadsheet mistakes for formulas.

A cell that begins with a character that starts a formula gets an apostrophe before it, the mark; reading takes
exactly this mark off again, so that what is exported and imported is the same.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import xlsxwriter

_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_MARKED = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")
BOM = "\ufeff"


def mark(text: str) -> str:
    """Return ``text`` with the mark when a spreadsheet could run it as a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unmark(text: str) -> str:
    """Return ``text`` without the mark that :func:`mark` sets."""
    return text[1:] if text[:1] == "'" and _MARKED.match(text) else text


def csv_chunks(header: Sequence[str], rows: Iterable[Sequence[str]], size: int = 500) -> Iterator[bytes]:
    """Yield a CSV file in UTF-8 with a byte order mark, so that Excel reads the Chinese; lines end as RFC 4180 says."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    buffer.write(BOM)
    writer.writerow([mark(cell) for cell in header])
    for number, row in enumerate(rows, 1):
        writer.writerow([mark(cell) for cell in row])
        if number % size == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def write_xlsx(
    path: Path,
    title: str,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    notes: tuple[str, Sequence[Sequence[str]]] | None = None,
) -> None:
    """Write a workbook of text cells, row by row, so that memory does not grow with it.

    ``title`` names the sheet; ``notes`` is the title and the rows of a second sheet.
    """
    with xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False}) as book:
        head = book.add_format({"bold": True, "num_format": "@", "bottom": 1})
        text = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet(title[:31])
        sheet.set_column(0, max(0, len(header) - 1), 18, text)
        sheet.freeze_panes(1, 0)
        _write(sheet, [header], head)
        _write(sheet, rows, text, 1)
        if notes:
            second = book.add_worksheet(notes[0][:31])
            second.set_column(0, 0, 24)
            second.set_column(1, 3, 40)
            _write(second, notes[1], text)


def _write(sheet: object, rows: Iterable[Sequence[str]], style: object, start: int = 0) -> None:
    for number, row in enumerate(rows, start):
        for place, cell in enumerate(row):
            if cell:
                sheet.write_string(number, place, mark(cell), style)  # type: ignore[attr-defined]
