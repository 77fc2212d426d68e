"""How long penalties are shown."""

from datetime import date

import pytest

from server.domain import penalties


@pytest.mark.parametrize(
    ("published", "weight", "until"),
    [
        (date(2026, 3, 2), "minor", date(2026, 6, 2)),
        (date(2026, 11, 30), "minor", date(2027, 2, 28)),
        (date(2026, 12, 31), "minor", date(2027, 3, 31)),
        (date(2026, 3, 2), "ordinary", date(2029, 3, 2)),
        (date(2024, 2, 29), "ordinary", date(2027, 2, 28)),
    ],
)
def test_a_penalty_is_shown_for_months_or_years(published: date, weight: str, until: date) -> None:
    assert penalties.shown_until(published, weight) == until


def test_the_periods_are_counted_in_working_days_from_the_next_day() -> None:
    friday = date(2026, 3, 6)
    assert penalties.publication(friday, {}).day == date(2026, 4, 3)
    assert penalties.withdrawal(friday, {}).day == date(2026, 3, 11)
    assert penalties.withdrawal(friday, {}).provisional
