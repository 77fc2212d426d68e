"""Deadlines on their page, and as a calendar that opens without an account to whoever knows its address."""

from __future__ import annotations

from datetime import date

import pytest
from icalendar import Calendar
from sqlalchemy import select

from server.store.users import User
from tests.published import draw, inspection
from tests.web.tablets import join


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is due is read and tested on every database; here it makes no difference."""
    return sqlite_url


@pytest.fixture
def shop(make):
    row = inspection(
        make,
        make.object(name="甲店,乙"),
        draw(make),
        "market_scales",
        state="approved",
        last_day=date(2026, 3, 9),
    )
    make.commit()
    return row


def feeds(page: str) -> list[str]:
    return [part for part in page.split('"') if part.startswith("http") and part.endswith(".ics")]


def path(address: str) -> str:
    return "/" + address.split("/", 3)[3]


def test_what_is_due_is_listed_with_its_days_left(sign_in, shop):
    page = sign_in("supervisor").get("/office/deadlines/").text
    assert "甲店,乙" in page
    assert "还有 5 个工作日" in page
    assert f"/office/inspections/{shop.id}" in page
    assert "没有到期的事项" in sign_in("supervisor").get("/office/deadlines/?scope=mine&kind=x").text


def test_an_account_with_a_unit_asks_for_what_is_due_in_it(app, make, shop):
    inspector = make.inspector(unit="东城分局")
    make.inspector(unit="西城分局")
    shop.unit = "东城分局"
    user = make.user("supervisor", inspector_id=inspector.id)
    make.commit()
    office = app.test_client()
    office.post("/account/sign-in", data={"username": user.username, "password": make.PASSWORD})
    for query, seen in (("scope=unit", True), ("unit=东城分局", True), ("unit=西城分局", False)):
        assert ("甲店,乙" in office.get(f"/office/deadlines/?{query}").text) is seen, query
    addresses = feeds(office.post("/office/deadlines/calendar", follow_redirects=True).text)
    assert [one.rsplit("/", 1)[1] for one in addresses] == ["mine.ics", "unit.ics", "all.ics"]


def test_the_calendar_holds_the_deadlines_and_opens_without_an_account(client, sign_in, shop):
    office = sign_in("supervisor")
    mine, whole = feeds(office.post("/office/deadlines/calendar", follow_redirects=True).text)
    answer = client.get(path(whole))
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("text/calendar", "no-store")
    (event,) = Calendar.from_ical(answer.data).walk("VEVENT")
    assert (event["summary"], event.decoded("dtstart")) == ("公布结果: 甲店,乙", date(2026, 3, 9))
    assert event["uid"] == f"publication-{shop.id}@fair-scale"
    assert str(event["url"]).endswith(f"/office/inspections/{shop.id}")
    assert client.get(path(whole)).data == answer.data
    assert Calendar.from_ical(client.get(path(mine)).data).walk("VEVENT") == []
    office.post("/office/deadlines/calendar")
    assert client.get(path(whole)).status_code == 404


def test_an_inspector_sees_the_own_teams_alone(client, sign_in, make, session, shop):
    inspector = sign_in("inspector")
    page = inspector.get("/office/deadlines/?scope=all&lang=en").text
    assert "Nothing is due." in page
    (mine,) = set(feeds(inspector.post("/office/deadlines/calendar?lang=en", follow_redirects=True).text))
    assert client.get(path(mine).replace("/mine", "/all")).status_code == 404
    user = session.scalar(select(User).where(User.role == "inspector"))
    join(make, shop, user.inspector_id)
    make.commit()
    assert "甲店" in inspector.get("/office/deadlines/").text
    assert "甲店" in client.get(path(mine)).text
