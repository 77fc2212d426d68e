"""Handing published results to the national system through a link of the authority's own.

What a link is, :class:`Link` says; ``FAIR_SCALE_NATIONAL_LINK`` names it. What is handed over is claimed and
committed before the link is called and its answer is written afterwards, so that two processes never hand over the
same version at once and nothing is lost when the machine stops in between.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pkgutil import resolve_name
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from server.domain import national_records as columns
from server.domain.problems import Problem
from server.domain.results import Category
from server.services.actors import Actor
from server.services.audit import Change, writes
from server.store import national_records, result_categories
from server.store.locks import Lock, hold
from server.store.national_records import NationalRecord
from server.store.outcomes import Outcome

#: After this time without an answer a version is handed over again: whoever called the link is gone.
PATIENCE = timedelta(hours=1)
LONGEST_ANSWER = 500


@dataclass(frozen=True)
class Delivery:
    """One published version. ``number`` and ``version`` name it for good: a link that gets them again, because an
    answer was lost, must not make a second record. ``records`` holds one mapping for each inspection item, by the
    keys of :data:`server.domain.national_records.COLUMNS`."""

    number: str
    version: int
    content_sha256: str
    records: Sequence[Mapping[str, str]]


@dataclass(frozen=True)
class Answer:
    """What the other side said: taken or not, and its words, such as a receipt number or a reason."""

    accepted: bool
    text: str


class Link(Protocol):
    """What an authority's link does. A class without arguments; any exception means that it could not be reached."""

    def send(self, delivery: Delivery) -> Answer:
        """Hand one version over and return the answer."""


def link(name: str) -> Link:
    """Return the link that a setting ``package.module:Class`` names; ``ValueError`` says what is wrong."""
    try:
        return resolve_name(name)()
    except (ImportError, AttributeError, ValueError, TypeError) as error:
        raise ValueError(f"FAIR_SCALE_NATIONAL_LINK: {name}: {error}") from error


@writes("national.send", "national.claim")
def claim(session: Session, actor: Actor, now: datetime, *, again: bool, most: int, zone: ZoneInfo) -> Change:
    """Take up to ``most`` versions that wait. Returns the :class:`Delivery` of each by the id of its outcome."""
    hold(session.connection(), Lock.OUTBOX)
    deliveries, categories = {}, result_categories.known(session)
    for outcome_id in national_records.waiting(session, now - PATIENCE, again, most):
        outcome = session.get_one(Outcome, outcome_id)
        row = session.get(NationalRecord, outcome_id, populate_existing=True)
        if row is None:
            row = NationalRecord(outcome_id=outcome_id, attempts=0)
            session.add(row)
        row.standing, row.handed_at, row.attempts = "sending", now, row.attempts + 1
        deliveries[outcome_id] = _delivery(outcome, zone, categories)
    named = [f"{one.number}/{one.version}" for one in deliveries.values()]
    return Change("national_record", "", deliveries, {"outcomes": named})


@writes("national.send", "national.answer")
def answer(
    session: Session, actor: Actor, now: datetime, *, outcome_id: str, standing: str, text: str
) -> Change:
    """Write down what the link said of a version: ``accepted``, ``refused`` or ``failed``. Problem ``not_found``."""
    row = session.get(NationalRecord, outcome_id, with_for_update=True, populate_existing=True)
    if row is None or standing not in national_records.STATES:
        raise Problem("not_found", what=outcome_id)
    row.standing, row.answered_at, row.answer = standing, now, text.replace("\0", "")[:LONGEST_ANSWER]
    said = {
        "number": row.outcome.number,
        "version": row.outcome.version,
        "standing": standing,
        "answer": row.answer,
    }
    return Change("national_record", outcome_id, row, said)


def _delivery(outcome: Outcome, zone: ZoneInfo, categories: Mapping[str, Category]) -> Delivery:
    found = list(columns.records(json.loads(outcome.content), zone, categories))
    return Delivery(outcome.number, outcome.version, outcome.content_sha256, found)
