"""Step 1 refuses what the protocol does not allow, and says where."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

import sampling
from tests.sampling.bundles import SECRET, arguments

NORTH = [("stall 1", "north"), ("stall 2", "north")]

REFUSED = {
    "an empty frame": ({"frame": []}, "frame_empty", "frame"),
    "an object twice": ({"frame": [*NORTH, ("stall 1", "south")]}, "identifier_twice", "frame:3"),
    "an empty identifier": ({"frame": [("", "north")]}, "text_empty", "frame:1"),
    "an identifier with a tab": ({"frame": [("a\tb", "north")]}, "text_control", "frame:1"),
    "an identifier with a line break": ({"frame": [("a\nb", "north")]}, "text_control", "frame:1"),
    "an identifier with a C1 control": ({"frame": [("a\x85b", "north")]}, "text_control", "frame:1"),
    "half a surrogate pair": ({"frame": [("a\ud800", "north")]}, "text_control", "frame:1"),
    "a leading space": ({"frame": [(" a", "north")]}, "text_edge", "frame:1"),
    "a trailing ideographic space": ({"frame": [("a\u3000", "north")]}, "text_edge", "frame:1"),
    "a byte order mark": ({"frame": [("\ufeffa", "north")]}, "text_edge", "frame:1"),
    "101 characters": ({"frame": [("a" * 101, "north")]}, "text_long", "frame:1"),
    "an identifier that is not NFC": ({"frame": [("e\u0301", "north")]}, "text_not_nfc", "frame:1"),
    "an identifier that is a number": ({"frame": [(1, "north")]}, "text_expected", "frame:1"),
    "a stratum with a control character": ({"frame": [("a", "no\x00rth")]}, "text_control", "frame:1"),
    "a frame of words": ({"frame": ["ab"]}, "pair_expected", "frame:1"),
    "an unknown role": ({"roster": [("Li", "chief")]}, "role_unknown", "roster:1"),
    "an inspector twice": ({"roster": [("Li", "lead"), ("Li", "member")]}, "identifier_twice", "roster:2"),
    "no lead": ({"roster": [("Wang", "member"), ("Zhao", "member")]}, "inspectors_few", "roster"),
    "too few inspectors": ({"team_size": 4}, "inspectors_few", "roster"),
    "no inspectors": ({"roster": [], "recusals": []}, "inspectors_few", "roster"),
    "a recusal of an unknown inspector": (
        {"recusals": [("Sun", "stall 1")]},
        "recusal_inspector",
        "recusals.tsv:1",
    ),
    "a recusal of an unknown object": ({"recusals": [("Li", "stall 9")]}, "recusal_object", "recusals.tsv:1"),
    "a recusal twice": ({"recusals": [("Li", "stall 1")] * 2}, "line_twice", "recusals:2"),
    "a stratum that the frame lacks": ({"sample": {"west": 1}}, "stratum_unknown", "sample"),
    "a sample below zero": ({"sample": {"north": -1}}, "integer_range", "sample: north"),
    "a sample that is a float": ({"sample": {"north": 1.0}}, "integer_expected", "sample: north"),
    "a sample that is a truth": ({"sample": {"north": True}}, "integer_expected", "sample: north"),
    "a sample beyond any reader": ({"sample": {"north": 2**53}}, "integer_range", "sample: north"),
    "a sample that is a list": ({"sample": [("north", 1)]}, "json_object_expected", "sample"),
    "a team of one": ({"team_size": 1}, "integer_range", "team_size"),
    "a time without zone": ({"committed_at": datetime(2026, 3, 2)}, "instant_naive", "committed_at"),
    "a draw that is no UUID": ({"draw": "3"}, "uuid_expected", "draw"),
    "a UUID in capitals": ({"draw": "A" * 8 + "-0000-4000-8000-000000000003"}, "uuid_expected", "draw"),
    "an empty title": ({"title": ""}, "text_empty", "title"),
    "a title with a line break": ({"title": "a\nb"}, "text_control", "title"),
    "an empty entropy source": ({"entropy_source": ""}, "text_empty", "entropy_source"),
    "a short secret": ({"secret": "00"}, "hash_expected", "secret"),
    "a secret in capitals": ({"secret": SECRET.upper()}, "hash_expected", "secret"),
}


@pytest.mark.parametrize(("changes", "code", "at"), REFUSED.values(), ids=REFUSED)
def test_commit_refuses(changes, code, at):
    with pytest.raises(sampling.DrawError) as refused:
        sampling.commit(**arguments(**changes))
    assert (refused.value.code, refused.value.at) == (code, at)


@pytest.mark.parametrize(("changes", "code", "at"), REFUSED.values(), ids=REFUSED)
def test_every_refusal_reads_in_both_languages(changes, code, at):
    with pytest.raises(sampling.DrawError) as refused:
        sampling.commit(**arguments(**changes))
    for language in ("zh", "en"):
        assert at in refused.value.text(language)
        assert "{" not in refused.value.text(language)


def test_a_number_of_zero_and_an_absent_stratum_draw_nothing():
    result = sampling.draw(sampling.commit(**arguments(sample={"north": 0})), "6")
    assert result.drawn == ()
    assert sampling.draw(sampling.commit(**arguments(sample={"south": 1})), "6").drawn[0].object == "stall 3"


def test_times_are_kept_in_utc_with_seconds():
    beijing = datetime(2026, 3, 2, 9, 0, 0, 999_999, tzinfo=timezone(timedelta(hours=8)))
    made = sampling.commit(**arguments(committed_at=beijing))
    assert made == sampling.commit(**arguments(committed_at=datetime(2026, 3, 2, 1, tzinfo=UTC)))
    assert b'"committed_at":"2026-03-02T01:00:00Z"' in made.rule_json


def test_generators_serve_as_lists():
    given = arguments()
    lazy = {name: iter(given[name]) for name in ("frame", "roster", "recusals")}
    assert sampling.commit(**given | lazy) == sampling.commit(**given)


def test_a_commitment_does_not_show_its_secret():
    made = sampling.commit(**arguments())
    assert SECRET not in repr(made)
    assert SECRET not in str(made)


def test_secrets_are_never_the_same():
    assert len({sampling.new_secret() for _ in range(100)}) == 100


@pytest.mark.parametrize("entropy", ["", " 6", "6\n", "6\t6", "e\u0301", "6" * 1001, None])
def test_draw_refuses_an_unsound_public_value(entropy):
    with pytest.raises(sampling.DrawError) as refused:
        sampling.draw(sampling.commit(**arguments()), entropy)
    assert refused.value.at == "entropy"


CHANGED = {
    "rule_json": (b"{}", "commitment_differs"),
    "frame_tsv": (b"stall 1\tnorth\n", "hash_differs"),
    "roster_tsv": (b"Li\tlead\n", "hash_differs"),
    "recusals_tsv": (b"", "hash_differs"),
    "secret": ("0" * 64, "hash_differs"),
    "commitment": ("0" * 64, "commitment_differs"),
}


@pytest.mark.parametrize(("field", "content", "code"), [(key, *value) for key, value in CHANGED.items()])
def test_draw_refuses_what_was_changed_after_the_commitment(field, content, code):
    made = sampling.commit(**arguments())
    changed = sampling.Commitment(**{**made.__dict__, field: content})
    with pytest.raises(sampling.DrawError) as refused:
        sampling.draw(changed, "6")
    assert refused.value.code == code


def test_a_bundle_is_not_written_with_the_result_of_another_draw():
    made = sampling.commit(**arguments())
    with pytest.raises(sampling.DrawError) as refused:
        sampling.write_bundle(made, "5", sampling.draw(made, "6"))
    assert refused.value.code == "result_foreign"
