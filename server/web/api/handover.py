"""The recipient's side of a hand-over: how it stands, and saying what became of it. The key names the hand-over."""

from __future__ import annotations

import json as reader
from typing import Any

import marshmallow as ma
from flask import Response, g, request
from flask_smorest import Blueprint

from server.domain.problems import Problem
from server.services import handovers
from server.store import handovers as stored
from server.web.access import may
from server.web.account import limiter
from server.web.api.answers import JSON, json
from server.web.database import db, unlocked
from server.web.edge import unit_of_work

blueprint = Blueprint(
    "api_handover",
    __name__,
    url_prefix="/api/handover",
    description="The recipient of a hand-over says what became of it; needs the key of that hand-over",
)
#: By address of the network, wrong keys included.
LIMIT = "60 per hour"
LARGEST = 64 * 1024
# Of the whole blueprint: asked before the key is, so that a wrong one counts too.
limiter.shared_limit(LIMIT, scope="handover")(blueprint)
STEPS = {
    "take_up": handovers.take_up,
    "conclude": handovers.conclude,
    "send_back": handovers.send_back,
}
BODY = {
    "security": [{"handover": []}],
    "requestBody": {
        "required": True,
        "description": "the step, and what is said with it: required but for take_up, at most 2,000 characters",
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["step"],
                    "properties": {
                        "step": {"type": "string", "enum": list(STEPS)},
                        "text": {"type": "string"},
                    },
                }
            }
        },
    },
}


class StepSchema(ma.Schema):
    """One step of the hand-over."""

    step = ma.fields.String(required=True, validate=ma.validate.OneOf(("hand_over", *STEPS)))
    at = ma.fields.DateTime(required=True)
    text = ma.fields.String(required=True)


class HandoverSchema(ma.Schema):
    """How the hand-over stands. ``last_day`` is the day by which the officer wants an answer, if there is one."""

    number = ma.fields.String(required=True)
    state = ma.fields.String(required=True, validate=ma.validate.OneOf(stored.STATES))
    last_day = ma.fields.Date(required=True, allow_none=True)
    manifest_sha256 = ma.fields.String(
        required=True, metadata={"description": "the hash of manifest.json in the evidence"}
    )
    steps = ma.fields.List(ma.fields.Nested(StepSchema), required=True)


@blueprint.get("")
@blueprint.doc(security=[{"handover": []}])
@blueprint.response(200, HandoverSchema, content_type=JSON)
@blueprint.alt_response(401, schema="Problem", description="No key, or one that opens nothing any more")
@blueprint.alt_response(429, schema="Problem", description="Too many requests from this address")
@may("handover.report")
def show() -> Response:
    """Return how the hand-over stands that the key belongs to."""
    return json(_told())


@blueprint.post("/steps")
@blueprint.doc(**BODY)
@blueprint.response(200, HandoverSchema, content_type=JSON)
@blueprint.alt_response(400, schema="Problem", description="No JSON")
@blueprint.alt_response(401, schema="Problem", description="No key, or one that opens nothing any more")
@blueprint.alt_response(409, schema="Problem", description="Not possible in its state; also when sent twice")
@blueprint.alt_response(413, schema="Problem", description="Above 64 KB")
@blueprint.alt_response(422, schema="Problem", description="A field is wrong; it is named")
@blueprint.alt_response(429, schema="Problem", description="Too many requests from this address")
@may("handover.report")
def record() -> Response:
    """Record a step: taken up, concluded or sent back. It stands in the office's log as said by the recipient."""
    request.max_content_length = LARGEST
    # Others write while a slow network brings the body.
    with unlocked():
        step, text = _read(request.get_data())
    with unit_of_work() as work:
        STEPS[step](*work, handover_id=g.handover_id, text=text)
    return json(_told())


def _read(body: bytes) -> tuple[str, str]:
    try:
        said = reader.loads(body)
    except (ValueError, RecursionError):
        raise Problem("bad_request", detail="JSON") from None
    if not isinstance(said, dict):
        raise Problem("bad_request", detail="JSON object")
    step, text = said.get("step"), said.get("text", "")
    if step not in STEPS if isinstance(step, str) else True:
        raise Problem("invalid_choice", at="step", value=str(step)[:40], choices=", ".join(STEPS))
    if not isinstance(text, str):
        raise Problem("bad_request", at="text", detail="text")
    return step, text


def _told() -> dict[str, Any]:
    row = stored.get(db.session(), g.handover_id)
    steps = stored.steps(db.session(), [row.id])[row.id]
    return {
        "number": row.number,
        "state": row.state,
        "last_day": row.last_day,
        "manifest_sha256": row.manifest_sha256,
        "steps": [{"step": step.action, "at": step.at, "text": step.text} for step in steps],
    }
