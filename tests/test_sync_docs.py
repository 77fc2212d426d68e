"""Each rule of docs/sync.md names the tests that show it, and they are there."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).parent
DOCUMENT = (TESTS.parent / "docs" / "sync.md").read_text("utf-8")
RULES = 17


def test_each_rule_names_tests_that_are_there() -> None:
    table = DOCUMENT.split("## The rules, and the tests that show them")[1]
    rows = re.findall(r"^\| (\d+) \| .+? \| (.+) \|$", table, re.MULTILINE)
    assert [int(number) for number, _ in rows] == list(range(1, RULES + 1))
    for number, tests in rows:
        named = re.findall(r"`([\w/]+\.py)::(test_\w+)`", tests)
        assert named, number
        assert len(named) == tests.count("`") // 2, number
        for file, test in named:
            assert re.search(rf"^def {test}\(", (TESTS / file).read_text("utf-8"), re.MULTILINE), test
