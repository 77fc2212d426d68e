"""The interface's description of itself, OpenAPI 3.1, and its one shape for errors (RFC 9457)."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from flask import Blueprint, Flask, Response, current_app
from flask_smorest import Api
from werkzeug.exceptions import HTTPException

from server.web import problems
from server.web.access import may
from server.web.api.answers import json

blueprint = Blueprint("api", __name__, url_prefix="/api")
PROBLEM = "application/problem+json"


class PartSchema(ma.Schema):
    """One of several things that are wrong with the same request."""

    code = ma.fields.String(required=True)
    at = ma.fields.String(required=True, allow_none=True)
    title = ma.fields.String(required=True)


class ProblemSchema(ma.Schema):
    """Problem details (RFC 9457), with the code of the problem and the field where it was found."""

    type = ma.fields.String(required=True)
    title = ma.fields.String(
        required=True, metadata={"description": "what is wrong, in the reader's language"}
    )
    status = ma.fields.Integer(required=True)
    code = ma.fields.String(required=True)
    at = ma.fields.String(metadata={"description": "the field, such as packages/3/net or per_page"})
    errors = ma.fields.List(ma.fields.Nested(PartSchema))


class Interface(Api):
    """The interface, whose errors are those of the whole application."""

    ERROR_SCHEMA = ProblemSchema
    DEFAULT_RESPONSE_CONTENT_TYPE = PROBLEM

    def handle_http_exception(self, error: HTTPException) -> Any:
        """Answer an HTTP error in the application's shape."""
        return problems.from_http(error)


def make(app: Flask) -> Interface:
    """Make the interface and set what its description says of it."""
    app.config.update(
        API_TITLE="Fair Scale 公平秤",
        API_VERSION="1",
        OPENAPI_VERSION="3.1.0",
        API_SPEC_OPTIONS={
            "info": {
                "description": "Published outcomes of inspections drawn at random, the draws and plans they came from, "
                "and the evaluation of records. All this is public and needs no key; the recipient of a hand-over has "
                "one for it. Quantities are decimal "
                "strings. Errors are problem details (RFC 9457). "
                "公开的双随机抽查结果及其抽取与计划，以及检查记录的判定，均无需密钥；移送的接收方凭该移送的密钥报送办理情况。"
            }
        },
    )
    interface = Interface(app)
    interface.spec.components.security_scheme(
        "handover", {"type": "http", "scheme": "bearer", "description": "the key of one hand-over"}
    )
    return interface


@blueprint.get("/openapi.json")
@may("anyone")
def openapi() -> Response:
    """Answer the description."""
    interface = current_app.extensions["flask-smorest"]["apis"][""]["ext_obj"]
    return json(interface.spec.to_dict())
