"""``fair-scale evaluate``: judge one record from standard input; the result goes to standard output.

The exit status is 0 whatever the verdict, and 2 for a record that cannot be judged. Where there is an installation, its
confirmed editions judge as well; without one there are those of the software.
"""

from __future__ import annotations

import argparse
import json
import sys

from server.commands import work
from server.commands.words import say
from server.config import from_environment
from server.domain import evaluation
from server.domain.programmes import SHIPPED, Catalogue
from server.store import editions_queries


def arguments(parser: argparse.ArgumentParser, speech: str) -> None:
    """The programme."""
    parser.add_argument("programme", help=say("evaluate.programme", speech))


def run(chosen: argparse.Namespace) -> int:
    """Judge; a Problem is left to the command line, which names the field and gives status 2."""
    result = evaluation.evaluate(chosen.programme, sys.stdin.buffer.read(), _catalogue())
    sys.stdout.write(json.dumps(result, ensure_ascii=False, indent=2) + "\n")
    return 0


def _catalogue() -> Catalogue:
    settings = from_environment()
    if not settings.database and not (settings.data / "fair-scale.sqlite").exists():
        return SHIPPED
    with work.reading(settings) as session:
        return editions_queries.current(session)
