"""Strategies for records that somebody might send: any JSON, and worked examples with something changed."""

import copy

from hypothesis import strategies as st

from tests.domain.programmes.cases import cases_of

NUMBERS = [
    "0",
    "-0",
    "1",
    "-1",
    "+2.50",
    "0.0001",
    "999999999999.999999999999",
    "1e5",
    "NaN",
    "1,5",
    "5.",
    "",
]
DIGITS = ["٣", "１２"]
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(
        [*NUMBERS, *DIGITS, "\ud800", "\x00", "9" * 400, "2026-02-30", "2026-03-05", "yes", "III"]
    ),
)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=12,
)


def places(value, at=()):
    """Every path into a JSON value, the value itself left out."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield (*at, key)
        yield from places(item, (*at, key))


@st.composite
def changed_examples(draw, programme: str):
    """A worked example with one to three of its values replaced, removed or joined by a stranger."""
    record = copy.deepcopy(draw(st.sampled_from(cases_of(programme)))["record"])
    for _ in range(draw(st.integers(1, 3))):
        known = list(places(record))
        if not known:
            break
        *way, last = draw(st.sampled_from(known))
        owner = record
        for key in way:
            owner = owner[key]
        change = draw(st.sampled_from(["replace", "remove", "join"]))
        if change == "replace":
            owner[last] = draw(JSON)
        elif change == "remove":
            del owner[last]
        elif isinstance(owner, dict):
            owner[draw(st.text(max_size=5))] = draw(JSON)
        else:
            owner.append(draw(JSON))
    return record
