"""The transparency log: nothing can be taken out, put in, changed or moved without being seen."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

import sampling
from sampling import log
from sampling.log import EMPTY, append, parse_entry, parse_head, split_log, verify_log

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
ONE, TWO = "00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"
STORY = [
    (ONE, "committed", {"commitment": "0" * 64}),
    (TWO, "committed", {"commitment": "1" * 64}),
    (ONE, "entropy", {"entropy": "四六一三"}),
    (ONE, "drawn", {"objects": 9}),
    (TWO, "voided", {"reason": "名单有误"}),
    (ONE, "substituted", {"object": "摊位-1", "by": "摊位-7", "reason": "已关闭"}),
    (ONE, "staffed", {"object": "摊位-2", "reason": "回避"}),
    (ONE, "opened", {}),
]


def _entries(story=STORY):
    head, entries = EMPTY, []
    for number, (draw, event, body) in enumerate(story):
        entries.append(append(head, at=START + timedelta(hours=number), draw=draw, event=event, body=body))
        head = entries[-1].head
    return entries


def _lines(story=STORY):
    return [entry.line for entry in _entries(story)]


def _failed(lines, **options):
    report = verify_log(lines, **options)
    assert report.ok == all(check.ok for check in report.checks)
    return [check.name for check in report.checks if not check.ok]


def test_a_log_as_written_is_sound():
    lines = _lines()
    report = verify_log(lines)
    assert report.ok
    assert report.facts == {"seq": "8", "hash": _entries()[-1].hash}
    assert verify_log([line.decode() + "\n" for line in lines]).ok
    assert verify_log([]).ok


def test_an_entry_has_the_hash_that_the_protocol_says():
    entry = json.loads(_lines()[0])
    told = entry.pop("hash")
    assert entry["seq"] == 1
    assert entry["previous"] == "0" * 64
    text = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert sampling.digest(text) == told


def test_a_removed_entry_is_seen():
    for gone in range(len(STORY) - 1):
        lines = _lines()
        del lines[gone]
        assert {"log_sequence", "log_chain"} <= set(_failed(lines))


def test_swapped_entries_are_seen():
    lines = _lines()
    lines[1], lines[2] = lines[2], lines[1]
    assert {"log_sequence", "log_chain", "log_times"} <= set(_failed(lines))


def test_every_changed_byte_is_seen():
    lines = _lines()
    for place in range(0, len(lines[3]), 5):
        spoiled = bytearray(lines[3])
        spoiled[place] ^= 1
        assert _failed([*lines[:3], bytes(spoiled), *lines[4:]]), place


def test_a_rewritten_entry_breaks_the_chain_even_with_a_new_hash():
    entries = _entries()
    draft = replace(entries[2], body={"entropy": "一一一一"})
    forged = replace(draft, hash=log._hash(draft))
    lines = [entry.line for entry in entries]
    assert _failed([*lines[:2], forged.line, *lines[3:]]) == ["log_chain"]


@pytest.mark.parametrize(
    ("story", "code"),
    [
        ([(ONE, "entropy", {})], "log_step_skipped"),
        ([(ONE, "committed", {}), (ONE, "drawn", {})], "log_step_skipped"),
        ([(ONE, "committed", {}), (ONE, "committed", {})], "log_step_repeated"),
        ([*STORY[:4], (ONE, "drawn", {})], "log_step_repeated"),
        ([(ONE, "committed", {}), (ONE, "voided", {}), (ONE, "entropy", {})], "log_step_after_void"),
        ([(ONE, "committed", {}), (ONE, "opened", {})], "log_step_skipped"),
    ],
)
def test_a_step_out_of_turn_is_seen(story, code):
    report = verify_log(_lines(story))
    assert [note.code for note in report.differences] == [code]


def test_a_voided_draw_may_still_be_opened():
    assert verify_log(_lines([*STORY[:4], (ONE, "voided", {}), (ONE, "opened", {})])).ok


def test_an_older_head_is_found_in_a_newer_log():
    entries = _entries()
    lines = [entry.line for entry in entries]
    for entry in entries:
        assert verify_log(lines, older=entry.head).ok
    assert verify_log(lines, older=EMPTY).ok
    assert _failed(lines[:4], older=entries[6].head) == ["log_consistency"]
    other = _lines([(TWO, "committed", {}), *STORY[2:]])
    assert "log_consistency" in _failed(other, older=entries[0].head)


def test_a_time_before_the_last_is_refused_and_seen():
    entry = _entries()[-1]
    with pytest.raises(sampling.DrawError) as refused:
        append(entry.head, at=START, draw=ONE, event="staffed", body={})
    assert refused.value.code == "log_time_backwards"
    early = append(replace(entry.head, at=""), at=START, draw=ONE, event="staffed", body={})
    assert _failed([*_lines(), early.line]) == ["log_times"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"event": "redrawn"}, "log_event_unknown"),
        ({"draw": "1"}, "uuid_expected"),
        ({"at": START.replace(tzinfo=None)}, "instant_naive"),
        ({"body": {"ratio": 0.5}}, "json_type"),
        ({"body": {"reason": "e\u0301"}}, "file_not_nfc"),
    ],
)
def test_append_refuses(changes, code):
    with pytest.raises(sampling.DrawError) as refused:
        append(EMPTY, **{"at": START, "draw": ONE, "event": "committed", "body": {}, **changes})
    assert refused.value.code == code


@pytest.mark.parametrize("line", [b"", b"{}", b"[]", b"null", b"\xff", b'{"seq":1}'])
def test_a_line_that_is_no_entry_is_seen(line):
    assert _failed([*_lines(), line]) == ["log_form"]


def test_an_entry_is_read_back():
    for entry in _entries():
        assert parse_entry(entry.line) == entry


def test_a_log_file_ends_with_a_line_end():
    assert split_log(b"a\nb\n") == [b"a", b"b"]
    assert split_log(b"") == []
    with pytest.raises(sampling.DrawError):
        split_log(b"a\nb")


@pytest.mark.parametrize("text", ["", "3", "x:" + "0" * 64, "3:00", "-1:" + "0" * 64, "٣:" + "0" * 64])
def test_a_head_is_written_as_number_and_hash(text):
    assert parse_head("3:" + "a" * 64).seq == 3
    with pytest.raises(sampling.DrawError):
        parse_head(text)


def test_the_part_between_two_heads_shows_that_they_belong_to_one_log():
    entries = _entries()
    lines = [entry.line for entry in entries]
    for place in range(1, len(entries)):
        start, end = entries[place - 1].head, entries[-1].head
        assert verify_log(lines[place:], start=start, older=[start, end]).ok, place
    assert verify_log([], start=entries[-1].head, older=entries[-1].head).ok


def test_a_part_that_follows_another_head_is_refused():
    entries = _entries()
    lines = [entry.line for entry in entries]
    start = entries[3].head
    assert _failed(lines[5:], start=start) == ["log_sequence", "log_chain"]
    assert _failed(lines[4:], start=replace(start, hash="f" * 64)) == ["log_chain"]
    assert _failed([*lines[4:6], *lines[7:]], start=start) == ["log_sequence", "log_chain"]
    assert _failed(lines[4:6], start=start, older=[entries[5].head, entries[6].head]) == ["log_consistency"]
    assert _failed(lines[4:], start=start, older=entries[1].head) == ["log_consistency"]


@pytest.mark.parametrize(
    ("story", "code"),
    [
        ([(ONE, "drawn", {}), (ONE, "drawn", {})], "log_step_repeated"),
        ([(ONE, "drawn", {}), (ONE, "entropy", {})], "log_step_repeated"),
        ([(ONE, "opened", {}), (ONE, "committed", {})], "log_step_repeated"),
        ([(ONE, "voided", {}), (ONE, "staffed", {})], "log_step_after_void"),
        ([(ONE, "committed", {}), (ONE, "drawn", {})], "log_step_skipped"),
        ([(ONE, "voided", {}), (ONE, "opened", {})], None),
        ([(ONE, "substituted", {}), (ONE, "staffed", {}), (ONE, "opened", {})], None),
    ],
)
def test_a_part_is_held_to_the_steps_that_it_shows(story, code):
    before = _entries()[-1].head
    head, lines = before, []
    for draw, event, body in story:
        draw = draw.replace("000001", "000009")
        entry = append(head, at=START + timedelta(days=1), draw=draw, event=event, body=body)
        head = entry.head
        lines.append(entry.line)
    report = verify_log(lines, start=before)
    assert next((note.code for note in report.differences), None) == code
