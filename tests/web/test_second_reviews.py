"""The second reviewer's page."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from server.config import Settings
from server.store.inspections import Inspection
from server.store.reviews import Review
from tests.web.tablets import FAILING, PASSING, carry, complete, fresh, visit
from tests.web.test_rescues import rescue, upload


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The services below are tested on every database; here it makes no difference."""
    return sqlite_url


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return Settings(**{**vars(settings), "second_review": True})


def test_a_failed_result_is_approved_by_two_on_the_pages(client, clock, make, sign_in):
    inspection = visit(make)
    complete(carry(client, make, inspection), inspection.id, FAILING)
    base = f"/office/inspections/{inspection.id}"
    first, second = sign_in("supervisor"), sign_in("supervisor")
    data = {"revision": 1, "category-market_scales": "open_matter"}
    assert "另一人复核" in first.post(f"{base}/approve", data=data, follow_redirects=True).text
    assert "您已是第一复核人" in first.get(base).text
    assert first.post(f"{base}/confirm", data={"revision": 1}).status_code == 409
    late = second.post(f"{base}/approve", data=data)
    assert (late.status_code, "已先提出复核意见" in late.text) == (409, True)
    assert inspection.object.name in second.get("/office/inspections/?tab=second").text
    assert "Second review" in second.get("/office/?lang=en").text
    page = second.get(f"{base}?lang=zh").text
    assert "发现问题待后续处理" in page
    assert "必须写明理由" in second.post(f"{base}/decline", data={"revision": 1}).text
    seen = page.split('name="seen" value="')[1].split('"')[0]
    clock.forward(minutes=1)
    done = second.post(f"{base}/confirm", data={"revision": 1, "seen": seen}, follow_redirects=True)
    assert "复核通过，可以公布" in done.text
    assert first.post(f"{base}/publish").status_code == 302


def test_the_second_reviewer_is_told_that_the_account_of_the_first_was_closed(
    client, make, sign_in, session, close_account
):
    inspection = visit(make)
    complete(carry(client, make, inspection), inspection.id, FAILING)
    base = f"/office/inspections/{inspection.id}"
    first, second = sign_in("supervisor"), sign_in("supervisor")
    first.post(f"{base}/approve", data={"revision": 1, "category-market_scales": "open_matter"})
    assert "的账号此后已停用" not in second.get(base).text
    name = session.scalars(select(Review.reviewer)).one()
    close_account(name)
    assert f"{name} 的账号此后已停用" in second.get(base).text
    assert first.post(f"{base}/decline", data={"revision": 1, "decline_reason": "x"}).status_code == 401
    assert second.post(f"{base}/confirm", data={"revision": 1}).status_code == 302


def test_who_brings_entries_in_does_not_approve_them_alone(session, client, make, sign_in):
    """Nobody but the supervisor vouches for what the file says in the tablet's name: it can be made up."""
    inspection = visit(make)
    tablet, office = carry(client, make, inspection), sign_in("supervisor")
    assert tablet.states(tablet.entry(inspection.id, "start", {"date": "2026-03-02"})) == ["applied"]
    forged = [
        *tablet.record(inspection.id, PASSING),
        tablet.entry(inspection.id, "finish", {"operations": 1}),
    ]
    assert upload(office, rescue(tablet, forged)).status_code == 302
    address = f"/office/inspections/{inspection.id}"
    office.post(f"{address}/complete", data={"complete_reason": "平板已交回"})
    assert fresh(session).get(Inspection, inspection.id).verdict == "pass"
    assert "收下救援文件中的条目" in office.get(address).text
    office.post(f"{address}/approve", data={"revision": 1, "category-market_scales": "no_problem"})
    assert fresh(session).get(Inspection, inspection.id).state == "seconding"
    assert office.post(f"{address}/confirm", data={"revision": 1}).status_code == 409
    assert office.post(f"{address}/publish").status_code == 409
