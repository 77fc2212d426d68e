"""What a plan's fields may hold, apart from the sizes of its sampling rules and the people it leaves out."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from server.domain.problems import Problem
from server.domain.strata import LONGEST, stratum_name

#: field: least and most value.
NUMBERS = {"team_size": (2, 20), "yearly_cap": (1, 366), "second_stage": (0, 10_000)}
#: field: most characters, and whether it must be filled.
TEXTS = {"title": (200, True), "authority": (100, True), "basis": (300, False)}
YEARS_AHEAD = 2
MOST_TAKING_PART = 10
FIRST_DAY = date(2015, 1, 1)  # 双随机 began with 国办发〔2015〕58号


def tidy(text: str) -> str:
    """Return text in NFC without surrounding white space, as the draw's protocol wants it."""
    return unicodedata.normalize("NFC", text).strip()


def problems(fields: Mapping[str, Any], today: date, programmes: Collection[str]) -> Iterator[Problem]:
    """Yield what is wrong, each at its field. ``fields`` are the plan's columns; texts are tidy already."""
    yield from joint_problems(fields, programmes)
    for name, (most, needed) in TEXTS.items():
        yield from text_problems(fields[name], name, most, needed)
    for name, (least, most) in NUMBERS.items():
        if not least <= fields[name] <= most:
            yield Problem("number_out_of_range", at=name, value=fields[name], least=least, most=most)
    yield from _period(fields["first"], fields["last"], today)


def joint_problems(fields: Mapping[str, Any], programmes: Collection[str]) -> Iterator[Problem]:
    """Yield what is wrong with the programmes of a plan, those of its rules, and the authorities that take part."""
    yield from _programmes(fields["programmes"], programmes)
    yield from _rules(fields["sample"], fields["programmes"])
    yield from _taking_part(fields["taking_part"], fields["authority"])


def _programmes(wanted: Sequence[str], known: Collection[str]) -> Iterator[Problem]:
    if not wanted or any(name not in known for name in wanted):
        yield Problem("programme_unknown", at="programmes")
    if len(stratum_name("379901", "A", wanted)) > LONGEST:
        yield Problem("programmes_many", at="programmes", most=LONGEST)


def _rules(sample: Sequence[Mapping[str, Any]], programmes: Sequence[str]) -> Iterator[Problem]:
    for row, rule in enumerate(sample):
        if not set(rule.get("programmes", ())) <= set(programmes):
            yield Problem("rule_programmes", at=f"sample-{row}-programmes")


def _taking_part(names: Sequence[str], lead: str) -> Iterator[Problem]:
    if len(names) > MOST_TAKING_PART:
        yield Problem("taking_part_many", at="taking_part", most=MOST_TAKING_PART)
    if lead in names or len(set(names)) < len(names):
        yield Problem("taking_part_twice", at="taking_part")
    for name in names:
        yield from text_problems(name, "taking_part", TEXTS["authority"][0])


def text_problems(text: str, at: str, most: int, needed: bool = True) -> Iterator[Problem]:
    """Yield what is wrong with a text of one line."""
    if needed and not text:
        yield Problem("required", at=at)
    if len(text) > most:
        yield Problem("too_long", at=at, most=most)
    if any(unicodedata.category(character) == "Cc" for character in text):
        yield Problem("control_character", at=at)


def _period(first: date, last: date, today: date) -> Iterator[Problem]:
    latest = date(today.year + YEARS_AHEAD, 12, 31)
    for name, day in (("first", first), ("last", last)):
        if not FIRST_DAY <= day <= latest:
            yield Problem("date_out_of_range", at=name, value=day, first=FIRST_DAY, last=latest)
    if last < first:
        yield Problem("plan_period", at="last", first=first)
