"""``fair-scale workflow``: the states and steps of everything, drawn from the table by which they happen."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from server.commands.words import say
from server.domain import workflow_drawing


def arguments(parser: argparse.ArgumentParser, speech: str) -> None:
    """Where to write."""
    parser.add_argument("file", nargs="?", help=say("workflow.file", speech))


def run(chosen: argparse.Namespace) -> int:
    """Write the document to a file, or to standard output."""
    text = workflow_drawing.document()
    if chosen.file:
        Path(chosen.file).write_text(text, "utf-8")
    else:
        sys.stdout.write(text)
    return 0
