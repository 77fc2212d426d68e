"""That inspectors showed who they are, and the province's code of the visit: what is taken, and what of it counts."""

from __future__ import annotations

import itertools
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from server.domain import operations
from server.domain.arrivals import arrival
from server.domain.problems import Problem

NOW = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)
CASE = json.loads((Path(__file__).parent.parent / "data" / "arrival.json").read_text("utf-8"))


def read(entry):
    return operations.read(entry, device=entry["device"], now=NOW)


def test_what_was_taken_back_does_not_count_in_whatever_order_it_came() -> None:
    entries = [read(one) for one in CASE["operations"]]
    for order in itertools.permutations(entries):
        found = arrival(order)
        told = {"shown": [one.id for one in found.shown], "codes": [one.id for one in found.codes]}
        assert told == CASE["expect"]


@pytest.mark.parametrize(
    ("kind", "body", "at"),
    [
        ("shown", {}, "body/to"),
        ("shown", {"to": "人" * 101}, "body/to"),
        ("entry_code", {"code": " ", "means": "typed"}, "body/code"),
        ("entry_code", {"code": "1" * 201, "means": "typed"}, "body/code"),
        ("entry_code", {"code": "1", "means": "heard"}, "body/means"),
    ],
)
def test_a_code_that_is_none_names_what_is_wrong(kind, body, at) -> None:
    with pytest.raises(Problem) as raised:
        read({**CASE["operations"][0], "kind": kind, "body": body})
    assert (raised.value.code, raised.value.at) == ("operation_body", at)
