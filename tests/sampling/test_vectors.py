"""The published bundles hold byte for byte, and no change to them goes unnoticed."""

from __future__ import annotations

import unicodedata
from datetime import datetime

import pytest

import sampling
from tests.sampling.bundles import NAMES, commitment_in, vector

EVERY_FILE = pytest.mark.parametrize("file", sampling.FILES)
EVERY_VECTOR = pytest.mark.parametrize("name", NAMES)


@EVERY_VECTOR
def test_the_published_bundle_is_accepted(name):
    report = sampling.verify(vector(name))
    assert report.ok, report.differences
    assert [check.ok for check in report.checks] == [True] * 19


@EVERY_VECTOR
def test_the_result_is_reproduced_byte_for_byte(name):
    files = vector(name)
    result = sampling.draw(commitment_in(files), files["entropy.txt"].decode())
    assert result.json == files["result.json"]


@EVERY_VECTOR
def test_commit_reproduces_the_rule_and_the_lists_from_unsorted_input(name):
    files = vector(name)
    rule = sampling.parse_rule(files["rule.json"])
    made = sampling.commit(
        draw=rule.draw,
        title=rule.title,
        frame=_pairs(files["frame.tsv"])[::-1],
        roster=_pairs(files["roster.tsv"])[::-1],
        recusals=_pairs(files["recusals.tsv"])[::-1],
        sample=dict(reversed(rule.sample.items())),
        team_size=rule.team_size,
        entropy_source=rule.entropy_source,
        committed_at=datetime.fromisoformat(rule.committed_at),
        secret=files["secret.txt"].decode(),
    )
    assert made == commitment_in(files)


@EVERY_VECTOR
@EVERY_FILE
@pytest.mark.parametrize("place", [0.0, 0.3, 0.7, 1.0])
@pytest.mark.parametrize("bit", [1, 0x80])
def test_a_changed_byte_is_found(name, file, place, bit):
    files = vector(name)
    data = bytearray(files[file])
    data[round(place * (len(data) - 1))] ^= bit
    report = sampling.verify(files | {file: bytes(data)})
    assert not report.ok
    assert report.differences


@EVERY_FILE
def test_every_single_byte_of_a_file_matters(file):
    files = vector("draw-small")
    for place in range(0, len(files[file]), 7):
        data = bytearray(files[file])
        data[place] ^= 2
        assert not sampling.verify(files | {file: bytes(data)}).ok, place


@EVERY_FILE
def test_a_missing_file_is_found(file):
    files = vector("draw-small")
    del files[file]
    report = sampling.verify(files)
    assert not report.ok
    assert [(note.code, note.at) for note in report.differences] == [("file_missing", file)]


def test_an_added_file_is_found():
    report = sampling.verify(vector("draw-small") | {"readme.txt": b""})
    assert not report.ok
    assert [(note.code, note.at) for note in report.differences] == [("file_extra", "readme.txt")]


@pytest.mark.parametrize("file", ["frame.tsv", "roster.tsv", "recusals.tsv"])
def test_reordered_lines_are_found(file):
    assert "line_order" in _codes(file, lambda data: b"".join(data.splitlines(True)[::-1]))


@EVERY_FILE
def test_windows_line_ends_are_found(file):
    codes = _codes(file, lambda data: data.replace(b"\n", b"\r\n") if b"\n" in data else data + b"\r\n")
    assert codes


@EVERY_FILE
def test_a_byte_order_mark_is_found(file):
    assert "file_bom" in _codes(file, lambda data: b"\xef\xbb\xbf" + data)


@pytest.mark.parametrize("file", ["frame.tsv", "recusals.tsv", "result.json"])
def test_text_that_is_not_nfc_is_found(file):
    assert "file_not_nfc" in _codes(file, _decomposed)


@EVERY_FILE
def test_a_file_in_another_encoding_is_found(file):
    assert "file_not_utf8" in _codes(file, lambda data: data + "é".encode("latin-1"))


@EVERY_FILE
def test_an_emptied_file_is_found(file):
    assert _codes(file, lambda data: b"")


def test_a_bundle_that_does_not_open_the_published_commitment_is_found():
    files = vector("draw-small")
    own = sampling.commitment_of(files["rule.json"])
    assert sampling.verify(files, commitment=own).ok
    report = sampling.verify(files, commitment=own[::-1])
    assert [check.name for check in report.checks if not check.ok] == ["published"]


def test_a_result_of_another_draw_is_found():
    files = vector("draw-small") | {"result.json": vector("draw-chinese")["result.json"]}
    failed = [check.name for check in sampling.verify(files).checks if not check.ok]
    assert failed == ["commitment", "seed", "teams", "objects", "assignment", "bytes"]


def _codes(file, change):
    files = vector("draw-chinese")
    report = sampling.verify(files | {file: change(files[file])})
    assert not report.ok
    return {note.code for note in report.differences}


def _decomposed(data):
    return unicodedata.normalize("NFD", data.decode()).encode()


def _pairs(data):
    return [tuple(line.split("\t")) for line in data.decode().split("\n")[:-1]]
