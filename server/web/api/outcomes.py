"""Published outcomes: the list, and one of them with its versions."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
import orjson
from flask import Response, url_for
from flask_smorest import Blueprint

from server.domain.problems import Problem
from server.store import outcomes_queries
from server.store.outcomes_queries import Search
from server.web.access import may
from server.web.api.answers import JSON, json
from server.web.api.arguments import OutcomeArguments, Parser
from server.web.counts import count
from server.web.database import db
from server.web.edge import outside

blueprint = Blueprint("api_outcomes", __name__, url_prefix="/api/outcomes", description="Published outcomes")
blueprint.ARGUMENTS_PARSER = Parser()


class OutcomeSchema(ma.Schema):
    """One outcome in force. Days are ISO 8601, instants RFC 3339 in UTC."""

    number = ma.fields.String(required=True)
    version = ma.fields.Integer(required=True)
    programme = ma.fields.String(required=True)
    object_number = ma.fields.String(required=True)
    object_name = ma.fields.String(required=True)
    address = ma.fields.String(required=True)
    division = ma.fields.String(required=True)
    inspected_on = ma.fields.Date(required=True)
    verdict = ma.fields.String(required=True)
    category = ma.fields.String(required=True)
    published_at = ma.fields.DateTime(required=True)
    content_sha256 = ma.fields.String(required=True)


class OutcomePageSchema(ma.Schema):
    """A page of outcomes, newest publication first. ``total`` is exact."""

    items = ma.fields.List(ma.fields.Nested(OutcomeSchema), required=True)
    total = ma.fields.Integer(required=True)
    page = ma.fields.Integer(required=True)
    per_page = ma.fields.Integer(required=True)


class VersionArguments(ma.Schema):
    """Which version."""

    version = ma.fields.Integer(
        validate=ma.validate.Range(1, 1_000_000),
        metadata={
            "description": "the version; the one in force unless given",
            "complaint": ("number_out_of_range", {"least": 1, "most": 1_000_000}),
        },
    )


class VersionSchema(ma.Schema):
    """One published version."""

    version = ma.fields.Integer(required=True)
    published_at = ma.fields.DateTime(required=True)
    reason = ma.fields.String(required=True, metadata={"description": "reason of the correction"})
    content_sha256 = ma.fields.String(required=True)
    document = ma.fields.Url(required=True, metadata={"description": "the bytes whose hash that is"})


class OneOutcomeSchema(ma.Schema):
    """An outcome in one of its versions; docs/data-dictionary.md describes ``content``."""

    number = ma.fields.String(required=True)
    version = ma.fields.Integer(required=True)
    current = ma.fields.Boolean(required=True)
    content_sha256 = ma.fields.String(required=True)
    content = ma.fields.Dict(required=True, metadata={"description": "the frozen document"})
    versions = ma.fields.List(
        ma.fields.Nested(VersionSchema), required=True, metadata={"description": "newest first"}
    )


@blueprint.get("")
@blueprint.arguments(OutcomeArguments(), location="query")
@blueprint.response(200, OutcomePageSchema, content_type=JSON)
@may("anyone")
def index(arguments: dict[str, Any]) -> Response:
    """Find outcomes in force."""
    number, size = arguments.pop("page"), arguments.pop("per_page")
    search = Search(words=arguments.pop("q"), **arguments)
    session = db.session()
    found = outcomes_queries.listed(session, search, number, size)
    total = count(session, search, found.stamp)
    return json({"items": found.rows, "total": total, "page": number, "per_page": size})


@blueprint.get("/<string:number>")
@blueprint.arguments(VersionArguments(), location="query")
@blueprint.response(200, OneOutcomeSchema, content_type=JSON)
@blueprint.alt_response(404, schema="Problem")
@may("anyone")
def show(arguments: dict[str, Any], number: str) -> Response:
    """Return one outcome with all its versions."""
    versions = outcomes_queries.shown(db.session(), number, arguments.get("version"))
    chosen = next((row for row in versions if row.content is not None), None)
    if chosen is None:
        raise Problem("not_found", what=number)
    return json(
        {
            "number": chosen.number,
            "version": chosen.version,
            "current": chosen.current,
            "content_sha256": chosen.content_sha256,
            "content": orjson.Fragment(chosen.content),
            "versions": [_version(row) for row in versions],
        }
    )


def _version(row: Any) -> dict[str, Any]:
    return {
        "version": row.version,
        "published_at": row.published_at,
        "reason": row.reason,
        "content_sha256": row.content_sha256,
        "document": outside(url_for("public_outcomes.document", number=row.number, version=row.version)),
    }
