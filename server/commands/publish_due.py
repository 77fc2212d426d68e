"""``fair-scale publish-due``: publish what was set to be published by now; for cron or a systemd timer."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from server.commands.words import language, say
from server.config import Settings, from_environment
from server.domain.problems import Problem
from server.services import publication_times as services
from server.store import publication_times
from server.store.engine import open_engine, writing
from server.store.files import FileStore
from server.store.outcomes import Outcome


def arguments(parser: argparse.ArgumentParser, speech: str) -> None:
    """It has none."""


def run(_chosen: argparse.Namespace) -> int:
    """Publish everything that is due; 1 when something could not be."""
    settings = from_environment()
    engine = open_engine(settings.database_url)
    try:
        count, refused = publish_due(engine, settings, datetime.now(UTC))
    finally:
        engine.dispose()
    sys.stdout.write(say("publish-due.done", count=count) + "\n")
    for inspection_id, why in refused.items():
        sys.stderr.write(say("publish-due.refused", inspection=inspection_id, why=why) + "\n")
    return 1 if refused else 0


def publish_due(engine: Engine, settings: Settings, now: datetime) -> tuple[int, dict[str, str]]:
    """Publish what is due, each in a transaction of its own. Returns how many, and why the others were not.

    A problem is kept beside the inspection and waits for a person; what is no problem of the inspection, such as a
    disk that cannot be read, keeps no other from being published and is tried again the next time.
    """
    with Session(engine) as session:
        due = publication_times.due(session, now)
    count, refused = 0, {}
    for inspection_id in due:
        try:
            count += _publish(engine, settings, now, inspection_id) is not None
        except Problem as problem:
            refused[inspection_id] = problem.text(language())
            with writing(), Session(engine) as session, session.begin():
                services.refuse(session, now, inspection_id=inspection_id, problem=problem)
        except OSError as error:
            refused[inspection_id] = str(error)
    return count, refused


def _publish(engine: Engine, settings: Settings, now: datetime, inspection_id: str) -> Outcome | None:
    with writing(), Session(engine) as session, session.begin():
        return services.publish(
            session,
            now,
            inspection_id=inspection_id,
            files=FileStore(settings.files),
            zone=ZoneInfo(settings.time_zone),
            second=settings.second_review,
        )
