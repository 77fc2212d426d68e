"""JSON answers of the interface, written by orjson."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Response

JSON = "application/json"
_OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_OMIT_MICROSECONDS


def json(value: Any) -> Response:
    """Answer ``value`` as JSON, instants in UTC; text that is JSON already goes in as an ``orjson.Fragment``."""
    return Response(orjson.dumps(value, option=_OPTIONS), mimetype=JSON)
