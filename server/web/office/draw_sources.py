"""The form in which the sources of the public value are chosen, and the one in which two people type it."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from werkzeug.datastructures import MultiDict

from server.domain import beacon, entropy, plan_fields
from server.domain.entropy import BEACON, DICE, LOTTERY, Source
from server.domain.problems import Problem
from server.web.database import db
from server.web.entropy import dice_enough
from server.web.office.plan_preview import Preview

USUAL_DICE = 20
USUAL_MINUTES = 5


def wanted(form: MultiDict[str, str]) -> list[dict[str, Any]]:
    """Return the sources that are ticked, as ``domain.entropy.choose`` reads them."""
    found: list[dict[str, Any]] = []
    if form.get("source-dice"):
        found.append({"kind": DICE, "count": _whole(form.get("source-dice-count", ""))})
    if form.get("source-beacon"):
        found.append({"kind": BEACON, "minutes": _whole(form.get("source-beacon-minutes", ""))})
    if form.get("source-lottery"):
        text = form.get("source-lottery-text", "").strip()
        outcomes = _whole(form.get("source-lottery-outcomes", ""))
        found.append({"kind": LOTTERY, "text": text, "outcomes": outcomes})
    return found


def blank(preview: Preview, form: MultiDict[str, str]) -> dict[str, Any]:
    """Return what the form shows: as it was sent, else dice, as many as the draw needs."""
    bits, dice = dice_enough([(stratum.objects, stratum.sample) for stratum in preview.strata])
    usual = {
        "source-dice": "1",
        "source-dice-count": str(max(USUAL_DICE, dice)),
        "source-beacon-minutes": str(USUAL_MINUTES),
    }
    return {"bits": bits, "dice": dice, "beacon": beacon.available(), "fields": form or usual}


def typed(sources: list[Source], form: MultiDict[str, str]) -> dict[str, Any]:
    """Return the arguments of ``draws.entropy`` from the fields of all parts."""
    return {name: _joined(sources, form, name) for name in ("value", "repeated")} | {
        "accepted": bool(form.get("accepted"))
    }


def verify_ahead(sources: list[Source], value: str) -> None:
    """Work out whether a beacon's part is its signature while no transaction is open, so that nobody else waits for
    this one second to write. The service asks again, finds it worked out, and says what is wrong with the value."""
    db.session.rollback()
    with suppress(Problem):
        entropy.check_signatures(sources, entropy.parts_of(sources, plan_fields.tidy(value)))


def _joined(sources: list[Source], form: MultiDict[str, str], name: str) -> str:
    parts = [form.get(field, "").strip() for field in entropy.fields(sources, name)]
    return entropy.SEPARATOR.join(parts) if any(parts) else ""


def _whole(text: str) -> Any:
    """Return a number, or what was typed, for the domain to refuse at its field."""
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 32 else text
