"""Each rule and each fault of docs/sync.md names the tests that show it, and they are there."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).parent
DOCUMENT = (TESTS.parent / "docs" / "sync.md").read_text("utf-8")
RULES = 17


def table(title: str) -> list[tuple[str, str]]:
    """The rows of the table under a title: its first column, and the one that names tests."""
    section = DOCUMENT.split(f"## {title}")[1].split("\n## ")[0]
    rows = re.findall(r"^\| ([^|]+?) \|(?: .+? \|)? ([^|]+) \|$", section, re.MULTILINE)
    return [(name, tests) for name, tests in rows if "`" in tests]


def check(rows: list[tuple[str, str]]) -> None:
    """The tests that are named are there."""
    for name, tests in rows:
        named = re.findall(r"`([\w/]+\.py)::(test_\w+)`", tests)
        assert named, name
        assert len(named) == tests.count("`") // 2, name
        for file, test in named:
            assert re.search(rf"^def {test}\(", (TESTS / file).read_text("utf-8"), re.MULTILINE), test


def test_each_rule_names_tests_that_are_there() -> None:
    rows = table("The rules, and the tests that show them")
    assert [int(number) for number, _ in rows] == list(range(1, RULES + 1))
    check(rows)


def test_each_fault_names_tests_that_are_there() -> None:
    rows = table("The faults, and the tests that show that they are borne")
    assert len(rows) == 16
    check(rows)
