"""One instrument, as its label leads to it: is this scale fair?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import Blueprint, render_template

from server.store import outcomes_queries
from server.store.instruments import Instrument
from server.store.outcomes import Outcome
from server.store.rows import row_of
from server.web.access import may
from server.web.catalogue import catalogue
from server.web.database import db
from server.web.edge import today
from server.web.languages import language
from server.web.reading import read

blueprint = Blueprint("public_instruments", __name__)


@dataclass(frozen=True)
class Tested:
    """An outcome in which the instrument was tested, and what came out for it alone."""

    outcome: Outcome
    verdict: str


@blueprint.get("/i/<string:instrument_id>")
@may("anyone")
def show(instrument_id: str) -> str:
    """Show an instrument: verified until when, and how it did each time it was tested."""
    found = row_of(db.session(), Instrument, instrument_id)
    outcomes = outcomes_queries.of_object(db.session(), found.object_id, content=True)
    tested = [Tested(row, verdict) for row in outcomes if (verdict := _verdict(row, found.number))]
    return render_template(
        "public/objects/instrument.html",
        instrument=found,
        outcomes=outcomes,
        tested=tested,
        expired=_expired(found.valid_until, today()),
        today=today(),
    )


def _verdict(outcome: Outcome, number: str) -> str | None:
    """The verdict on the instrument with this number in one outcome; None when it was not tested."""
    document = read(outcome.content, language(), catalogue)
    figures = (document.content.get("result") or {}).get("figures") or {}
    rows = [row for row in figures.get("instruments") or [] if row.get("serial") == number]
    return rows[0]["verdict"] if rows else None


def _expired(valid_until: date | None, day: date) -> bool:
    return valid_until is not None and valid_until < day
