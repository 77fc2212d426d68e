"""The programmes, and the codes that the interface uses, with their words."""

from __future__ import annotations

import marshmallow as ma
from flask import Response
from flask_smorest import Blueprint

from server.domain.programmes.verdicts import WORST_FIRST
from server.domain.registers import programme_words
from server.domain.texts import tables
from server.web import result_categories
from server.web.access import may
from server.web.api.answers import JSON, json
from server.web.catalogue import catalogue

blueprint = Blueprint(
    "api_programmes", __name__, url_prefix="/api/programmes", description="Programmes and codes"
)


class CodeSchema(ma.Schema):
    """A code with its words. ``trust`` C: the wording is from memory and to be checked; L: added by this installation.
    ``offered`` no: nothing is given this category any more."""

    code = ma.fields.String(required=True)
    zh = ma.fields.String(required=True)
    en = ma.fields.String(required=True)
    trust = ma.fields.String()
    offered = ma.fields.Boolean()


class ProgrammesSchema(ma.Schema):
    """Everything that has a code."""

    programmes = ma.fields.List(ma.fields.Nested(CodeSchema), required=True)
    verdicts = ma.fields.List(ma.fields.Nested(CodeSchema), required=True)
    categories = ma.fields.List(ma.fields.Nested(CodeSchema), required=True)


@blueprint.get("")
@blueprint.response(200, ProgrammesSchema, content_type=JSON)
@may("anyone")
def index() -> Response:
    """List programmes, verdicts and result categories."""
    named = programme_words.words(catalogue())
    verdicts = {code: tables()["verdict"][code] for code in WORST_FIRST}
    return json(
        {
            "programmes": [{"code": code, **words} for code, words in named.items()],
            "verdicts": [{"code": code, **words} for code, words in verdicts.items()],
            "categories": list(result_categories.known().values()),
        }
    )
