"""Violations and bases that an office entered: each is offered between its first and its last day only."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.bundles import MARKET, three_visits
from tests.browser.fake_sync import FakeSync
from tests.browser.tablet import Tablet

BASIS = {
    "document": "测试省计量条例",
    "article": "第30条",
    "measure": "罚款",
    "amount": "",
    "source": "",
    "trust": "B",
}
DAYS = {"now": ("2020-01-01", None), "later": ("2099-01-01", None), "over": ("2020-01-01", "2020-12-31")}


@pytest.fixture
def fake() -> FakeSync:
    """A server whose tables have a violation and a basis of yesterday, of today and of tomorrow."""
    made = three_visits()
    tables = made["programmes"]["market_scales"]
    bases = [
        {**BASIS, "id": code, "article": f"依据 {code}", "from": first, "to": last}
        for code, (first, last) in DAYS.items()
    ]
    entered = [
        {"code": code, "findings": [], "bases": bases, "from": first, "to": last}
        for code, (first, last) in DAYS.items()
    ]
    words = {f"violation.{code}": {"zh": f"违法 {code}", "en": f"violation {code}"} for code in DAYS}
    tables |= {"violations": [*tables["violations"], *entered], "texts": {**tables["texts"], **words}}
    return FakeSync(made)


def test_what_is_in_force_on_the_day_of_the_visit_is_offered(page: Page, address: str):
    tablet = Tablet(page, address)
    tablet.sign_in()
    tablet.go(MARKET, "violations")
    cards = page.locator(".editor .cards button")
    expect(cards.filter(has_text="违法 now")).to_have_count(1)
    expect(cards.filter(has_text="违法 later")).to_have_count(0)
    expect(cards.filter(has_text="违法 over")).to_have_count(0)
    cards.filter(has_text="违法 now").click()
    expect(page.locator(".violation-form .check")).to_have_count(1)
    expect(page.locator(".violation-form .check")).to_contain_text("依据 now")
