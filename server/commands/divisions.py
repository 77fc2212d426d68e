"""``fair-scale divisions FILE``: the districts that the authority works in, from a CSV file."""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path

from server.commands import work
from server.commands.words import say
from server.domain.problems import Problem
from server.services import divisions


def arguments(parser: argparse.ArgumentParser, speech: str) -> None:
    """The file."""
    parser.add_argument("file", type=Path, help=say("divisions.file", speech))


def run(chosen: argparse.Namespace) -> int:
    """Take in the file; nothing is changed when a line is wrong."""
    with chosen.file.open(encoding="utf-8-sig", newline="") as lines:
        rows = csv.DictReader(lines)
        if rows.fieldnames is None or not {"code", "zh", "en"} <= set(rows.fieldnames):
            raise Problem("divisions_header", at=chosen.file.name)
        given = list(rows)
    with work.unit_of_work() as unit:
        changed = divisions.keep(*unit, rows=given)
    sys.stdout.write(say("divisions.done", count=changed) + "\n")
    return 0
