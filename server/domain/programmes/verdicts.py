"""The four verdicts and which of them is the worst (docs/records.md, common rules)."""

from collections.abc import Iterable

FAIL, UNDETERMINED, PASS, NOT_JUDGED = "fail", "undetermined", "pass", "not_judged"
WORST_FIRST = (FAIL, UNDETERMINED, PASS, NOT_JUDGED)


def worst(verdicts: Iterable[str]) -> str:
    """The worst of the parts; `not_judged` when there is none."""
    return min(verdicts, key=WORST_FIRST.index, default=NOT_JUDGED)


def passes(condition: bool) -> str:
    """`pass` or `fail`."""
    return PASS if condition else FAIL
