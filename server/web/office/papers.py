"""The papers of an inspection for the office: the on-site record, the notices of rectification and of results."""

from __future__ import annotations

from flask import Blueprint, Response

from server.store import inspections_queries, rectifications
from server.web.access import may
from server.web.database import db
from server.web.papers import on_site_records, rectification_notices, result_notices
from server.web.papers.wording import sent

blueprint = Blueprint("office_papers", __name__, url_prefix="/office/papers")


@blueprint.get("/records/<inspection_id>.pdf")
@may("inspection.read")
def record(inspection_id: str) -> Response:
    """Give the on-site record as a file."""
    return sent(on_site_records.of(inspections_queries.get(db.session(), inspection_id)), inspection_id)


@blueprint.get("/results/<inspection_id>.pdf")
@may("inspection.read")
def result(inspection_id: str) -> Response:
    """Give the notice of the result in force as a file."""
    return sent(result_notices.of(inspections_queries.get(db.session(), inspection_id)), inspection_id)


@blueprint.get("/rectifications/<rectification_id>.pdf")
@may("inspection.read")
def rectification(rectification_id: str) -> Response:
    """Give the notice of a rectification as a file."""
    row = rectifications.get(db.session(), rectification_id)
    return sent(rectification_notices.of(row), row.number)
