"""Canonical JSON has one form for one value."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain import canonical

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(VALUES)
def test_reading_gives_the_value_back(value: object) -> None:
    assert json.loads(canonical.dumps(value)) == value


@given(st.dictionaries(st.text(), st.booleans()))
def test_the_order_of_keys_does_not_matter(value: dict[str, bool]) -> None:
    assert canonical.dumps(dict(reversed(value.items()))) == canonical.dumps(value)


@pytest.mark.parametrize("value", [1.0, {"a": [0.5]}, {1: "a"}, {"a": {1, 2}}])
def test_what_has_no_one_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError):
        canonical.dumps(value)


def test_chinese_text_stays_readable() -> None:
    assert canonical.dumps({"b": "公平秤", "a": 1}) == '{"a":1,"b":"公平秤"}'
