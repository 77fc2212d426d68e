"""A record handed in as JSON is judged as the worked examples say, or refused with the field named."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.evaluation import evaluate, read
from server.domain.problems import Problem
from server.domain.programmes import names
from tests.domain.programmes.cases import cases_of, differences

ALL = [pytest.param(name, case, id=case["id"]) for name in names() for case in cases_of(name)]


@pytest.mark.parametrize(("programme", "case"), ALL)
def test_the_worked_examples_hold(programme: str, case: dict[str, Any]) -> None:
    result = evaluate(programme, json.dumps(case["record"]).encode())
    assert differences(case["expect"], result) == []


@pytest.mark.parametrize(
    ("text", "code", "at"),
    [
        (b"", "record_unreadable", None),
        (b"{", "record_unreadable", None),
        (b'{"date": "2026-03-05"} {}', "record_unreadable", None),
        (b"\xff\xfe", "record_unreadable", None),
        (b'{"n": ' + b"9" * 5000 + b"}", "record_unreadable", None),
        (b"[" * 100_000, "record_unreadable", None),
        (b"[" * 40 + b"]" * 40, "record_deep", "/".join("0" * 33)),
        (b'{"lot": {"size": 800.0}}', "record_fraction", "lot/size"),
        (b'{"packages": [{"net": "1"}, {"net": 500.2}]}', "record_fraction", "packages/1/net"),
        (b'{"packages": [{"net": 5e2}]}', "record_fraction", "packages/0/net"),
        (b'{"packages": [{"net": NaN}]}', "record_fraction", "packages/0/net"),
        (b'{"date": "2026-03-05", "date": "2026-03-06"}', "record_twice", "date"),
        (b'{"product": {"kind": "mass", "kind": "mass"}}', "record_twice", "product/kind"),
        (b"[]", "record_refused", None),
        (b"null", "record_refused", None),
        (b'{"date": "5 March"}', "record_refused", "date"),
    ],
)
def test_what_cannot_be_judged_is_refused_with_its_place(text: bytes, code: str, at: str | None) -> None:
    with pytest.raises(Problem) as refused:
        evaluate("net_content", text)
    assert (refused.value.code, refused.value.at) == (code, at)
    for language in ("zh", "en"):
        assert "…" not in refused.value.text(language)


def test_every_fraction_is_named_at_once() -> None:
    with pytest.raises(Problem) as refused:
        read(b'{"a": 1.5, "b": [2.5]}')
    assert [refused.value.at, *(part.at for part in refused.value.parts)] == ["a", "b/0"]


def test_a_programme_that_is_not_listed_is_not_found() -> None:
    with pytest.raises(Problem) as refused:
        evaluate("../net_content", b"{}")
    assert (refused.value.code, refused.value.status) == ("not_found", 404)


@given(st.binary(max_size=60))
def test_any_bytes_are_judged_or_refused_and_nothing_else(text: bytes) -> None:
    try:
        assert evaluate("market_scales", text)["programme"] == "market_scales"
    except Problem as refused:
        assert refused.status in (400, 422)
