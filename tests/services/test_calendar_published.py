"""Deadlines against the State Council's calendars, copied here from the notices for every start day of three years.

Holidays and worked week-ends as in the General Office's notices 关于2024年、2025年、2026年部分节假日安排的通知.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from server.domain.deadlines import Deadline, after, days_left
from server.services import calendar
from server.services.actors import Actor
from server.store.calendar import working_days
from tests.services.test_calendar import ZONE

#: year: the first and the last day of each holiday, month and day
HOLIDAYS = {
    2024: ("0101-0101", "0210-0217", "0404-0406", "0501-0505", "0610-0610", "0915-0917", "1001-1007"),
    2025: ("0101-0101", "0128-0204", "0404-0406", "0501-0505", "0531-0602", "1001-1008"),
    2026: ("0101-0103", "0215-0223", "0404-0406", "0501-0505", "0619-0621", "0925-0927", "1001-1007"),
}
#: year: Saturdays and Sundays that are worked
WORKED = {
    2024: ("0204", "0218", "0407", "0428", "0511", "0914", "0929", "1012"),
    2025: ("0126", "0208", "0427", "0928", "1011"),
    2026: ("0104", "0214", "0228", "0509", "0920", "1010"),
}


def day(year: int, text: str) -> date:
    return date(year, int(text[:2]), int(text[2:]))


def worked(one: date) -> bool:
    spans = [(day(one.year, span[:4]), day(one.year, span[5:])) for span in HOLIDAYS[one.year]]
    if any(first <= one <= last for first, last in spans):
        return False
    return one.weekday() < 5 or f"{one:%m%d}" in WORKED[one.year]


EVERY = [date(2024, 1, 1) + timedelta(days=n) for n in range(366 + 365 + 365)]
WORKING = [one for one in EVERY if worked(one)]


@pytest.fixture
def seeded(session: Session, administrator: Actor, now: object) -> dict[date, bool]:
    calendar.seed(session, administrator, now, zone=ZONE)
    return working_days(session)


def test_every_day_of_three_years_is_as_published(seeded: dict[date, bool]) -> None:
    assert all(
        one.weekday() >= 5 and worked(one) for year in WORKED for one in [day(year, t) for t in WORKED[year]]
    )
    assert [one for one in EVERY if seeded[one]] == WORKING


def test_every_period_of_20_working_days_ends_on_the_published_day(seeded: dict[date, bool]) -> None:
    wrong = {}
    for start in EVERY:
        place = bisect_right(WORKING, start) + 19
        if place >= len(WORKING):
            assert after(start, 20, seeded).provisional, start
            continue
        last = after(start, 20, seeded)
        if last != Deadline(WORKING[place], provisional=False) or days_left(start, last.day, seeded) != 20:
            wrong[start] = last
    assert wrong == {}
