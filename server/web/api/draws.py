"""The draws: every commitment ever made, whatever became of it."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from flask import Response
from flask_smorest import Blueprint

from server.store import draws_queries
from server.store.paging import page
from server.web.access import may
from server.web.api.answers import JSON, json
from server.web.api.arguments import ListArguments, Parser
from server.web.database import db

blueprint = Blueprint("api_draws", __name__, url_prefix="/api/draws", description="Draws")
blueprint.ARGUMENTS_PARSER = Parser()
OF_A_DRAW = (
    "id", "number", "title", "state", "commitment", "committed_at", "entropy", "entropy_at", "drawn_at",
    "drawn_count", "opened_at", "voided_at", "void_reason",
)  # fmt: skip


class DrawSchema(ma.Schema):
    """A draw as far as it has gone: docs/protocol.md says what is public at each step."""

    id = ma.fields.String(required=True)
    number = ma.fields.String(required=True)
    title = ma.fields.String(required=True)
    plan = ma.fields.String(required=True, metadata={"description": "number of the plan"})
    programme = ma.fields.String(required=True)
    state = ma.fields.String(required=True)
    commitment = ma.fields.String(required=True)
    committed_at = ma.fields.DateTime(required=True)
    entropy = ma.fields.String(required=True, allow_none=True, metadata={"description": "the public value"})
    entropy_at = ma.fields.DateTime(required=True, allow_none=True)
    drawn_at = ma.fields.DateTime(required=True, allow_none=True)
    drawn_count = ma.fields.Integer(required=True, metadata={"description": "how many objects were drawn"})
    opened_at = ma.fields.DateTime(required=True, allow_none=True)
    voided_at = ma.fields.DateTime(required=True, allow_none=True)
    void_reason = ma.fields.String(required=True)


class DrawPageSchema(ma.Schema):
    """A page of draws, newest commitment first. A page beyond the end is the last one."""

    items = ma.fields.List(ma.fields.Nested(DrawSchema), required=True)
    total = ma.fields.Integer(required=True)
    page = ma.fields.Integer(required=True)
    per_page = ma.fields.Integer(required=True)


@blueprint.get("")
@blueprint.arguments(ListArguments(), location="query")
@blueprint.response(200, DrawPageSchema, content_type=JSON)
@may("anyone")
def index(arguments: dict[str, Any]) -> Response:
    """List every draw that was ever committed to."""
    found = page(db.session(), draws_queries.listing(), arguments["page"], arguments["per_page"])
    items = [_draw(row) for row in found.items]
    return json({"items": items, "total": found.total, "page": found.number, "per_page": found.size})


def _draw(row: Any) -> dict[str, Any]:
    said = {name: getattr(row, name) for name in OF_A_DRAW}
    return {**said, "plan": row.plan.number, "programme": row.plan.programme}
