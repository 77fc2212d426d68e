"""The page of the calendar of working days."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from server.services import calendar
from server.services.actors import Actor
from server.store.calendar import CalendarDay


@pytest.fixture
def seeded(session: Session, administrator: Actor, now: datetime) -> None:
    calendar.seed(session, administrator, now, zone=ZoneInfo("Asia/Shanghai"))
    session.commit()


@pytest.mark.usefixtures("seeded")
def test_a_year_shows_its_holidays_and_make_up_days_with_their_source(sign_in) -> None:
    page = sign_in("supervisor").get("/office/calendar/?year=2026").text
    assert "2026-10-01" in page
    assert "国庆节" in page
    assert "chinesecalendar" in page
    assert "班" in page
    assert "National Day" in sign_in("supervisor").get("/office/calendar/?year=2026&lang=en").text


def test_a_year_that_is_not_covered_is_shown_as_provisional(sign_in) -> None:
    page = sign_in("supervisor").get("/office/calendar/?year=2031").text
    assert page.count('class="calendar-mark">?') == 365
    assert "均为暂定" in page


@pytest.mark.parametrize("year", ["1", "99999", "x", "-5"])
def test_a_year_out_of_range_shows_the_nearest(sign_in, year: str) -> None:
    assert sign_in("supervisor").get(f"/office/calendar/?year={year}").status_code == 200


def test_an_administrator_enters_a_day_with_its_source(sign_in, session: Session) -> None:
    day = {"day": "2027-02-06", "working": "no", "name": "春节", "source": "国办发明电〔2026〕x号"}
    admin = sign_in("administrator")
    assert admin.post("/office/calendar/", data=day).headers["Location"] == "/office/calendar/?year=2027"
    row = session.get(CalendarDay, date(2027, 2, 6))
    assert (row.working, row.name, row.source) == (False, "春节", "国办发明电〔2026〕x号")
    assert "2027-02-06" in admin.get("/office/calendar/?year=2027").text


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        ({"day": "6.2.2027"}, "day"),
        ({"day": "2999-01-01"}, "day"),
        ({"working": ""}, "working"),
        ({"source": ""}, "source"),
    ],
)
def test_a_wrong_day_is_named_and_nothing_is_entered(
    sign_in, session: Session, columns: dict[str, str], name: str
) -> None:
    day = {"day": "2027-02-06", "working": "no", "name": "", "source": "通知", **columns}
    answer = sign_in("administrator").post("/office/calendar/", data=day)
    assert (answer.status_code, f'id="e-{name}"' in answer.text) == (422, True)
    assert session.query(CalendarDay).count() == 0


def test_a_supervisor_reads_the_calendar_but_may_not_change_it(sign_in) -> None:
    office = sign_in("supervisor")
    assert "录入或更改一天" not in office.get("/office/calendar/").text
    assert office.post("/office/calendar/", data={"day": "2027-02-06"}).status_code == 403
