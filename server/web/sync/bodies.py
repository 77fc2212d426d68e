"""What bodies must look like, and how they are read: before the transaction, so that a slow network blocks nobody."""

from __future__ import annotations

import json
from typing import Any

from flask import request
from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate, validates_schema
from werkzeug.exceptions import RequestEntityTooLarge

from server.domain.operations import GREATEST_NUMBER
from server.domain.problems import Problem
from server.web.database import db
from server.web.sync.verbatim import Malformed

LARGEST_BODY = 2 * 1024 * 1024
#: What a database or a hash cannot hold: a null character, half of a surrogate pair.
_SOUND = validate.Regexp(r"[^\x00\ud800-\udfff]*\Z", error="control character")
_LINE = validate.And(validate.Length(min=1, max=100), _SOUND)
_COUNT = validate.Range(0, 2**31 - 1)


class _Body(Schema):
    class Meta:
        unknown = EXCLUDE


class Enrol(_Body):
    """Who enrols which tablet: by name and password, or by a code that the office showed."""

    username = fields.String(validate=_LINE)
    password = fields.String(validate=validate.And(validate.Length(min=1, max=1000), _SOUND))
    code = fields.String(validate=_LINE)
    device_name = fields.String(required=True, validate=_LINE)
    client = fields.String(required=True, validate=validate.And(validate.Length(max=40), _SOUND))

    @validates_schema(skip_on_field_errors=False)
    def _says_who(self, data: dict[str, Any], **_: Any) -> None:
        missing = [] if "code" in data else [name for name in ("username", "password") if name not in data]
        if missing:
            raise ValidationError({name: ["missing"] for name in missing})


class Batch(_Body):
    """Entries and how the tablet stands; the entries themselves are read one by one."""

    operations = fields.List(fields.Raw(allow_none=True), required=True, validate=validate.Length(1, 100))
    clock_offset_ms = fields.Integer(
        load_default=None,
        allow_none=True,
        strict=True,
        validate=validate.Range(-GREATEST_NUMBER, GREATEST_NUMBER),
    )
    unsent = fields.Integer(load_default=None, allow_none=True, strict=True, validate=_COUNT)


class Manifest(_Body):
    """What the tablet says it has sent of an inspection."""

    revision = fields.Integer(required=True, strict=True, validate=validate.Range(1, 2**31 - 1))
    operations = fields.Integer(required=True, strict=True, validate=_COUNT)
    photos = fields.List(
        fields.String(validate=validate.Regexp(r"\A[0-9a-f]{64}\Z")),
        required=True,
        validate=validate.Length(max=2000),
    )


class Content(_Body):
    """An entry or a photo, named by its content."""

    id = fields.String(required=True, validate=_LINE)
    sha256 = fields.String(required=True, validate=validate.Regexp(r"\A[0-9a-f]{64}\Z"))


class Contents(_Body):
    """What a tablet holds and would like to know about."""

    contents = fields.List(fields.Nested(Content), required=True, validate=validate.Length(1, 500))


class Cursors(_Body):
    """For each inspection what the tablet has of the other tablets' entries, and what it still holds itself."""

    unsent = fields.Integer(load_default=None, allow_none=True, strict=True, validate=_COUNT)

    since = fields.Dict(
        keys=fields.String(validate=_LINE),
        values=fields.String(validate=validate.Regexp(r"\A[0-9]{0,9}\Z")),
        required=True,
        validate=validate.Length(max=500),
    )


def received(largest: int = LARGEST_BODY) -> bytes:
    """Return the body's bytes; ``too_large``. Ends the transaction in which the tablet was recognised."""
    db.session.commit()
    request.max_content_length = largest
    try:
        return request.get_data(cache=False)
    except RequestEntityTooLarge:
        raise Problem("too_large", limit=f"{largest // 1024 // 1024} MB") from None


def text() -> str:
    """Return the body as text; ``bad_request`` when it is not UTF-8."""
    try:
        return received().decode("utf-8")
    except UnicodeDecodeError:
        raise Problem("bad_request", detail="UTF-8") from None


def load(schema: type[Schema], document: Any) -> dict[str, Any]:
    """Return a body that fits its schema; ``bad_request`` names each member that does not."""
    try:
        loaded = schema().load(document)
    except ValidationError as error:
        parts = [Problem("bad_request", at=at, detail=detail) for at, detail in _faults("", error.messages)]
        raise Problem("bad_request", detail="; ".join(part.at or "" for part in parts), parts=parts) from None
    if not isinstance(loaded, dict):
        raise Problem("bad_request", detail="JSON object")
    return loaded


def parsed(schema: type[Schema]) -> dict[str, Any]:
    """Return the JSON body of this request as its schema says."""
    try:
        document = json.loads(text())
    except (ValueError, RecursionError):
        raise Problem("bad_request", detail="JSON") from None
    return load(schema, document)


def _faults(at: str, messages: Any) -> list[tuple[str, str]]:
    if isinstance(messages, dict):
        return [
            fault
            for key, value in messages.items()
            for fault in _faults(f"{at}/{key}" if at else str(key), value)
        ]
    return [(at, str(message)) for message in messages]


__all__ = [
    "Batch",
    "Contents",
    "Cursors",
    "Enrol",
    "Malformed",
    "Manifest",
    "load",
    "parsed",
    "received",
    "text",
]
