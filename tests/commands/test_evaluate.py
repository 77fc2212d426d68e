"""``fair-scale evaluate``: a record in, a result out; what cannot be judged is named and gives status 2."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from server import cli
from server.domain.programmes import names
from tests.domain.programmes.cases import cases_of, differences


@pytest.fixture
def evaluate(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Callable[[str, bytes], tuple[int, str, str]]:
    monkeypatch.setenv("FAIR_SCALE_DATA", str(tmp_path))

    def evaluate(programme: str, record: bytes, language: str = "en_GB.UTF-8") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(record), "utf-8"))
        status = cli.main(["evaluate", programme], {"LANG": language})
        written = capsys.readouterr()
        return status, written.out, written.err

    return evaluate


def test_every_worked_example_is_judged_with_status_0_whatever_the_verdict(evaluate) -> None:
    verdicts = set()
    for programme in names():
        for case in cases_of(programme):
            status, written, complaint = evaluate(programme, json.dumps(case["record"]).encode())
            assert (status, complaint) == (0, ""), case["id"]
            result = json.loads(written)
            assert differences(case["expect"], result) == [], case["id"]
            verdicts.add(result["verdict"])
    assert {"pass", "fail"} <= verdicts


def test_a_fraction_in_json_is_refused_with_its_field(evaluate) -> None:
    status, written, complaint = evaluate("net_content", b'{"packages": [{"net": 500.2}]}')
    assert (status, written) == (2, "")
    assert complaint.startswith("packages/0/net: The quantity 500.2")


def test_a_record_that_cannot_be_judged_is_refused_in_the_terminals_language(evaluate) -> None:
    status, written, complaint = evaluate("net_content", b'{"date": "yesterday"}', "zh_CN.UTF-8")
    assert (status, written) == (2, "")
    assert complaint.startswith("date: ")
    assert complaint.isascii() is False


def test_text_that_is_no_json_is_refused_with_its_place(evaluate) -> None:
    status, _, complaint = evaluate("eyewear", b'{"date": "2026-03-05",\n "x"}')
    assert status == 2
    assert "line 2" in complaint
