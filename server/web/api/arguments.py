"""Arguments in the address: what is wrong with them is said in the reader's language, with the argument named."""

from __future__ import annotations

from datetime import date
from typing import Any, NoReturn

import marshmallow as ma
from marshmallow import validate
from webargs.flaskparser import FlaskParser

from server.domain.problems import Problem
from server.domain.programmes.verdicts import WORST_FIRST
from server.web import result_categories
from server.web.catalogue import names

LARGEST_PAGE = 1_000_000
MOST_ON_A_PAGE = 100
FIRST_DAY, LAST_DAY = date(1985, 1, 1), date(2199, 12, 31)


class Parser(FlaskParser):
    """Turns what marshmallow complains of into one Problem with a part for each argument."""

    def handle_error(self, error: ma.ValidationError, req: Any, schema: ma.Schema, **_: Any) -> NoReturn:
        """Raise :class:`Problem` ``bad_arguments``."""
        messages = error.normalized_messages().get("query", {})
        parts = [_part(schema, name, req.args.get(name, "")) for name in sorted(messages)]
        raise Problem("bad_arguments", at=parts[0].at if parts else None, parts=parts)


def _part(schema: ma.Schema, name: str, value: str) -> Problem:
    field = next(field for field in schema.fields.values() if (field.data_key or field.name) == name)
    code, values = field.metadata["complaint"]
    return Problem(code, at=name, value=value[:100], **(values() if callable(values) else values))


def choice(among: Any, text: str) -> ma.fields.String:
    """One of a few codes, or nothing."""
    among = tuple(among)
    return ma.fields.String(
        validate=validate.OneOf(among),
        metadata={"description": text, "complaint": ("invalid_choice", {"choices": ", ".join(among)})},
    )


def day(name: str, text: str) -> ma.fields.Date:
    """A day such as 2026-03-05."""
    return ma.fields.Date(
        format="iso",
        data_key=name,
        validate=validate.Range(FIRST_DAY, LAST_DAY),
        metadata={"description": text, "complaint": ("invalid_date", {})},
    )


def whole(least: int, most: int, otherwise: int, text: str) -> ma.fields.Integer:
    """A whole number between two others, both included."""
    return ma.fields.Integer(
        load_default=otherwise,
        validate=validate.Range(least, most),
        metadata={"description": text, "complaint": ("number_out_of_range", {"least": least, "most": most})},
    )


def _known_programme(code: str) -> None:
    if code not in names():
        raise ma.ValidationError("unknown")


def _known_category(code: str) -> None:
    if code not in result_categories.known():
        raise ma.ValidationError("unknown")


class ListArguments(ma.Schema):
    """Which page, and how long."""

    page = whole(1, LARGEST_PAGE, 1, "page number, from 1; beyond the end there are no items")
    per_page = whole(1, MOST_ON_A_PAGE, 20, "items on a page")


class OutcomeArguments(ListArguments):
    """What the list of outcomes is narrowed to."""

    q = ma.fields.String(
        load_default="",
        validate=validate.Length(max=100),
        metadata={
            "description": "words that occur in name, number or address of the object or in the name of its division",
            "complaint": ("too_long", {"most": 100}),
        },
    )
    programme = ma.fields.String(
        validate=_known_programme,
        metadata={
            "description": "programme of the inspection: a code of /api/programmes",
            "complaint": ("invalid_choice", lambda: {"choices": ", ".join(names())}),
        },
    )
    division = ma.fields.String(
        validate=validate.Regexp(r"^[0-9]{2}(?:[0-9]{2}){0,2}\Z"),
        metadata={
            "description": "division code of GB/T 2260, or its first two or four digits",
            "complaint": ("invalid_division", {}),
        },
    )
    verdict = choice(sorted(WORST_FIRST), "verdict on the measurements")
    category = ma.fields.String(
        validate=_known_category,
        metadata={
            "description": "result category: a code of /api/programmes",
            "complaint": ("invalid_choice", lambda: {"choices": ", ".join(result_categories.known())}),
        },
    )
    first = day("from", "first day of inspection")
    last = day("to", "last day of inspection")
