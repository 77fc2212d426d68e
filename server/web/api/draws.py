"""The draws: every commitment ever made, whatever became of it."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from flask import Response
from flask_smorest import Blueprint

from server.domain.entropy import KINDS
from server.domain.sizes import USUAL
from server.services import draws_log
from server.services.draws_log import DEPARTURES
from server.store import draws_queries
from server.store.draws import Draw
from server.store.paging import page
from server.web import draw_estimates, entropy
from server.web.access import may
from server.web.api.answers import JSON, json
from server.web.api.arguments import ListArguments, Parser
from server.web.database import db
from server.web.draw_estimates import Told

blueprint = Blueprint("api_draws", __name__, url_prefix="/api/draws", description="Draws")
blueprint.ARGUMENTS_PARSER = Parser()
OF_A_DRAW = (
    "id", "number", "title", "state", "commitment", "committed_at", "entropy_source", "entropy", "entropy_at",
    "drawn_at", "drawn_count", "opened_at", "voided_at", "void_reason",
)  # fmt: skip


class SourceSchema(ma.Schema):
    """One source of a draw's public value, named before the value was known."""

    kind = ma.fields.String(required=True, validate=ma.validate.OneOf(KINDS))
    count = ma.fields.Integer(metadata={"description": "ten-sided dice"})
    round = ma.fields.Integer(metadata={"description": "round of the beacon drand quicknet"})
    outcomes = ma.fields.String(metadata={"description": "equally likely results of a lottery, an integer"})
    text = ma.fields.String(metadata={"description": "what the source is, as it was written"})
    bits = ma.fields.Integer(
        required=True, allow_none=True, metadata={"description": "null for words until the value is known"}
    )


class DrawnStratumSchema(ma.Schema):
    """How many objects of a stratum the list held, and how many were drawn."""

    stratum = ma.fields.String(required=True)
    objects = ma.fields.Integer(required=True)
    sample = ma.fields.Integer(required=True)


class EstimateSchema(ma.Schema):
    """What the published outcomes say of all that was drawn from: the share that fails, and its interval."""

    programme = ma.fields.String(required=True)
    of = ma.fields.String(required=True, validate=ma.validate.OneOf(("objects", "instruments")))
    division = ma.fields.String(required=True, metadata={"description": "a division's code, or * for all"})
    share = ma.fields.String(required=True, metadata={"description": "0 to 1, a decimal number as text"})
    low = ma.fields.String(required=True)
    high = ma.fields.String(required=True)
    confidence = ma.fields.String(required=True)
    judged = ma.fields.Integer(required=True)
    failing = ma.fields.Integer(required=True)
    seen = ma.fields.Integer(required=True, metadata={"description": "objects with a published verdict"})
    covered = ma.fields.Integer(required=True, metadata={"description": "objects for which these speak"})
    objects = ma.fields.Integer(required=True)


class DepartureSchema(ma.Schema):
    """A departure from what was drawn, as the log of draws tells it: its members depend on the event."""

    event = ma.fields.String(required=True, validate=ma.validate.OneOf(DEPARTURES))
    at = ma.fields.DateTime(required=True)
    number = ma.fields.Integer(required=True)
    reason = ma.fields.String(required=True)
    team = ma.fields.Integer(allow_none=True)
    object = ma.fields.String(metadata={"description": "of substituted and staffed: number of the object"})
    substitute = ma.fields.String(metadata={"description": "number of the object that came instead"})
    stratum = ma.fields.String()
    ticket = ma.fields.String()
    order = ma.fields.Integer()
    inspectors = ma.fields.List(ma.fields.String(), metadata={"description": "certificates, the lead first"})
    position = ma.fields.Integer(metadata={"description": "of replaced: place in the team, 0 the lead"})
    absent = ma.fields.String(metadata={"description": "certificate of who is absent"})
    present = ma.fields.String(metadata={"description": "certificate of the spare who came"})
    passed = ma.fields.List(
        ma.fields.Dict(keys=ma.fields.String(), values=ma.fields.String()),
        metadata={"description": "spares passed over: inspector (certificate) and why"},
    )


class DrawSchema(ma.Schema):
    """A draw as far as it has gone: docs/protocol.md says what is public at each step."""

    id = ma.fields.String(required=True)
    number = ma.fields.String(required=True)
    title = ma.fields.String(required=True)
    plan = ma.fields.String(required=True, metadata={"description": "number of the plan"})
    programmes = ma.fields.List(
        ma.fields.String(), required=True, metadata={"description": "several in a joint inspection"}
    )
    state = ma.fields.String(required=True)
    commitment = ma.fields.String(required=True)
    committed_at = ma.fields.DateTime(required=True)
    entropy_source = ma.fields.String(
        required=True, metadata={"description": "the sources as committed, in Chinese"}
    )
    sources = ma.fields.List(ma.fields.Nested(SourceSchema), required=True)
    entropy_bits = ma.fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "what the public value is worth, or will be; null while that is not known"},
    )
    needed_bits = ma.fields.Integer(
        required=True, allow_none=True, metadata={"description": "what a draw of this size needs"}
    )
    entropy = ma.fields.String(required=True, allow_none=True, metadata={"description": "the public value"})
    entropy_at = ma.fields.DateTime(required=True, allow_none=True)
    drawn_at = ma.fields.DateTime(required=True, allow_none=True)
    drawn_count = ma.fields.Integer(required=True, metadata={"description": "how many objects were drawn"})
    opened_at = ma.fields.DateTime(required=True, allow_none=True)
    voided_at = ma.fields.DateTime(required=True, allow_none=True)
    void_reason = ma.fields.String(required=True)


class OneDrawSchema(DrawSchema):
    """A draw with all that is public of it at its step; lists stay empty until it is opened."""

    strata = ma.fields.List(ma.fields.Nested(DrawnStratumSchema), required=True)
    estimates = ma.fields.List(ma.fields.Nested(EstimateSchema), required=True)
    departures = ma.fields.List(ma.fields.Nested(DepartureSchema), required=True)


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


@blueprint.get("/<string:number>")
@blueprint.response(200, OneDrawSchema, content_type=JSON)
@blueprint.alt_response(404, schema="Problem")
@may("anyone")
def show(number: str) -> Response:
    """Return one draw, with what its outcomes say of all that it was drawn from."""
    session = db.session()
    row = draws_queries.numbered(session, number)
    if row.opened_at is None:
        return json({**_draw(row), "strata": [], "estimates": [], "departures": []})
    told = {
        "strata": row.strata,
        "estimates": [_estimate(one) for one in draw_estimates.of(row)],
        "departures": draws_log.history(session, row.id),
    }
    return json({**_draw(row), **told})


def _draw(row: Draw) -> dict[str, Any]:
    said = {name: getattr(row, name) for name in OF_A_DRAW}
    worth = entropy.worth(row)
    bits = entropy.source_bits(row)
    return {
        **said,
        "plan": row.plan.number,
        "programmes": list(row.plan.programmes),
        "sources": [{**source, "bits": value} for source, value in zip(row.sources, bits, strict=True)],
        "entropy_bits": worth.bits if worth else None,
        "needed_bits": worth.needed if worth else None,
    }


def _estimate(told: Told) -> dict[str, Any]:
    found = told.estimate
    rates = {name: f"{getattr(found, name):f}" for name in ("share", "low", "high")}
    counts = {name: getattr(found, name) for name in ("judged", "failing", "seen", "covered", "objects")}
    thing = "instruments" if told.instruments else "objects"
    return {
        "programme": told.programme,
        "of": thing,
        "division": told.division,
        "confidence": USUAL,
        **rates,
        **counts,
    }
