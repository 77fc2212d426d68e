"""``fair-scale send-reminders``: mail each account its deadlines; for cron or a systemd timer, once a day."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from email.message import EmailMessage
from zoneinfo import ZoneInfo

from server.commands import mailing, work
from server.commands.words import say
from server.config import Settings, from_environment
from server.documents.reminders import Line, digest
from server.domain.permissions import INSPECTOR
from server.services import reminders
from server.services.reminders import Digest
from server.store import reminders as stored


def arguments(parser: argparse.ArgumentParser, speech: str) -> None:
    """It has none."""


def run(_chosen: argparse.Namespace) -> int:
    """Send what is due today; 1 when a mail could not be sent, 0 also when no mail server is set."""
    settings = from_environment()
    if not settings.smtp_host:
        sys.stdout.write(say("send-reminders.none") + "\n")
        return 0
    mailing.check(settings)
    sent, failed = send(settings)
    sys.stdout.write(say("send-reminders.done", sent=sent, failed=len(failed)) + "\n")
    for address, fault in failed:
        sys.stderr.write(f"{address}: {fault}\n")
    return 1 if failed else 0


def send(settings: Settings) -> tuple[int, list[tuple[str, str]]]:
    """Send one mail to each account that has to be told something. Returns how many were sent, and the address and the
    fault of each that was not."""
    zone = ZoneInfo(settings.time_zone)
    _give_up(settings)
    sent, failed = 0, []
    for user_id in _waiting(settings, zone):
        with work.unit_of_work(settings) as unit:
            taken = reminders.take(*unit, user_id=user_id, zone=zone)
            message = _message(settings, taken) if taken.due else None
            mail_id, address = taken.mail.id, taken.mail.address
        if message is None:
            continue
        fault = mailing.post(settings, message)
        with work.unit_of_work(settings) as unit:
            reminders.answer(*unit, mail_id=mail_id, fault=fault)
        sent += not fault
        failed += [(address, fault)] if fault else []
    return sent, failed


def _waiting(settings: Settings, zone: ZoneInfo) -> list[str]:
    """The accounts that have to be told something: a run that sends nothing leaves no entry in the log."""
    now = datetime.now(UTC)
    with work.reading(settings) as session:
        return [user.id for user in stored.accounts(session) if reminders.due(session, user, now, zone)]


def _give_up(settings: Settings) -> None:
    """Take back what a run that died was sending."""
    with work.reading(settings) as session:
        lost = stored.abandoned(session, datetime.now(UTC) - reminders.PATIENCE)
    for mail_id in lost:
        with work.unit_of_work(settings) as unit:
            reminders.answer(*unit, mail_id=mail_id, fault="-")


def _message(settings: Settings, taken: Digest) -> EmailMessage:
    user = taken.mail.user
    page = "/field/" if user.role == INSPECTOR else "/office/deadlines/"
    rows = [(one.deadline, one.stage) for one in taken.due]
    return digest(
        [Line(row.kind, row.day, row.provisional, stage, row.number, row.name) for row, stage in rows],
        id=taken.mail.id,
        sender=settings.smtp_from,
        to=taken.mail.address,
        authority=settings.authority,
        address=settings.base_url.rstrip("/") + page,
        made_at=taken.mail.at,
        language=user.language,
    )
