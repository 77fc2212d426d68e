"""Worked examples: a record and what its result must at least contain."""

import json
from fractions import Fraction
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "data" / "cases"


def cases_of(programme: str) -> list[dict]:
    return json.loads((FOLDER / f"{programme}.json").read_text("utf-8"))


def differences(expected: dict, result: dict) -> list[str]:
    """Where `result` is not what a case expects; numbers compare as numbers, lists row by row."""
    found = {key: expected[key] for key in ("verdict", "figures") if key in expected}
    told = list(_walk(found, result, ""))
    codes = {finding["code"] for finding in result["findings"]}
    told += [f"no finding {code}" for code in expected.get("codes", []) if code not in codes]
    told += [f"unwanted finding {code}" for code in expected.get("not_codes", []) if code in codes]
    return told


def _walk(expected, actual, at):
    if isinstance(expected, dict) and isinstance(actual, dict):
        for key, value in expected.items():
            if key in actual:
                yield from _walk(value, actual[key], f"{at}/{key}")
            else:
                yield f"{at}/{key} is absent"
    elif isinstance(expected, list) and isinstance(actual, list) and len(expected) == len(actual):
        for index, pair in enumerate(zip(expected, actual, strict=True)):
            yield from _walk(*pair, f"{at}/{index}")
    elif not _same(expected, actual):
        yield f"{at}: {actual!r} instead of {expected!r}"


def _same(expected, actual) -> bool:
    if isinstance(expected, bool) or expected is None:
        return expected is actual
    try:
        return Fraction(str(expected)) == Fraction(str(actual))
    except ValueError:
        return expected == actual
