"""``fair-scale send-national``: hand what was published to the national system; for cron or a systemd timer."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from server.commands import work
from server.commands.words import say
from server.config import Settings, from_environment
from server.services import national_records
from server.services.national_records import Delivery, Link
from server.store import national_records as stored

#: Versions claimed at a time.
MOST = 100


def arguments(parser: argparse.ArgumentParser, speech: str) -> None:
    """``--again`` takes what was refused as well."""
    parser.add_argument("--again", action="store_true", help=say("send-national.again", speech))


def run(chosen: argparse.Namespace) -> int:
    """Hand over everything that waits; 1 when something was not accepted."""
    settings = from_environment()
    if not settings.national_link:
        sys.stderr.write(say("send-national.none") + "\n")
        return 2
    said = send(settings, national_records.link(settings.national_link), chosen.again)
    sys.stdout.write(say("send-national.done", **said) + "\n")
    return 1 if said["refused"] or said["failed"] else 0


def send(settings: Settings, link: Link, again: bool = False) -> dict[str, int]:
    """Hand over what waits at this moment, each version once. Returns how many were accepted, refused, failed."""
    said = {"accepted": 0, "refused": 0, "failed": 0}
    zone = ZoneInfo(settings.time_zone)
    while _waiting(settings, again):
        with work.unit_of_work(settings) as unit:
            deliveries = national_records.claim(*unit, again=again, most=MOST, zone=zone)
        for outcome_id, delivery in deliveries.items():
            state, text = _call(link, delivery)
            said[state] += 1
            with work.unit_of_work(settings) as unit:
                national_records.answer(*unit, outcome_id=outcome_id, standing=state, text=text)
        # What failed would be claimed again at once: the next run tries it.
        if said["failed"] or said["refused"]:
            break
    return said


def _waiting(settings: Settings, again: bool) -> bool:
    """Whether there is anything to claim: a run that does nothing leaves no entry in the log."""
    with work.reading(settings) as session:
        return bool(stored.waiting(session, datetime.now(UTC) - national_records.PATIENCE, again, 1))


def _call(link: Link, delivery: Delivery) -> tuple[str, str]:
    try:
        answer = link.send(delivery)
    # It is the authority's own code: whatever it raises is its answer.
    except Exception as error:
        return "failed", f"{type(error).__name__}: {error}"
    return ("accepted" if answer.accepted else "refused"), answer.text
