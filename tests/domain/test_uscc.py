"""GB 32100: the check of a unified social credit code."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain import uscc

CASES = json.loads((Path(__file__).parents[1] / "data" / "cases" / "uscc.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["code"])
def test_a_published_code_is_judged_as_published(case: dict) -> None:
    assert uscc.is_valid(case["code"]) is case["valid"]


@given(st.text(uscc.ALPHABET, min_size=17, max_size=17), st.integers(0, 16), st.sampled_from(uscc.ALPHABET))
def test_one_changed_character_is_noticed(body: str, place: int, other: str) -> None:
    code = body + uscc.check_character(body)
    changed = code[:place] + other + code[place + 1 :]
    assert uscc.is_valid(code)
    assert uscc.is_valid(changed) is (changed == code)


@given(st.text(max_size=30))
def test_any_text_gets_an_answer(text: str) -> None:
    assert uscc.is_valid(text) in {True, False}


def test_a_letter_outside_the_alphabet_has_no_check_character() -> None:
    with pytest.raises(ValueError, match="I"):
        uscc.check_character("9" * 16 + "I")
