"""``fair-scale set-up``: the signing key, the database, the calendar. Safe to run again at any time."""

from __future__ import annotations

import argparse
import os
import secrets
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

from server.commands import work
from server.commands.words import say
from server.config import Settings, from_environment
from server.services import calendar
from server.store import schema


def arguments(parser: argparse.ArgumentParser, speech: str) -> None:
    """It has none."""


def run(_chosen: argparse.Namespace) -> int:
    """Prepare the installation that the environment describes."""
    set_up(from_environment())
    return 0


def set_up(settings: Settings) -> None:
    """Make what is missing and bring the database to the newest schema; nothing that exists is replaced."""
    settings.data.mkdir(parents=True, exist_ok=True)
    settings.files.mkdir(exist_ok=True)
    if not settings.secret_key and make_key(settings.data / "secret_key"):
        _print("set-up.key", file=settings.data / "secret_key")
    schema.upgrade(settings.database_url)
    if lacking := schema.missing(settings.database_url):
        raise RuntimeError(say("set-up.other", first=lacking[0], count=len(lacking)))
    with work.unit_of_work(settings) as unit:
        zone = ZoneInfo(settings.time_zone)
        added = calendar.seed(*unit, zone=zone) if calendar.missing(unit[0]) else 0
    if added:
        _print("set-up.calendar", count=added)
    _print("set-up.done", folder=settings.data)


def make_key(file: Path) -> bool:
    """Write a fresh signing key that only its owner can read, unless there is one; whether it was written."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(handle, "w", encoding="ascii") as key:
        key.write(secrets.token_hex(32))
    return True


def _print(code: str, **values: object) -> None:
    sys.stdout.write(say(code, **values) + "\n")
