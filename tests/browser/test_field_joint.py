"""A joint inspection on the tablet: one visit with a record for each programme, the next of them one tap away."""

import copy

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.bundles import GLASSES, assignment, bundle, instrument
from tests.browser.fake_sync import FakeSync
from tests.browser.tablet import Tablet
from tests.browser.test_field_accessible import grave

UNITS = "01900000-0000-7000-8000-0000000000f9"
OTHER = "01900000-0000-7000-8000-0000000000fa"
PLAN = {
    "title": "眼镜店联合抽查",
    "basis": "年度计划",
    "authority": "海岳市市场监督管理局",
    "taking_part": ["海岳市卫生健康委员会"],
    "second_stage": 0,
}


@pytest.fixture
def fake() -> FakeSync:
    """A server with one visit under two programmes, and another under one."""
    focimeter = instrument(90, kind="focimeter", number="J-7", certificate="JD-1")
    eyewear = assignment(GLASSES, "eyewear", 1, plan=PLAN, instruments=[focimeter])
    units = {**copy.deepcopy(eyewear), "inspection": UNITS, "programme": "legal_units"}
    return FakeSync(bundle(eyewear, units, assignment(OTHER, "eyewear", 2, plan=PLAN)))


def test_one_visit_with_two_records_is_worked_through_without_a_network(
    context: BrowserContext, page: Page, fake: FakeSync, address: str
) -> None:
    tablet = Tablet(page, address)
    tablet.sign_in()
    context.set_offline(True)
    expect(page.locator(".visits > li")).to_have_count(2)
    joint = page.locator(".visit.joint")
    expect(joint).to_contain_text("联合抽查，一次到访 2 份记录")
    expect(joint.locator(".order")).to_have_text("1")
    expect(joint.locator(".part")).to_have_count(2)

    found = grave(page, "today")
    page.click(f'.part[data-inspection="{GLASSES}"]')
    parts = page.locator("nav.parts .part")
    expect(parts).to_have_count(2)
    expect(parts.first).to_have_attribute("aria-current", "true")
    assert [*found, *grave(page, "visit")] == []
    page.click(".show-code")
    for text in ("海岳市市场监督管理局", "海岳市卫生健康委员会", "眼镜", "法定计量单位"):
        expect(page.locator(".showing .facts")).to_contain_text(text)

    parts.nth(1).click()
    expect(page).to_have_url(f"{address}/field/#/visit/{UNITS}")
    page.click("text=开始检查")
    page.locator("nav.parts .part").first.click()
    expect(parts.first).to_have_attribute("aria-current", "true")
    page.click("text=开始检查")
    tablet.finish(GLASSES)
    page.click(f'[data-next-part="{UNITS}"]')
    expect(page.locator("nav.parts .part").first.locator(".progress-done")).to_be_visible()
    tablet.finish(UNITS)
    expect(page.locator("[data-next-part]")).to_have_count(0)

    context.set_offline(False)
    tablet.synchronise()
    ended = {one["inspection"] for one in fake.operations.values() if one["kind"] == "finish"}
    assert ended == {GLASSES, UNITS}


def test_the_number_of_an_instrument_opens_the_record_in_which_it_is_inspected(
    page: Page, fake: FakeSync, address: str
) -> None:
    fake.bundle["assignments"][:2] = reversed(fake.bundle["assignments"][:2])
    tablet = Tablet(page, address)
    tablet.sign_in()
    page.fill("#find", "J-7")
    page.press("#find", "Enter")
    page.wait_for_url(f"**/#/visit/{GLASSES}/**")


def test_a_visit_under_one_programme_shows_nothing_of_it(page: Page, address: str) -> None:
    tablet = Tablet(page, address)
    tablet.sign_in()
    page.click(f'a.visit[data-inspection="{OTHER}"]')
    expect(page.locator(".visit-head")).to_be_visible()
    expect(page.locator("nav.parts")).to_be_hidden()
