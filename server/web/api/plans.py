"""The published inspection plans."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from flask import Response
from flask_smorest import Blueprint

from server.store import plans_queries
from server.store.paging import page
from server.web.access import may
from server.web.api.answers import JSON, json
from server.web.api.arguments import ListArguments, Parser
from server.web.database import db

blueprint = Blueprint("api_plans", __name__, url_prefix="/api/plans", description="Inspection plans")
blueprint.ARGUMENTS_PARSER = Parser()
OF_A_PLAN = (
    "number", "title", "authority", "taking_part", "year", "first", "last", "strata", "team_size", "yearly_cap",
    "second_stage", "basis", "published_at",
)  # fmt: skip


class StratumSchema(ma.Schema):
    """A stratum as the register held it when the plan was published."""

    stratum = ma.fields.String(
        required=True,
        metadata={"description": "division/class; in a joint plan followed by /programmes, joined by +"},
    )
    objects = ma.fields.Integer(required=True)
    sample = ma.fields.Integer(required=True)


class PlanSchema(ma.Schema):
    """A published plan."""

    number = ma.fields.String(required=True)
    title = ma.fields.String(required=True)
    authority = ma.fields.String(required=True, metadata={"description": "the one that leads"})
    taking_part = ma.fields.List(
        ma.fields.String(), required=True, metadata={"description": "authorities that join the inspection"}
    )
    programmes = ma.fields.List(
        ma.fields.String(), required=True, metadata={"description": "several in a joint inspection"}
    )
    year = ma.fields.Integer(required=True)
    first = ma.fields.Date(required=True, metadata={"description": "first day of the period"})
    last = ma.fields.Date(required=True, metadata={"description": "last day of the period"})
    strata = ma.fields.List(ma.fields.Nested(StratumSchema), required=True)
    team_size = ma.fields.Integer(required=True)
    yearly_cap = ma.fields.Integer(
        required=True, metadata={"description": "most visits to one object in a year"}
    )
    second_stage = ma.fields.Integer(
        required=True, metadata={"description": "instruments or products inspected of an object; 0 for all"}
    )
    basis = ma.fields.String(required=True)
    published_at = ma.fields.DateTime(required=True)


class PlanPageSchema(ma.Schema):
    """A page of plans, newest year first. A page beyond the end is the last one."""

    items = ma.fields.List(ma.fields.Nested(PlanSchema), required=True)
    total = ma.fields.Integer(required=True)
    page = ma.fields.Integer(required=True)
    per_page = ma.fields.Integer(required=True)


@blueprint.get("")
@blueprint.arguments(ListArguments(), location="query")
@blueprint.response(200, PlanPageSchema, content_type=JSON)
@may("anyone")
def index(arguments: dict[str, Any]) -> Response:
    """List the published plans."""
    found = page(
        db.session(), plans_queries.listing(state="published"), arguments["page"], arguments["per_page"]
    )
    items = [
        {**{name: getattr(row, name) for name in OF_A_PLAN}, "programmes": list(row.programmes)}
        for row in found.items
    ]
    return json({"items": items, "total": found.total, "page": found.number, "per_page": found.size})
