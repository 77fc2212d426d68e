"""Evaluation: a record in, its result out; nothing is stored."""

from __future__ import annotations

import marshmallow as ma
from flask import Response, request
from flask_smorest import Blueprint

from server.domain import evaluation
from server.domain.programmes.verdicts import WORST_FIRST
from server.web.access import may
from server.web.api.answers import JSON, json
from server.web.catalogue import catalogue

blueprint = Blueprint(
    "api_evaluation", __name__, url_prefix="/api/evaluate", description="Evaluation of records"
)
LARGEST = 1024 * 1024
BODY = {
    "requestBody": {
        "required": True,
        "description": 'a record of the programme; every quantity is a decimal string such as "500.2"',
        "content": {"application/json": {"schema": {"type": "object", "additionalProperties": True}}},
    }
}


class FindingSchema(ma.Schema):
    """Something that was found."""

    code = ma.fields.String(required=True)
    severity = ma.fields.String(required=True, validate=ma.validate.OneOf(("violation", "hint", "ask")))
    at = ma.fields.String(required=True, metadata={"description": "path into the record, such as packages/3"})
    basis = ma.fields.List(ma.fields.Dict(), required=True)
    values = ma.fields.Dict(required=True)


class ResultSchema(ma.Schema):
    """The result of a record. ``figures`` are those of the programme."""

    programme = ma.fields.String(required=True)
    verdict = ma.fields.String(required=True, validate=ma.validate.OneOf(WORST_FIRST))
    editions = ma.fields.List(ma.fields.Dict(), required=True)
    figures = ma.fields.Dict(required=True)
    findings = ma.fields.List(ma.fields.Nested(FindingSchema), required=True)


@blueprint.post("/<string:programme>")
@blueprint.doc(**BODY)
@blueprint.response(200, ResultSchema, content_type=JSON)
@blueprint.alt_response(400, schema="Problem", description="No JSON")
@blueprint.alt_response(404, schema="Problem", description="No such programme")
@blueprint.alt_response(413, schema="Problem", description="Above 1 MB")
@blueprint.alt_response(422, schema="Problem", description="Cannot be judged")
@may("anyone")
def evaluate(programme: str) -> Response:
    """Judge a record."""
    request.max_content_length = LARGEST
    return json(evaluation.evaluate(programme, request.get_data(), catalogue()))
