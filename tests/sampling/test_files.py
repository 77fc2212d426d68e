"""The form of each file: lists, canonical JSON, rule and result. Errors name the file and the line."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sampling
from sampling import canonical, lists, result
from tests.sampling.bundles import PATIENT, identifiers, vector

BAD_FRAMES = {
    "no line end at the end": (b"a\tn", "file_last_line", "frame.tsv"),
    "an empty line": (b"a\tn\n\n", "line_fields", "frame.tsv:2"),
    "one field": (b"a\tn\nb\n", "line_fields", "frame.tsv:2"),
    "three fields": (b"a\tn\tx\n", "line_fields", "frame.tsv:1"),
    "an empty identifier": (b"\tn\n", "text_empty", "frame.tsv:1"),
    "an empty stratum": (b"a\t\n", "text_empty", "frame.tsv:1"),
    "a trailing space": (b"a\tn\nb\tn \n", "text_edge", "frame.tsv:2"),
    "a control character": (b"a\tn\nb\x07\tn\n", "text_control", "frame.tsv:2"),
    "a line out of order": (b"b\tn\na\tn\n", "line_order", "frame.tsv:2"),
    "a line repeated": (b"a\tn\na\tn\n", "line_repeated", "frame.tsv:2"),
    "an identifier in two strata": (b"a\tm\na\tn\n", "identifier_twice", "frame.tsv:2"),
    "a carriage return": (b"a\tn\nb\tn\r\n", "file_carriage_return", "frame.tsv:2"),
    "a byte order mark": (b"\xef\xbb\xbfa\tn\n", "file_bom", "frame.tsv"),
    "latin-1": (b"a\tn\n\xe9\tn\n", "file_not_utf8", "frame.tsv:2"),
    "UTF-16": ("a\tn\n".encode("utf-16"), "file_not_utf8", "frame.tsv:1"),
    "a decomposed letter": ("e\u0301\tn\n".encode(), "file_not_nfc", "frame.tsv"),
    "nothing": (b"", "frame_empty", "frame.tsv"),
}


@pytest.mark.parametrize(("data", "code", "at"), BAD_FRAMES.values(), ids=BAD_FRAMES)
def test_a_bad_frame_is_refused_at_its_line(data, code, at):
    with pytest.raises(sampling.DrawError) as refused:
        lists.parse_frame(data)
    assert (refused.value.code, refused.value.at) == (code, at)


def test_a_role_must_be_lead_or_member():
    with pytest.raises(sampling.DrawError) as refused:
        lists.parse_roster(b"Li\tlead\nWang\tLead\n")
    assert (refused.value.code, refused.value.at) == ("role_unknown", "roster.tsv:2")


def test_recusals_may_be_empty_and_may_name_an_inspector_twice():
    assert lists.parse_recusals(b"") == []
    assert lists.parse_recusals(b"Li\ta\nLi\tb\n") == [("Li", "a"), ("Li", "b")]


@PATIENT
@given(st.lists(st.tuples(identifiers, identifiers), min_size=1, unique_by=lambda pair: pair[0]))
def test_a_list_is_sorted_as_its_bytes_are(pairs):
    data = lists.serialise(pairs)
    lines = data.split(b"\n")[:-1]
    assert lines == sorted(lines)
    assert sorted(lists.parse_frame(data)) == sorted(pairs)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | identifiers,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(identifiers, inner, max_size=4),
    max_leaves=12,
)


@PATIENT
@given(json_values)
def test_canonical_json_is_read_back(value):
    assert canonical.parse(canonical.serialise(value), "file") == value


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'{"b":1,"a":2}', "json_not_canonical"),
        (b'{"a": 1}', "json_not_canonical"),
        (b'{"a":1}\n', "json_not_canonical"),
        (b'{"\\u0061":1}', "json_not_canonical"),
        (b"[-0]", "json_not_canonical"),
        (b'{"a":1,"a":1}', "json_key_twice"),
        (b"[1.0]", "json_number"),
        (b"[1e2]", "json_number"),
        (b"[NaN]", "json_number"),
        (b"[9007199254740992]", "json_number"),
        (b"[" + b"9" * 5000 + b"]", "json_invalid"),
        (b'["\\ud800"]', "json_surrogate"),
        (b"[" * 100 + b"]" * 100, "json_deep"),
        (b"[" * 200_000, "json_invalid"),
        (b"{", "json_invalid"),
        (b"", "json_invalid"),
    ],
)
def test_json_that_is_not_canonical_is_refused(data, code):
    with pytest.raises(sampling.DrawError) as refused:
        canonical.parse(data, "file")
    assert refused.value.code == code


@pytest.mark.parametrize(("value", "code"), [({1: 2}, "json_key"), (1.5, "json_type"), ({1}, "json_type")])
def test_values_that_json_would_bend_are_refused(value, code):
    with pytest.raises(sampling.DrawError) as refused:
        canonical.serialise(value)
    assert refused.value.code == code


def _rule(**changes):
    value = json.loads(vector("draw-small")["rule.json"])
    value.update(changes)
    return canonical.serialise({key: item for key, item in value.items() if item is not ...})


@pytest.mark.parametrize(
    ("changes", "code", "at"),
    [
        ({"protocol": "fair-scale-draw/2"}, "protocol_unknown", "rule.json: protocol"),
        ({"title": ...}, "field_missing", "rule.json"),
        ({"note": "x"}, "field_extra", "rule.json"),
        ({"team_size": 1}, "integer_range", "rule.json: team_size"),
        ({"team_size": None}, "integer_expected", "rule.json: team_size"),
        ({"sample": []}, "json_object_expected", "rule.json: sample"),
        ({"sample": {"a ": 1}}, "text_edge", "rule.json: sample"),
        ({"frame_sha256": "00"}, "hash_expected", "rule.json: frame_sha256"),
        ({"committed_at": "2026-03-02T01:00:00+00:00"}, "instant_expected", "rule.json: committed_at"),
        ({"committed_at": "2026-02-30T01:00:00Z"}, "instant_expected", "rule.json: committed_at"),
        ({"committed_at": "0000-02-03T01:00:00Z"}, "instant_expected", "rule.json: committed_at"),
        ({"committed_at": "2026-03-02T24:00:00Z"}, "instant_expected", "rule.json: committed_at"),
        ({"draw": None}, "uuid_expected", "rule.json: draw"),
    ],
)
def test_a_rule_must_have_the_fields_of_the_protocol(changes, code, at):
    with pytest.raises(sampling.DrawError) as refused:
        sampling.parse_rule(_rule(**changes))
    assert (refused.value.code, refused.value.at) == (code, at)


def test_a_rule_that_is_no_object_is_refused():
    with pytest.raises(sampling.DrawError) as refused:
        sampling.parse_rule(b"[]")
    assert refused.value.code == "json_object_expected"


@pytest.mark.parametrize("data", [b"[]", b"{}", b'{"commitment":1,"drawn":[],"seed":"","teams":[]}'])
def test_a_result_of_another_shape_is_refused(data):
    with pytest.raises(sampling.DrawError):
        result.parse_result(data)


def test_a_result_is_read_back():
    data = vector("draw-chinese")["result.json"]
    assert result.parse_result(data).json == data
