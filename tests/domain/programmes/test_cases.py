"""The worked examples hold, and the comparison that says so can fail."""

import pytest

from server.domain.programmes import load, names
from tests.domain.programmes.cases import cases_of, differences

ALL = [(name, case) for name in names() for case in cases_of(name)]


@pytest.mark.parametrize(("name", "case"), ALL, ids=[case["id"] for _, case in ALL])
def test_a_worked_example_is_judged_as_expected(name, case):
    assert differences(case["expect"], load(name).evaluate(case["record"])) == []


def test_numbers_compare_as_numbers_and_words_as_words():
    result = {
        "verdict": "pass",
        "figures": {"t": "1.50", "rows": [{"ok": True, "limit": None}]},
        "findings": [],
    }
    assert differences({"figures": {"t": "1.5", "rows": [{"ok": True, "limit": None}]}}, result) == []
    assert differences({"verdict": "fail"}, result) == ["/verdict: 'pass' instead of 'fail'"]


@pytest.mark.parametrize(
    "expected",
    [
        {"figures": {"t": "1.51"}},
        {"figures": {"rows": []}},
        {"figures": {"rows": [{"ok": "true"}]}},
        {"figures": {"rows": [{"limit": "0"}]}},
        {"figures": {"missing": None}},
        {"codes": ["here"]},
        {"not_codes": ["there"]},
    ],
)
def test_every_kind_of_difference_is_told(expected):
    result = {
        "figures": {"t": "1.50", "rows": [{"ok": True, "limit": None}]},
        "findings": [{"code": "there"}],
    }
    assert len(differences(expected, result)) == 1
