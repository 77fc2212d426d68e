"""What is drawn on photos: what is taken, and what of it counts."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest

from server.domain import operations
from server.domain.problems import Problem
from server.domain.strokes import line, strokes

NOW = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)
CASE = json.loads((Path(__file__).parent.parent / "data" / "strokes.json").read_text("utf-8"))


def read(entry):
    return operations.read(entry, device=entry["device"], now=NOW)


def test_each_takes_back_its_own_strokes_in_whatever_order_they_came() -> None:
    entries = [read(one) for one in CASE["operations"]]
    for seed in range(20):
        random.Random(seed).shuffle(entries)
        found = strokes(entries)
        assert {photo: [one.id for one in drawn] for photo, drawn in found.items()} == CASE["expect"]
    assert line([1, 2, 3, 4, 5, 6]) == "1,2 3,4 5,6"


@pytest.mark.parametrize(
    "points",
    [
        [],
        [1, 2],
        [1, 2, 3],
        [1, 2, 3, 4, 5],
        [0, 0, 0, 10_001],
        [0, -1, 0, 0],
        [0, 0, 0, True],
        [1] * 4002,
        "1,2",
    ],
)
def test_a_stroke_outside_the_photo_or_without_places_is_none(points) -> None:
    with pytest.raises(Problem) as raised:
        read({**CASE["operations"][0], "body": {"sha256": "a" * 64, "points": points}})
    assert (raised.value.code, raised.value.at) == ("operation_body", "body/points")
