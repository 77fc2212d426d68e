"""Periods in working days."""

from datetime import date, timedelta

import chinese_calendar
from hypothesis import given
from hypothesis import strategies as st

from server.domain import deadlines
from server.domain.deadlines import Urgency

YEARS = {
    day: chinese_calendar.is_workday(day)
    for day in (date(2024, 1, 1) + timedelta(days=n) for n in range(3 * 365 + 1))
}
DAYS = st.dates(date(2024, 1, 1), date(2026, 11, 1))


def test_a_week_without_holidays_has_five_working_days() -> None:
    monday = date(2026, 3, 9)
    assert deadlines.after(monday, 5, YEARS) == deadlines.Deadline(date(2026, 3, 16), provisional=False)


def test_a_make_up_saturday_counts_and_the_holiday_does_not() -> None:
    # The State Council's calendar of 2026: 14 February (Saturday) is worked, 15 to 23 February are off.
    assert deadlines.after(date(2026, 2, 13), 1, YEARS).day == date(2026, 2, 14)
    assert deadlines.after(date(2026, 2, 14), 1, YEARS).day == date(2026, 2, 24)


def test_a_day_that_the_calendar_lacks_makes_the_deadline_provisional() -> None:
    assert deadlines.after(date(2026, 12, 25), 20, YEARS).provisional


@given(DAYS, st.integers(1, 30))
def test_as_many_working_days_are_left_as_the_period_has(start: date, days: int) -> None:
    last = deadlines.after(start, days, YEARS).day
    assert deadlines.days_left(start, last, YEARS) == days
    assert deadlines.is_working(last, YEARS)


@given(DAYS, st.integers(1, 30))
def test_a_passed_deadline_is_past_and_counts_below_zero(start: date, days: int) -> None:
    last = deadlines.after(start, 5, YEARS).day
    today = deadlines.after(last, days, YEARS).day
    left = deadlines.days_left(today, last, YEARS)
    assert left == -days
    assert deadlines.urgency(left, today, last) is Urgency.PAST


def test_five_days_are_near_and_six_are_not() -> None:
    today = date(2026, 3, 9)
    assert deadlines.urgency(5, today, date(2026, 3, 16)) is Urgency.NEAR
    assert deadlines.urgency(6, today, date(2026, 3, 17)) is Urgency.AHEAD
