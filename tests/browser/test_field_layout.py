"""What the pages look like upright, across, and on a telephone: nothing is cut off, covered, or lost to sight."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.bundles import MARKET
from tests.browser.tablet import Tablet

ACROSS = {"width": 1180, "height": 820}
TELEPHONE = {"width": 390, "height": 844}

#: Fields whose value is wider than they are.
CUT = """() => [...document.querySelectorAll("main input")]
  .filter((one) => one.value && one.scrollWidth > one.clientWidth).map((one) => one.value)"""


@pytest.mark.parametrize("view", [ACROSS, TELEPHONE])
@pytest.mark.parametrize("theme", ["plain", "sun"])
def test_five_digits_are_read_whole_beside_the_pad(
    page: Page, address: str, view: dict[str, int], theme: str
) -> None:
    page.set_viewport_size(view)
    tablet = Tablet(page, address)
    tablet.sign_in()
    page.evaluate("location.hash = '#/records'")
    page.click(f"[data-set=theme-{theme}]")
    tablet.go(MARKET, "instruments")
    page.locator("[data-number]").first.click()
    page.click("[data-tab=weighings]")
    page.click("[data-column=added]")
    first = page.locator("[data-section=weighings] .row input").first
    first.click()
    for value in ("15000", "15000", "-12.5"):
        first.page.keyboard.type(value)
        first.page.keyboard.press("Enter")
    tablet.saved()
    expect(page.locator(".pad")).to_be_visible()
    assert page.locator("[data-section=weighings] .row input").nth(1).input_value() == "15000"
    assert page.evaluate(CUT) == []


def test_what_was_judged_stays_when_a_column_comes_and_goes(page: Page, address: str) -> None:
    tablet = Tablet(page, address)
    tablet.sign_in()
    tablet.go(MARKET, "visit")
    tablet.choose("in_service", "stage")
    tablet.go(MARKET, "instruments")
    page.locator("[data-number]").first.click()
    page.click("[data-tab=weighings]")
    page.locator("[data-key=like]").click()
    tablet.saved()
    judged = page.locator("[data-section=weighings] .row .note[data-result=pass]")
    expect(judged).to_have_count(1)
    for pressed in ("true", "false"):
        page.click("[data-column=added]")
        expect(page.locator("[data-column=added]:focus")).to_have_attribute("aria-pressed", pressed)
        expect(judged).to_have_count(1)
