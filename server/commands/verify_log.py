"""``fair-scale verify-log``: whether every entry of the audit log still fits the one before it."""

from __future__ import annotations

import argparse
import sys

from sqlalchemy import func, select

from server.commands import work
from server.commands.words import say
from server.services.audit import first_break
from server.store.audit import AuditEntry


def arguments(parser: argparse.ArgumentParser, speech: str) -> None:
    """It has none."""


def run(_chosen: argparse.Namespace) -> int:
    """Print the number of entries and the newest hash, or the first break; status 1 when the chain is broken."""
    with work.reading() as session:
        broken = first_break(session)
        count = session.scalar(select(func.count(AuditEntry.seq)))
        head = session.scalar(select(AuditEntry.hash).order_by(AuditEntry.seq.desc()).limit(1))
    if broken:
        sys.stdout.write(say(f"verify-log.{broken.wrong}", seq=broken.seq) + "\n")
        return 1
    sys.stdout.write(say("verify-log.holds", count=count, head=head or "-") + "\n")
    return 0
