"""One inspection: its manifest, and the entries of the other tablets that work on it."""

from __future__ import annotations

from flask import Response, g

from server.services import devices, sync
from server.services.manifests import Standing
from server.store import inspections_queries
from server.web.access import may
from server.web.database import db
from server.web.edge import unit_of_work, zone
from server.web.sync.answers import answer, inspection_receipt, operation
from server.web.sync.blueprint import blueprint
from server.web.sync.bodies import Cursors, Manifest, parsed

MOST = 500


@blueprint.post("/inspections/<inspection_id>/finish")
@may("device")
def finish(inspection_id: str) -> Response:
    """Answer whether all that the tablet sent is here and counts, or what is missing."""
    body = parsed(Manifest)
    with unit_of_work() as work:
        standing: Standing = sync.finish(*work, inspection_id=inspection_id, zone=zone(), **body)
        told = _complete(standing) if standing.complete else _missing(standing)
    return answer(**told)


@blueprint.post("/others")
@may("device")
def others() -> Response:
    """Answer what the teams' other tablets entered, for each inspection since a cursor.

    A tablet asks at the end of each exchange, and says what it still holds.
    """
    body = parsed(Cursors)
    since = {key: int(text or 0) for key, text in body["since"].items()}
    with unit_of_work() as work:
        devices.heard(work.session, g.actor.device_id, work.now, body["unsent"])
    rows = inspections_queries.of_others(db.session(), g.actor.inspector_id, g.actor.device_id, since, MOST)
    following = {row.inspection_id: str(row.place) for row in rows}
    return answer(operations=[operation(row) for row in rows], next=following)


def _complete(standing: Standing) -> dict[str, object]:
    return {"complete": True, "receipt": inspection_receipt(standing.manifest)}


def _missing(standing: Standing) -> dict[str, object]:
    entries = {"expected": standing.expected, "received": standing.received}
    waiting = {name: getattr(standing, name) for name in ("held", "failed", "quarantined")}
    missing = {"operations": entries, "photos": list(standing.photos), "waiting": waiting}
    return {"complete": False, "missing": missing}
