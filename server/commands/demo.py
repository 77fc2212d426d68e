"""``fair-scale demo``: the demonstration city in an empty database; ``--reset`` deletes the old city first."""

from __future__ import annotations

import argparse
import shutil
import sys
from datetime import datetime
from time import monotonic
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.engine import make_url

from server.commands import set_up, work
from server.commands.words import say
from server.config import Settings, from_environment
from server.demo import building, logins
from server.store.users import User


def arguments(parser: argparse.ArgumentParser, speech: str) -> None:
    """Whether to begin anew."""
    parser.add_argument("--reset", action="store_true", help=say("demo.reset", speech))


def run(chosen: argparse.Namespace) -> int:
    """Build the city; a database that has accounts in it is left as it is."""
    settings = from_environment()
    if chosen.reset:
        _delete(settings)
        set_up.set_up(settings)
    with work.reading(settings) as session:
        used = session.scalar(select(func.count(User.id)))
    if used:
        sys.stdout.write(say("demo.kept") + "\n")
        return 0
    start = monotonic()

    def tell(step: str) -> None:
        words = say("demo.step", seconds=round(monotonic() - start), step=say(f"demo.{step}"))
        sys.stdout.write(words + "\n")
        sys.stdout.flush()

    today = datetime.now(ZoneInfo(settings.time_zone)).date()
    building.build(settings, today, tell)
    sys.stdout.write(say("demo.done", seconds=round(monotonic() - start)) + "\n")
    return 0


def _delete(settings: Settings) -> None:
    """Delete the city's database and files; anything that is not marked as the city is refused."""
    url = make_url(settings.database_url)
    if not settings.data.exists() or not any(settings.data.glob("*.sqlite")):
        return
    if not logins.is_demo(settings) or url.get_backend_name() != "sqlite":
        raise RuntimeError(say("demo.foreign", folder=settings.data))
    logins.marker(settings).unlink()
    for file in settings.data.glob("fair-scale.sqlite*"):
        file.unlink()
    shutil.rmtree(settings.files, ignore_errors=True)
