"""The figure of an authority: what was published in time, and in how many working days."""

from datetime import date, timedelta
from decimal import Decimal

import chinese_calendar

from server.domain.deadlines import after
from server.domain.timeliness import Publication, timeliness

YEAR = {
    day: chinese_calendar.is_workday(day)
    for day in (date(2026, 1, 1) + timedelta(days=n) for n in range(365))
}
TODAY = date(2026, 6, 1)


def published(start: date, days: int | None) -> Publication:
    """An inspection of ``start`` that was published after so many working days."""
    return Publication(after(start, 20, YEAR).day, None if days is None else after(start, days, YEAR).day)


def test_the_rate_counts_what_had_to_be_public() -> None:
    start = date(2026, 3, 2)
    rows = [published(start, days) for days in (3, 20, 21, 29, None)]
    not_yet_due = [published(date(2026, 5, 28), None)]
    early = [published(date(2026, 5, 20), 4)]
    found = timeliness([*rows, *not_yet_due, *early], TODAY, YEAR)
    assert (found.due, found.in_time, found.late, found.missing) == (6, 3, 2, 1)
    assert found.rate == Decimal(3) / 6
    assert (found.median, found.worst) == (Decimal(20), 29)


def test_the_median_of_an_even_number_lies_between_two() -> None:
    found = timeliness([published(date(2026, 2, 10), days) for days in (2, 5)], TODAY, YEAR)
    assert found.median == Decimal("3.5")


def test_what_is_due_today_is_not_missing_yet() -> None:
    assert timeliness([Publication(TODAY, None)], TODAY, YEAR).due == 0
    assert timeliness([Publication(TODAY - timedelta(days=1), None)], TODAY, YEAR).missing == 1


def test_nothing_due_has_no_rate() -> None:
    found = timeliness([], TODAY, YEAR)
    assert (found.rate, found.median, found.worst) == (None, None, None)
