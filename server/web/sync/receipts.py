"""Receipts since a cursor, for a tablet that missed the answers."""

from __future__ import annotations

from typing import Any

from flask import Response, g, request

from server.domain.problems import Problem
from server.store import devices_queries
from server.web.access import may
from server.web.database import db
from server.web.sync.answers import (
    answer,
    inspection_receipt,
    operation_receipt,
    photo_receipt,
    quarantined_receipt,
)
from server.web.sync.blueprint import blueprint
from server.web.sync.bodies import Contents, parsed

MOST = 500
_TELL: dict[str, Any] = {
    "operation": operation_receipt,
    "quarantined": quarantined_receipt,
    "photo": photo_receipt,
    "inspection": inspection_receipt,
}


@blueprint.get("/receipts")
@may("device")
def receipts() -> Response:
    """Answer the receipts that this tablet was given since a cursor, the oldest first."""
    since = cursor()
    rows = devices_queries.receipts(db.session(), g.actor.device_id, since, MOST)
    following = rows[-1][1].receipt if rows else since
    return answer(receipts=[_TELL[kind](row) for kind, row in rows], next=str(following))


@blueprint.post("/receipts")
@may("device")
def receipts_of() -> Response:
    """Answer the receipts of entries and photos that the tablet names by their content, whoever brought them here.

    That is how a tablet learns that a rescue file with entries of an earlier enrolment was taken in.
    """
    asked = {one["id"]: one["sha256"] for one in parsed(Contents)["contents"]}
    rows = devices_queries.held_elsewhere(db.session(), asked)
    return answer(receipts=[_TELL[kind](row) for kind, row in rows])


def cursor() -> int:
    """Return the cursor of the request; none is the beginning."""
    text = request.args.get("since", "")
    if text and not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise Problem("bad_request", detail="since", at="since")
    return int(text or 0)
