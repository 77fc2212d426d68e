"""A process of its own that reads one .xlsx, within limits of memory and time, so that no file can take the
server down with it: a sheet with one cell at each end asks for terabytes.

Run as a script: ``python sheet_reader.py FILE MEGABYTES ROWS``. It imports nothing of the server. To standard
output it writes frames, each a length (4 bytes, big end first) and that many bytes of ``marshal``:
``("sheet", name, height)``, then lists of rows, then ``("end",)``; or ``("problem", code)`` and nothing more.
Dates come as ``("day", iso, time)``, times as ``("time", text)``.
"""

from __future__ import annotations

import datetime
import gc
import marshal
import resource
import struct
import sys
from itertools import islice
from typing import Any, BinaryIO

from python_calamine import CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

#: Small, so that what a batch makes is gone again before the garbage collector looks at everything.
BATCH = 500
SECONDS = 120


def main(path: str, megabytes: int, rows: int) -> None:
    """Read the first visible sheet and write it out."""
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    # Rows hold no circles, and this process ends when they are out.
    gc.disable()
    out = sys.stdout.buffer
    try:
        _read(path, rows, out)
    except PasswordError:
        _send(out, ("problem", "file_old_excel"))
    except MemoryError:
        _send(out, ("problem", "file_sheet_too_large"))
    # A panic of the reader is no Exception.
    except BaseException:
        _send(out, ("problem", "file_unreadable"))


def _read(path: str, limit: int, out: BinaryIO) -> None:
    with open(path, "rb") as file:  # noqa: PTH123 (nothing but the reader is loaded here)
        book = CalamineWorkbook.from_filelike(file)
    for sheet in book.sheets_metadata:
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == SheetVisibleEnum.Visible:
            break
    else:
        _send(out, ("problem", "file_unreadable"))
        return
    name = sheet.name
    sheet = book.get_sheet_by_name(name)
    # The height counts from 0 and has the header in it.
    if sheet.total_height > limit:
        _send(out, ("problem", "too_many_rows"))
        return
    _send(out, ("sheet", name, sheet.total_height + 1))
    # The rows come without the empty columns to their left.
    left = [""] * sheet.start[1] if sheet.start else []
    rows = (left + row for row in sheet.iter_rows()) if left else sheet.iter_rows()
    while batch := list(islice(rows, BATCH)):
        _send(out, batch)
    _send(out, ("end",))


def _send(out: BinaryIO, value: Any) -> None:
    try:
        data = marshal.dumps(value)
    except ValueError:
        data = marshal.dumps([[_plain(cell) for cell in row] for row in value])
    out.write(struct.pack(">I", len(data)) + data)
    out.flush()


def _plain(cell: Any) -> Any:
    if isinstance(cell, datetime.datetime):
        time = cell.time()
        return ("day", cell.date().isoformat(), time.isoformat() if time != datetime.time() else "")
    if isinstance(cell, datetime.date):
        return ("day", cell.isoformat(), "")
    if isinstance(cell, datetime.time | datetime.timedelta):
        return ("time", str(cell))
    return cell


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
