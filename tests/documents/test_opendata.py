"""Open data: every version, the same fields in both files, nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from server.documents.opendata import DOCUMENT, FIELDS, Version, csv_pieces, json_lines
from server.domain import canonical

DICTIONARY = Path(__file__).parents[2] / "docs" / "data-dictionary.md"
CONTENT = {
    "format": "fair-scale-outcome/1",
    "number": "R-1",
    "version": 2,
    "reason": "=cmd|' /C calc'!A0",
    "authority": "海岳市市场监督管理局",
    "programme": "market_scales",
    "plan": {"number": "P-1", "title": "计划，第一号"},
    "draw": {"id": "x", "number": "D-1", "commitment": "c", "order": 3, "stratum": "379901/C", "ticket": "t"},
    "object": {
        "number": "N-1",
        "name": '＝SUM(1) "荷花"',
        "kind": "market",
        "address": "一号\n二层",
        "division": "379901",
    },
    "inspected_on": "2026-03-05",
    "finished_at": "2026-03-05T03:20:00Z",
    "published_at": "2026-03-09T01:00:00Z",
    "items": [
        {"item": {"zh": "秤", "en": "Scale"}, "category": "no_problem"},
        {"item": {}, "category": "open_matter"},
    ],
    "verdict": "fail",
    "not_possible": None,
    "record": {},
    "result": {"findings": [{"code": "seal_broken"}]},
    "violations": [{"code": "unfair_scale", "basis": []}],
    "photos": [],
}


@pytest.fixture
def versions() -> list[Version]:
    frozen = canonical.dumps(CONTENT)
    first = Version(
        frozen, False, canonical.sha256(frozen.encode()), "http://fair.example/outcomes/R-1?version=2"
    )
    return [first, Version(frozen, True, first.content_sha256, "http://fair.example/outcomes/R-1")]


def test_the_csv_has_a_header_and_one_line_for_every_version(versions: list[Version]) -> None:
    text = b"".join(csv_pieces(versions)).decode()
    assert text.startswith("\ufeffnumber,version,current,")
    header, *rows = csv.reader(io.StringIO(text.removeprefix("\ufeff")))
    assert header == [field.name for field in FIELDS]
    first = dict(zip(header, rows[0], strict=True))
    assert [row[2] for row in rows] == ["false", "true"]
    assert first["categories"] == "no_problem;open_matter"
    assert first["findings"] == "seal_broken"
    assert first["substitute_for"] == first["not_possible"] == ""
    assert first["address"] == "一号\n二层"


def test_a_cell_that_would_be_a_formula_is_neutralised(versions: list[Version]) -> None:
    rows = list(csv.DictReader(io.StringIO(b"".join(csv_pieces(versions)).decode())))
    assert rows[0]["reason"] == "'=cmd|' /C calc'!A0"
    assert rows[0]["object_name"].startswith("'＝SUM")


def test_json_lines_hold_the_same_fields_and_the_document_that_was_hashed(versions: list[Version]) -> None:
    lines = [json.loads(line) for line in b"".join(json_lines(versions)).splitlines()]
    assert [set(line) for line in lines] == [{field.name for field in (*FIELDS, DOCUMENT)}] * 2
    assert lines[0]["categories"] == ["no_problem", "open_matter"]
    assert lines[0]["reason"] == CONTENT["reason"]
    assert [canonical.digest(line["content"]) for line in lines] == [
        version.content_sha256 for version in versions
    ]


def test_files_are_made_piece_by_piece() -> None:
    seen = []

    def endless():
        while True:
            seen.append(1)
            yield Version(canonical.dumps(CONTENT), True, "", "")

    assert next(json_lines(endless()))
    assert len(seen) == 1
    assert next(csv_pieces(endless()))
    assert len(seen) <= 501


def test_a_document_without_a_result_has_empty_fields() -> None:
    content = {**CONTENT, "result": None, "record": None, "violations": [], "items": []}
    (line,) = json_lines([Version(canonical.dumps(content), True, "", "")])
    assert json.loads(line)["findings"] == []


def test_the_dictionary_describes_exactly_the_fields_of_the_code() -> None:
    rows = re.findall(
        r"^\| `(\w+)` \| (\w+) \| (.+) \| (.+) \|$", DICTIONARY.read_text("utf-8"), re.MULTILINE
    )
    described = [
        row for row in rows if row[1] in {"text", "integer", "boolean", "day", "instant", "list", "object"}
    ]
    assert described == [(field.name, field.kind, field.zh, field.en) for field in (*FIELDS, DOCUMENT)]
