"""What a public value is worth, what a draw needs, and which values a named source can have given."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain import beacon, entropy
from server.domain.entropy import Source
from server.domain.problems import Problem

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
# Round 1000 of quicknet, as the beacon published it.
ROUND = 1000
SIGNATURE = "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39"
DICE = Source("dice", count=3)


@pytest.mark.parametrize(
    ("outcomes", "bits"), [(1, 0), (2, 1), (10**6, 20), (10**20, 66), (comb(400, 20), 111), (2**128, 128)]
)
def test_bits_are_the_logarithm_rounded(outcomes, bits):
    assert entropy.bits(outcomes) == bits


def test_a_draw_needs_as_many_values_as_it_has_samples():
    assert entropy.needed([(400, 20)]) == comb(400, 20)
    assert entropy.needed([(15, 3), (5, 1), (9, 9), (9, 0)]) == comb(15, 3) * 5
    assert entropy.needed([]) == 1


@given(st.lists(st.tuples(st.integers(0, 90), st.integers(0, 90)), max_size=4))
def test_what_is_needed_is_the_product_of_the_binomials_up_to_the_protocols_limit(strata):
    strata = [(objects, min(objects, sample)) for objects, sample in strata]
    product = 1
    for objects, sample in strata:
        product *= comb(objects, sample)
    assert entropy.needed(strata) == min(product, 2**128)


def test_a_draw_from_a_nation_is_answered_at_once():
    assert entropy.needed([(180_000_000, 5_000_000)] * 100) == 2**128


def test_sources_are_worth_what_each_could_have_given():
    sources = [DICE, Source("beacon", round=5), Source("lottery", outcomes=77, text="甲")]
    assert entropy.promised(sources) == 1000 * 2**256 * 77
    words = [*sources, Source("text", text="晚报报头")]
    assert entropy.promised(words) is None
    assert entropy.worth(words, ["1 2 3", SIGNATURE, "8", "第 27 期"]) == 1000 * 2**256 * 77 * 100


@pytest.mark.parametrize("typed", ["1 2 3", "123", "１２３", "1, 2，3", " 1 23 "])
def test_dice_have_one_form_however_they_were_typed(typed):
    assert entropy.parts_of([DICE], typed) == ["1 2 3"]


@pytest.mark.parametrize(("typed", "given"), [("12", 2), ("1234", 4), ("12x", 2), ("1 2 -3", 3)])
def test_too_few_or_too_many_dice_are_refused_with_the_numbers(typed, given):
    with pytest.raises(Problem, match="entropy_dice") as problem:
        entropy.parts_of([DICE], typed)
    assert problem.value.values == {"dice": 3, "given": given}


def test_each_source_has_its_part_and_its_field():
    sources = [DICE, Source("text", text="晚报报头")]
    assert entropy.parts_of(sources, "123 | 第 7 期") == ["1 2 3", "第 7 期"]
    for value in ("123", "123 | ", "1 | 2 | 3"):
        with pytest.raises(Problem, match="entropy_parts"):
            entropy.parts_of(sources, value)
    with pytest.raises(Problem, match="entropy_dice") as problem:
        entropy.parts_of(sources, "12 | x", "repeated")
    assert problem.value.at == "repeated-0"


def test_sources_are_kept_and_read_back():
    sources = [DICE, Source("beacon", round=7), Source("lottery", outcomes=10**30, text="甲")]
    kept = [source.as_json() for source in sources]
    assert kept[2] == {"kind": "lottery", "text": "甲", "outcomes": str(10**30)}
    assert entropy.read(kept) == sources


@pytest.mark.parametrize(
    ("wanted", "at", "code"),
    [
        ([], "sources", "source_none"),
        ([{"kind": "dice", "count": ""}], "source-dice-count", "required"),
        ([{"kind": "dice", "count": "many"}], "source-dice-count", "invalid_number"),
        ([{"kind": "dice", "count": 0}], "source-dice-count", "number_out_of_range"),
        ([{"kind": "dice", "count": 201}], "source-dice-count", "number_out_of_range"),
        ([{"kind": "beacon", "minutes": 0}], "source-beacon-minutes", "number_out_of_range"),
        (
            [{"kind": "lottery", "text": "甲", "outcomes": 1}],
            "source-lottery-outcomes",
            "number_out_of_range",
        ),
        ([{"kind": "lottery", "text": " ", "outcomes": 9}], "source-lottery-text", "required"),
        ([{"kind": "dice", "count": 3}] * 2, "sources", "source_twice"),
        ([{"kind": "clock"}], "sources", "invalid_choice"),
    ],
)
def test_a_bad_source_is_named_at_its_field(wanted, at, code):
    with pytest.raises(Problem) as problem:
        entropy.choose(wanted, NOW)
    found = problem.value.parts or [problem.value]
    assert [(part.at, part.code) for part in found] == [(at, code)]


def test_a_beacons_round_is_named_for_later_and_for_one_draw_alone():
    (source,) = entropy.choose([{"kind": "beacon", "minutes": 5}], NOW)
    due = NOW + timedelta(minutes=5)
    assert due <= beacon.round_time(source.round) < due + beacon.PERIOD
    (other,) = entropy.choose([{"kind": "beacon", "minutes": 5}], NOW, {source.round})
    assert other.round == source.round + 1
    assert f"第{source.round}轮" in source.sentence()


def test_without_its_library_the_beacon_is_refused(monkeypatch):
    monkeypatch.setattr(beacon, "available", lambda: False)
    with pytest.raises(Problem) as problem:
        entropy.choose([{"kind": "beacon", "minutes": 5}], NOW)
    assert [part.code for part in problem.value.parts] == ["beacon_missing"]


def test_a_beacons_signature_holds_under_the_chains_key():
    sources = [Source("beacon", round=ROUND)]
    parts = entropy.parts_of(sources, f" {SIGNATURE.upper()} ")
    assert parts == [SIGNATURE]
    entropy.check_signatures(sources, parts)


@pytest.mark.parametrize(
    ("number", "signature"),
    [
        (ROUND + 1, SIGNATURE),
        (ROUND, SIGNATURE[:-1] + "8"),
        (ROUND, "c" + "0" * 95),  # the point at infinity
        (ROUND, "0" * 96),
        (ROUND, "f" * 96),
    ],
)
def test_anything_else_is_no_signature_of_the_round(number, signature):
    with pytest.raises(Problem, match="beacon_signature"):
        entropy.check_signatures([Source("beacon", round=number)], [signature])


@pytest.mark.parametrize("typed", ["", "b446", SIGNATURE + "0", SIGNATURE[:-1] + "g"])
def test_a_text_that_has_not_the_form_of_a_signature_is_refused(typed):
    with pytest.raises(Problem, match=r"beacon_text|entropy_parts"):
        entropy.parts_of([Source("beacon", round=ROUND)], typed)


def test_the_library_of_the_beacon_leaves_the_process_as_it_was():
    """It raises the limit of recursion, with which JSON of many brackets ends a process."""
    program = (
        "import sys; from server.domain import beacon; before = sys.getrecursionlimit(); "
        f"print(beacon.verified({ROUND}, {SIGNATURE!r}), sys.getrecursionlimit() == before)"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["True", "True"]
