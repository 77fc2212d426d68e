"""What a tablet says of its rescue file, and what nobody else can say."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from server.domain.rescue_proofs import fits, is_given_by, proof

CASE = json.loads((Path(__file__).parent.parent / "data" / "rescue_proof.json").read_text("utf-8"))
KEY = hashlib.sha256(CASE["token"].encode()).hexdigest()


def made(key=KEY, **changed):
    said = {**CASE["said"], **changed}
    return proof(key, said, said["operations"], said["photos"])


def test_the_proof_is_that_of_the_tablet() -> None:
    assert made() == CASE["expect"]
    assert fits(CASE["expect"], made())


@pytest.mark.parametrize(
    "changed",
    [
        {"device": "01900000-0000-7000-8000-0000000000ab"},
        {"made_at": "2026-03-02T01:00:00.001Z"},
        {"clock_offset_ms": 0},
        {"inspector": "x"},
        {"operations": ["b" * 64, "a" * 64]},
        {"operations": ["a" * 64]},
        {"photos": []},
        {"operations": ["a" * 64, "b" * 64, "c" * 64], "photos": []},
        {"key": "0" * 64},
    ],
)
def test_whatever_is_changed_has_another_proof(changed) -> None:
    assert not fits(CASE["expect"], made(**changed))


@pytest.mark.parametrize("value", [[], {}, [[]] * 3, 1.5])
def test_a_head_that_no_tablet_writes_has_none(value) -> None:
    with pytest.raises(TypeError):
        made(made_at=value)


@pytest.mark.parametrize("given", [None, "", 7, "\ud800", "é" * 64, ["a"], CASE["expect"].upper()])
def test_nothing_else_fits(given) -> None:
    assert not fits(given, CASE["expect"])


@pytest.mark.parametrize(
    ("client", "gives"),
    [
        ("1", False),
        ("1.0", False),
        ("1.1", True),
        ("1.10", True),
        ("2", True),
        ("", False),
        ("x", False),
        ("1.x", False),
    ],
)
def test_tablets_of_an_early_release_do_not_give_it(client, gives) -> None:
    assert is_given_by(client) is gives
