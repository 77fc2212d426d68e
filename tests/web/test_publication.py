"""The queue for publication by days left, and the figure of the year."""

from __future__ import annotations

from datetime import date

import pytest

from server.services import calendar
from tests.published import draw, inspection
from tests.services.test_calendar import ZONE


@pytest.fixture
def queue(session, make, administrator, clock):
    """Inspections whose last days lie 0, 1, 2, 5, 6, 10 and 11 working days ahead, and one that is past."""
    calendar.seed(session, administrator, clock.now, zone=ZONE)
    drawn = draw(make)
    days = ("02-27", "03-02", "03-03", "03-04", "03-09", "03-10", "03-16", "03-17")
    for day in days:
        row = make.object(name=f"{day} 的市场")
        last = date.fromisoformat(f"2026-{day}")
        inspection(make, row, drawn, "market_scales", state="in_review", last_day=last)
    make.commit()
    return days


@pytest.mark.parametrize(
    ("days", "found"),
    [("-1", ["02-27"]), ("1", ["03-02", "03-03"]), ("5", ["03-04", "03-09"]), ("10", ["03-10", "03-16"])],
)
def test_each_warning_holds_its_own(sign_in, queue, days, found):
    page = sign_in("supervisor").get(f"/office/publication/?days={days}").text
    assert [day for day in queue if f"{day} 的市场" in page] == found


def test_the_year_has_its_figures(sign_in, session, make, queue):
    outcome = make.outcome()
    row = session.get(
        type(inspection(make, outcome.object, draw(make), "market_scales")), outcome.inspection_id
    )
    row.last_day = date(2026, 3, 2)
    make.commit()
    page = sign_in("supervisor").get("/office/publication/?year=2026&days=x&page=9").text
    assert "50.0% (1 / 2)" in page
    assert "中位数 20，最长 20" in page
    assert "逾期未公布" in page
