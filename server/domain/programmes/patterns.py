"""The pattern of a rule on words: written forms where they count, read alike by Python and by JavaScript."""

import re
from collections.abc import Iterable

#: Where a form counts: after a number; after a number, a slash or 每; anywhere in a text.
AFTER_NUMBER, IN_PRICE, ANYWHERE = WHERE = ("after_number", "in_price", "anywhere")
_BLANKS = "[\\t\\n\\r \\u00a0\\u2000-\\u200a\\u202f\\u205f\\u3000]*"
_BEFORE = {
    AFTER_NUMBER: f"(?<=[0-9.]){_BLANKS}",
    IN_PRICE: f"(?:(?<=[0-9.]){_BLANKS}|/{_BLANKS}|每)",
    ANYWHERE: "(?<![A-Za-z])",
}
_SYNTAX = re.compile(r"[\^$\\.*+?()\[\]{}|/]")


def pattern(forms: Iterable[str], where: str) -> str:
    """The pattern that finds any of the forms; a form never ends within a word of Latin letters.

    Only characters of the syntax are escaped: JavaScript refuses other escapes. The longest form is tried first.
    """
    longest_first = sorted(forms, key=lambda form: (-len(form), form))
    said = "|".join(_SYNTAX.sub(r"\\\g<0>", form) for form in longest_first)
    return f"{_BEFORE[where]}(?:{said})(?![A-Za-z])"
