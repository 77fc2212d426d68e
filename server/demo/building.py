"""How the city gets into an installation: whole or not at all.

An SQLite city is built in a file beside the database, without waiting for the disk at each of its thousands of
transactions, and moved into its place once it is complete and on the disk. A killed building leaves the empty
database as it was. On PostgreSQL it is built in place.
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlalchemy.engine import make_url

from server.config import Settings
from server.demo import city, logins
from server.store import schema


def build(settings: Settings, today: date, tell: city.Tell) -> None:
    """Build the city in an installation that was set up and is not being served."""
    url = make_url(settings.database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        city.build(settings, today, tell)
    else:
        final = Path(url.database)
        beside = final.with_name(f"{final.name}.building")
        _remove(beside)
        schema.upgrade(f"sqlite:///{beside}")
        city.build(replace(settings, database=f"sqlite:///{beside}"), today, tell, hasty=True)
        _put_in_place(beside, final)
    logins.mark(settings, today.isoformat())


def _put_in_place(beside: Path, final: Path) -> None:
    with beside.open("rb") as file:
        os.fsync(file.fileno())
    _remove(final)
    beside.replace(final)


def _remove(file: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        file.with_name(file.name + ending).unlink(missing_ok=True)
