"""``fair-scale evaluate``: judge one record from standard input; the result goes to standard output.

The exit status is 0 whatever the verdict, and 2 for a record that cannot be judged.
"""

from __future__ import annotations

import argparse
import json
import sys

from server.commands.words import say
from server.domain import evaluation, programmes


def arguments(parser: argparse.ArgumentParser, speech: str) -> None:
    """The programme."""
    parser.add_argument("programme", choices=programmes.names(), help=say("evaluate.programme", speech))


def run(chosen: argparse.Namespace) -> int:
    """Judge; a Problem is left to the command line, which names the field and gives status 2."""
    result = evaluation.evaluate(chosen.programme, sys.stdin.buffer.read())
    sys.stdout.write(json.dumps(result, ensure_ascii=False, indent=2) + "\n")
    return 0
