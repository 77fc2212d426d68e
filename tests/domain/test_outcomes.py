"""What of an inspection is public."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from server.domain import canonical, outcomes, programmes
from server.domain.outcomes import Heading, Version

CASES = [
    pytest.param(name, case["record"], id=f"{name}: {case['name']}" if "name" in case else name)
    for name in programmes.names()
    for case in json.loads(
        (Path(__file__).parent.parent / "data" / "cases" / f"{name}.json").read_text("utf-8")
    )
]
NOW = datetime(2026, 3, 20, 4, 5, 6, 789_000, tzinfo=UTC)
HEADING = Heading(
    "某局",
    [],
    {"number": "P"},
    {"id": "d"},
    {"number": "o"},
    "2026-03-05",
    datetime(2026, 3, 5, 8, tzinfo=UTC),
)


def folded(**parts):
    empty = {"record": {}, "violations": [], "photos": [], "not_possible": None}
    return {**empty, **parts}


def made(programme="market_scales", **parts):
    return outcomes.content(
        Version("2026-000001", 1, "", NOW),
        HEADING,
        programmes.load(programme),
        folded=folded(**parts),
        result=None,
        verdict="not_judged",
        categories={programme: "no_problem"},
        photos=[],
    )


@pytest.mark.parametrize(("name", "record"), CASES)
def test_judging_the_public_record_gives_the_same_result(name, record):
    programme = programmes.load(name)
    try:
        expected = programme.evaluate(record)
    except programmes.RecordError:
        pytest.skip("a record that cannot be judged is never published")
    assert programme.evaluate(outcomes.public(record)) == expected


def test_notes_and_persons_are_left_out_wherever_they_stand():
    record = {
        "date": "2026-03-05",
        "note": "内部",
        "checklist": {"fair_scale_set": {"answer": "no", "note": "老板姓王"}},
        "instruments": [{"serial": "S-1", "contact": "138", "weighings": [{"load": "1", "remark": "x"}]}],
    }
    assert outcomes.public(record) == {
        "date": "2026-03-05",
        "checklist": {"fair_scale_set": {"answer": "no"}},
        "instruments": [{"serial": "S-1", "weighings": [{"load": "1"}]}],
    }


def test_the_reason_of_a_visit_that_was_not_possible_is_public_and_its_note_is_not():
    content = made(not_possible={"reason": "closed", "note": "隔壁说已转让", "operation": "o", "device": "d"})
    assert content["not_possible"] == "closed"
    assert "隔壁" not in canonical.dumps(content)


def test_a_violation_is_public_with_the_chosen_bases():
    programme = programmes.load("market_scales")
    entry = programme.violations[0]
    content = made(
        violations=[
            {
                "key": "1",
                "code": entry["code"],
                "note": "内部",
                "basis": [1, 99],
                "operation": "o",
                "device": "d",
            },
            {"key": "2", "code": "unknown", "operation": "o", "device": "d"},
        ]
    )
    assert content["violations"] == [
        {"code": entry["code"], "basis": [entry["bases"][1]]},
        {"code": "unknown", "basis": []},
    ]


def test_instants_are_utc_with_milliseconds():
    content = made()
    assert content["published_at"] == "2026-03-20T04:05:06.789Z"
    assert content["finished_at"] == "2026-03-05T08:00:00.000Z"


def test_a_programme_is_one_item_unless_its_form_names_more():
    programme = programmes.load("net_content")
    assert outcomes.items_of(programme) == [
        outcomes.Item("net_content", "定量包装商品净含量", programme.texts["programme"]["en"])
    ]
    named = [{"code": "a", "zh": "甲", "en": "A"}, {"code": "b", "zh": "乙", "en": "B"}]
    several = programme.with_data(form={**programme.form, "items": named})
    assert [item.code for item in outcomes.items_of(several)] == ["a", "b"]


def test_an_outcome_is_searched_under_its_first_problem():
    assert (
        outcomes.main_category({"a": "no_problem", "b": "open_matter", "c": "unreachable"}) == "open_matter"
    )
    assert outcomes.main_category({"a": "no_problem"}) == "no_problem"


def test_a_correction_changes_only_what_it_corrects():
    before = made()
    after = outcomes.corrected(
        before,
        Version("2026-000001", 2, "更正", NOW),
        programmes.load("market_scales"),
        categories={"market_scales": "ordered_to_correct"},
        photos=[{"sha256": "0" * 64, "caption": ""}],
    )
    changed = {key for key in before if before[key] != after[key]}
    assert changed == {"version", "reason", "items", "photos"}
    assert before["items"][0]["category"] == "no_problem"
