"""The papers of the inspected business, on its page: the same bytes as in the office, once it may see them."""

from __future__ import annotations

from flask import Blueprint, Response

from server.domain.problems import Problem
from server.store import outcomes_office, rectifications
from server.web.access import may
from server.web.database import db
from server.web.papers import on_site_records, rectification_notices, result_notices
from server.web.papers.wording import sent
from server.web.public.business import opened

blueprint = Blueprint("business_papers", __name__, url_prefix="/business")


@blueprint.get("/<code>/record.pdf")
@may("anyone")
def record(code: str) -> Response:
    """Give the on-site record, once the result is public: it tells what was measured against which limits."""
    inspection = opened(code)
    if outcomes_office.of_inspection(db.session(), inspection.id) is None:
        raise Problem("not_found", what="record.pdf")
    return sent(on_site_records.of(inspection), "record")


@blueprint.get("/<code>/result.pdf")
@may("anyone")
def result(code: str) -> Response:
    """Give the notice of the result in force."""
    return sent(result_notices.of(opened(code)), "result")


@blueprint.get("/<code>/rectifications/<rectification_id>/notice.pdf")
@may("anyone")
def rectification(code: str, rectification_id: str) -> Response:
    """Give the notice of a rectification of this inspection; one of another is not found."""
    row = rectifications.get(db.session(), rectification_id)
    if row.inspection_id != opened(code).id:
        raise Problem("not_found", what=rectification_id)
    return sent(rectification_notices.of(row), row.number)
