"""Judging a record that somebody hands in as JSON: the same for the command line and for the interface."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any, NoReturn

from server.domain import programmes
from server.domain.problems import Problem

DEEPEST = 32
#: So many faults of a record are named at once.
MOST_FAULTS = 100


class _Fraction(str):
    """A JSON number with a point or an exponent, as it stood in the text."""


class _Twice(dict[str, Any]):
    """An object that names a field twice: ``twice`` is the field."""

    twice: str


def evaluate(
    programme: str, text: bytes, catalogue: programmes.Catalogue = programmes.SHIPPED
) -> dict[str, Any]:
    """Return the result of a record under a programme of the catalogue (spec of records).

    Problems: ``not_found`` for a programme that is not listed, ``record_unreadable`` for text that is no JSON,
    ``record_fraction`` for a number that is not written as a decimal string, ``record_refused`` for a record that
    the rules cannot judge; ``at`` is the path of the field.
    """
    if programme not in catalogue.names():
        raise Problem("not_found", at="programme", what=programme)
    rules = catalogue.load(programme)
    try:
        return rules.evaluate(read(text))
    except programmes.RecordError as error:
        _refuse(rules.texts, error)


def read(text: bytes) -> Any:
    """Return the decoded JSON of a record; numbers other than integers, and fields given twice, are refused."""
    try:
        value = json.loads(
            text.decode("utf-8-sig"),
            parse_float=_Fraction,
            parse_constant=_Fraction,
            object_pairs_hook=_object,
        )
    except UnicodeDecodeError as error:
        raise Problem("record_unreadable", line=1, column=error.start + 1) from None
    except json.JSONDecodeError as error:
        raise Problem("record_unreadable", line=error.lineno, column=error.colno) from None
    except (ValueError, RecursionError):  # an integer of thousands of digits, brackets without end
        raise Problem("record_unreadable", line=1, column=1) from None
    faults = list(islice(_faults(value, "", 0), MOST_FAULTS))
    if faults:
        raise Problem(faults[0].code, at=faults[0].at, parts=faults[1:], **faults[0].values)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) == len(pairs):
        return made
    marked, seen = _Twice(made), set[str]()
    for name, _ in pairs:
        if name in seen:
            marked.twice = name
            break
        seen.add(name)
    return marked


def _faults(value: Any, at: str, depth: int) -> Iterator[Problem]:
    if depth > DEEPEST:
        yield Problem("record_deep", at=at, most=DEEPEST)
    elif isinstance(value, _Fraction):
        yield Problem("record_fraction", at=at, value=str(value)[:40])
    elif isinstance(value, dict):
        if isinstance(value, _Twice):
            yield Problem("record_twice", at=_joined(at, value.twice))
        for key, item in value.items():
            yield from _faults(item, _joined(at, key), depth + 1)
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from _faults(item, _joined(at, str(place)), depth + 1)


def _joined(at: str, key: str) -> str:
    readable = key[:64].encode("utf-8", "replace").decode()
    return f"{at}/{readable}" if at else readable


def _refuse(texts: dict[str, dict[str, str]], error: programmes.RecordError) -> NoReturn:
    said = {
        language: text.format_map(error.values)
        for language, text in texts.get(f"error.{error.code}", {"zh": error.code, "en": error.code}).items()
    }
    raise Problem("record_refused", at=error.at or None, reason=error.code, **said) from None
