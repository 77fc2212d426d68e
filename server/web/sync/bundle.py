"""What a tablet takes along."""

from __future__ import annotations

import gzip
from typing import Any

from flask import Response, g, request

from server.store import practice_bundles, tablet_bundles
from server.web import edge
from server.web.access import may
from server.web.database import db
from server.web.sync.answers import answer, instant
from server.web.sync.blueprint import blueprint
from server.web.sync.earlier_photos import looked_back_at


@blueprint.get("/bundle")
@may("device")
def bundle() -> Response:
    """Answer the inspector's visits with all that they need offline; 304 when nothing changed."""
    site = edge.outside("")
    return _packed(tablet_bundles.assemble(db.session(), g.actor.inspector_id, site, looked_back_at))


@blueprint.get("/practice")
@may("device")
def practice() -> Response:
    """Answer a made-up visit of each programme, to practise with; nothing of it is an inspection here."""
    return _packed(practice_bundles.assemble(db.session(), g.actor.inspector_id, edge.today()))


def _packed(content: dict[str, Any]) -> Response:
    response = answer(made_at=instant(edge.now()), **content)
    response.set_etag(content["bundle"])
    response.make_conditional(request)
    if response.status_code == 200 and "gzip" in request.accept_encodings:
        response.set_data(gzip.compress(response.get_data(), 6))
        response.content_encoding = "gzip"
    response.vary.add("Accept-Encoding")
    return response
