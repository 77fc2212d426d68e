"""What a tablet takes along."""

from __future__ import annotations

import gzip

from flask import Response, g, request

from server.store import tablet_bundles
from server.web import edge
from server.web.access import may
from server.web.database import db
from server.web.sync.answers import answer, instant
from server.web.sync.blueprint import blueprint


@blueprint.get("/bundle")
@may("device")
def bundle() -> Response:
    """Answer the inspector's visits with all that they need offline; 304 when nothing changed."""
    content = tablet_bundles.assemble(db.session(), g.actor.inspector_id)
    response = answer(made_at=instant(edge.now()), **content)
    response.set_etag(content["bundle"])
    response.make_conditional(request)
    if response.status_code == 200 and "gzip" in request.accept_encodings:
        response.set_data(gzip.compress(response.get_data(), 6))
        response.content_encoding = "gzip"
    response.vary.add("Accept-Encoding")
    return response
