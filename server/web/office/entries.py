"""Entries of tablets that wait for a supervisor: failed, held by a gap, in quarantine."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from server.domain import workflow
from server.domain.problems import Problem
from server.services import entries
from server.store import entries_queries
from server.store.entries_queries import STATES
from server.store.paging import page
from server.web import listing
from server.web.access import may
from server.web.acts import carry_out
from server.web.database import db
from server.web.edge import zone
from server.web.languages import gettext, language

SIZE = 100
blueprint = Blueprint("office_entries", __name__, url_prefix="/office/entries")


@blueprint.get("/")
@may("inspection.read")
def index() -> str:
    """List what waits, the oldest first, with what was received and why it does not count."""
    return _index({})


@blueprint.post("/apply")
@may("inspection.resolve")
def apply() -> ResponseReturnValue:
    """Let failed entries count after all."""
    return _act(entries.apply, gettext("已采用。"), operation_ids=request.form.getlist("id"))


@blueprint.post("/set-aside")
@may("inspection.resolve")
def set_aside() -> ResponseReturnValue:
    """Leave failed entries out; they stay as received."""
    return _act(
        entries.set_aside, gettext("未采用；收到的内容仍原样保存。"), operation_ids=request.form.getlist("id")
    )


@blueprint.post("/see")
@may("inspection.resolve")
def see() -> ResponseReturnValue:
    """Note that an entry in quarantine was looked at."""
    return _act(
        entries.see, gettext("已记下；收到的内容仍原样保存。"), quarantined_ids=request.form.getlist("id")
    )


@blueprint.post("/pass-gap")
@may("inspection.resolve")
def pass_gap() -> ResponseReturnValue:
    """Go on without the entries that a tablet's held ones wait for."""
    return _act(
        entries.pass_gap, gettext("不再等待缺少的条目。"), device_id=request.form.get("device_id", "")
    )


def _act(service: Any, done: str, **given: Any) -> ResponseReturnValue:
    reason = request.form.get("reason", "")
    return carry_out(
        lambda work: service(*work, **given, reason=reason, zone=zone()),
        _index,
        done,
        url_for(".index"),
    )


def _index(errors: dict[str, str]) -> str:
    state = listing.chosen("state", STATES)
    found = page(db.session(), entries_queries.waiting(listing.words(), state), listing.number(), SIZE)
    return render_template(
        "office/entries/index.html",
        page=found,
        groups=_groups(found.items),
        state=state,
        states=STATES,
        why=_why,
        admits=_admits,
        errors=errors,
        gaps=entries_queries.gaps(
            db.session(), {row.device_id for row in found.items if row.state == "held"}
        ),
    )


def _groups(rows: Sequence[Any]) -> list[list[Any]]:
    """Put together what came together: entries of one tablet and inspection that wait for the same reason."""
    keys = ("state", "device_id", "inspection_id", "fault")
    grouped = groupby(rows, lambda row: tuple(getattr(row, key) for key in keys))
    return [list(group) for _, group in grouped]


def _admits(row: Any) -> bool:
    """Whether a failed entry can still be taken in."""
    return workflow.allows("inspection", row.inspection_state or "", "admit")


def _why(text: str | None) -> str:
    fault = json.loads(text) if text else None
    if not fault:
        return ""
    return Problem(fault["code"], at=fault["at"], **fault["values"]).text(language())
