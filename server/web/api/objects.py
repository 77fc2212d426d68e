"""One inspection object: itself, its instruments, every outcome, the opened draws that drew it."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from flask import Response
from flask_smorest import Blueprint

from server.domain.problems import Problem
from server.store import objects_queries, outcomes_queries
from server.store.outcomes_queries import COLUMNS
from server.web.access import may
from server.web.api.answers import JSON, json
from server.web.api.outcomes import OutcomeSchema
from server.web.database import db

blueprint = Blueprint("api_objects", __name__, url_prefix="/api/objects", description="Inspection objects")
INSTRUMENT = ("number", "kind", "accuracy_class", "max", "min", "e", "d", "unit", "valid_until")


class InstrumentSchema(ma.Schema):
    """An instrument in use. max, min, e and d are decimal strings in ``unit``."""

    number = ma.fields.String(required=True)
    kind = ma.fields.String(required=True)
    accuracy_class = ma.fields.String(required=True, allow_none=True)
    max = ma.fields.String(required=True, allow_none=True)
    min = ma.fields.String(required=True, allow_none=True)
    e = ma.fields.String(required=True, allow_none=True)
    d = ma.fields.String(required=True, allow_none=True)
    unit = ma.fields.String(required=True)
    valid_until = ma.fields.Date(required=True, allow_none=True, metadata={"description": "verified until"})


class DrawnSchema(ma.Schema):
    """An opened draw that drew the object."""

    draw = ma.fields.String(required=True, metadata={"description": "number of the draw"})
    commitment = ma.fields.String(required=True)
    opened_at = ma.fields.DateTime(required=True)
    order = ma.fields.Integer(required=True, metadata={"description": "place in the order of visits"})
    substitute = ma.fields.Boolean(required=True)


class ObjectSchema(ma.Schema):
    """An object of the register. ``outcomes`` are all of them, the latest inspection first; none is written over."""

    number = ma.fields.String(required=True)
    name = ma.fields.String(required=True)
    kind = ma.fields.String(required=True)
    address = ma.fields.String(required=True)
    division = ma.fields.String(required=True)
    status = ma.fields.String(required=True)
    programmes = ma.fields.List(ma.fields.String(), required=True)
    instruments = ma.fields.List(ma.fields.Nested(InstrumentSchema), required=True)
    outcomes = ma.fields.List(ma.fields.Nested(OutcomeSchema), required=True)
    draws = ma.fields.List(ma.fields.Nested(DrawnSchema), required=True)


@blueprint.get("/<path:number>")
@blueprint.response(200, ObjectSchema, content_type=JSON)
@blueprint.alt_response(404, schema="Problem")
@may("anyone")
def show(number: str) -> Response:
    """Return an object by its number."""
    session = db.session()
    found = objects_queries.by_number(session, number)
    if found is None:
        raise Problem("not_found", what=number)
    return json(
        {
            **{
                name: getattr(found, name)
                for name in ("number", "name", "kind", "address", "division", "status")
            },
            "programmes": [row.programme for row in found.programmes],
            "instruments": [_instrument(row) for row in objects_queries.instruments(session, found.id)],
            "outcomes": [_outcome(row) for row in outcomes_queries.of_object(session, found.id)],
            "draws": [_drawn(row) for row in objects_queries.opened_draws(session, found.id)],
        }
    )


def _instrument(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in INSTRUMENT}


def _outcome(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in COLUMNS}


def _drawn(row: Any) -> dict[str, Any]:
    draw = row.Draw
    return {
        "draw": draw.number,
        "commitment": draw.commitment,
        "opened_at": draw.opened_at,
        "order": row.order,
        "substitute": row.substitute,
    }
