"""Finding units in a text that are not legal, or not written as they should be."""

import re
from dataclasses import dataclass

#: Full-width characters, as Chinese input methods write them, are read as their ASCII forms: one character for one.
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


@dataclass(frozen=True)
class Rule:
    """One entry of the table: what is wrong, what is right, and the pattern that finds it."""

    wrong: str
    right: str
    level: str
    finding: str
    basis: tuple[dict, ...]
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Found:
    """A place in a text, `start` to `end` in characters (code points), and the rule it breaks."""

    rule: Rule
    text: str
    start: int
    end: int


def rules(rows: list[dict]) -> list[Rule]:
    """The rules of a table; Python keeps compiled patterns by their text."""
    return [
        Rule(
            wrong=row["wrong"],
            right=row["right"],
            level=row["level"],
            finding=row["finding"],
            basis=tuple(row["basis"]),
            pattern=re.compile(row["regex"]),
        )
        for row in rows
    ]


def find_units(text: str, known: list[Rule]) -> list[Found]:
    """What breaks a rule, in the order of the text; a place inside a longer one counts with that one.

    ``text`` of a place is as it was written, in full width too.
    """
    read = text.translate(_HALF_WIDTH)
    places = [
        Found(rule, text[match.start() : match.end()], match.start(), match.end())
        for rule in known
        for match in rule.pattern.finditer(read)
    ]
    places.sort(key=lambda place: (place.start, -place.end))
    kept: list[Found] = []
    reached = 0
    for place in places:
        if place.end > reached:
            kept.append(place)
            reached = place.end
    return kept
