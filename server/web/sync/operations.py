"""Entries come in, batch by batch."""

from __future__ import annotations

from flask import Response

from server.domain.problems import Problem
from server.services import sync
from server.web.access import may
from server.web.edge import unit_of_work
from server.web.sync.answers import answer, result
from server.web.sync.blueprint import blueprint
from server.web.sync.bodies import Batch, load, text
from server.web.sync.verbatim import Malformed, members


@blueprint.post("/operations")
@may("device")
def receive_operations() -> Response:
    """Take a batch; answer one result for each entry, in their order, once all of them are on the disk."""
    try:
        document, entries = members(text(), "operations")
    except Malformed:
        raise Problem("bad_request", detail="JSON") from None
    body = load(Batch, document)
    with unit_of_work() as work:
        rows = sync.receive(
            *work, entries=entries, clock_offset_ms=body["clock_offset_ms"], unsent=body["unsent"]
        )
        results = [result(sent, row) for sent, row in zip(body["operations"], rows, strict=True)]
    return answer(results=results)
