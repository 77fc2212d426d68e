"""``fair-scale restored``: to be run once after a backup was put back."""

from __future__ import annotations

import argparse
import sys

from server.commands import work
from server.commands.words import say
from server.services import epochs


def arguments(parser: argparse.ArgumentParser, speech: str) -> None:
    """It has none."""


def run(_chosen: argparse.Namespace) -> int:
    """Give the database a new name and print it."""
    with work.unit_of_work() as unit:
        epoch = epochs.renew(*unit)
    sys.stdout.write(say("restored.done", epoch=epoch) + "\n")
    return 0
