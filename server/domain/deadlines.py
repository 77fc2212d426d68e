"""Legal periods in working days 工作日.

A result is public within 20 working days after the inspection ended (the vice-head of SAMR, Xinhua of 8 June 2018,
http://news.china.com/domesticgd/10000159/20180608/32499798_1.html, mark B). The day itself does not
count; the period starts on the next day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

PUBLICATION_DAYS = 20
#: The answer to who doubts what was published: 企业信息公示暂行条例 art. 13 (mark A for the text of 2014).
ANSWER_DAYS = 20
#: An office is warned when so many working days are left, or fewer.
WARNINGS = (10, 5, 1)


@dataclass(frozen=True)
class Deadline:
    """The last day of a period. ``provisional`` when the calendar does not cover all its days."""

    day: date
    provisional: bool


class Urgency(StrEnum):
    """How near a deadline is: past, near (five working days or fewer), ahead."""

    PAST = "past"
    NEAR = "near"
    AHEAD = "ahead"


def is_working(day: date, calendar: Mapping[date, bool]) -> bool:
    """Whether ``day`` is a working day; a day that the calendar lacks counts by its weekday."""
    return calendar.get(day, day.weekday() < 5)


def after(start: date, days: int, calendar: Mapping[date, bool]) -> Deadline:
    """Return the last day of a period of ``days`` working days that begins on the day after ``start``."""
    day, left, provisional = start, days, False
    while left:
        day += timedelta(days=1)
        provisional |= day not in calendar
        left -= is_working(day, calendar)
    return Deadline(day, provisional)


def days_left(today: date, last: date, calendar: Mapping[date, bool]) -> int:
    """Return the working days from tomorrow to ``last`` inclusive; negative: working days since it passed."""
    if today > last:
        return -_between(last, today, calendar)
    return _between(today, last, calendar)


def urgency(left: int, today: date, last: date) -> Urgency:
    """Classify a deadline for the eye; the words beside the colour come from the text table."""
    if today > last:
        return Urgency.PAST
    return Urgency.NEAR if left <= 5 else Urgency.AHEAD


def _between(first: date, last: date, calendar: Mapping[date, bool]) -> int:
    span = (last - first).days
    return sum(is_working(first + timedelta(days=step), calendar) for step in range(1, span + 1))
