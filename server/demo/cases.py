"""Readings of published cases and worked examples, entered by the city's inspectors under invented names."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

_PLATE = ("accuracy_class", "max", "e", "unit")


@cache
def known() -> tuple[dict[str, Any], ...]:
    """Return the cases with their programme, their number, their source and the part of a record that they give."""
    return tuple(json.loads((Path(__file__).parent / "cases.json").read_text("utf-8")))


def merged(record: Mapping[str, Any], case: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return a record with the readings of a case in it; None when no instrument of the record is of its kind."""
    given = dict(case["record"])
    found = {**record, **{key: value for key, value in given.items() if key != "instruments"}}
    if "packages" in given:
        found.pop("tare", None)
        found["product"] = {**record["product"], **given["product"], "name": record["product"]["name"]}
        found["label"] = {**record["label"], "text": f"净含量：{given['product']['nominal']}g"}
    return found if "instruments" not in given else _on_an_instrument(found, given["instruments"][0])


def _on_an_instrument(record: dict[str, Any], given: Mapping[str, Any]) -> dict[str, Any] | None:
    rows = list(record["instruments"])
    for n, row in enumerate(rows):
        if all(row.get(name) == given[name] for name in _PLATE):
            rows[n] = {**row, **given, "serial": row["serial"], "min": row["min"]}
            return {**record, "instruments": rows}
    return None
