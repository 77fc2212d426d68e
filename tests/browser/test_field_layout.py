"""What the pages look like upright, across, and on a telephone: nothing is cut off, covered, or lost to sight."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.bundles import MARKET, SUGAR
from tests.browser.tablet import Tablet

UPRIGHT = {"width": 820, "height": 1180}
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
    choice = page.locator(f"[data-set=theme-{theme}]")
    before = choice.element_handle()
    choice.click()
    # The page is drawn anew with what was chosen.
    page.wait_for_function("one => !one.isConnected", arg=before)
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
    expect(page.locator("[data-section=weighings] .row input").nth(1)).to_have_value("15000")
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


#: How far one thing stands below another; what the head leaves free is measured a moment after it has changed.
BELOW = """([one, other, most]) => {
  const [upper, lower] = [other, one].map((name) => document.querySelector(name).getBoundingClientRect());
  return lower.top - upper.bottom > -1 && lower.top - upper.bottom < most;
}"""


@pytest.mark.parametrize("view", [UPRIGHT, ACROSS])
def test_the_verdict_stays_in_sight_below_a_head_of_two_lines(
    page: Page, address: str, view: dict[str, int]
) -> None:
    page.set_viewport_size(view)
    tablet = Tablet(page, address)
    tablet.sign_in()
    page.click(".language")
    expect(page.locator("h1")).to_have_text("Today's visits")
    tablet.go(MARKET, "visit")
    tablet.choose("in_service", "stage")
    tablet.go(MARKET, "checklist")
    page.locator(".item").last.evaluate("one => one.scrollIntoView()")
    expect(page.locator(".item").first).not_to_be_in_viewport()
    page.wait_for_function(BELOW, arg=[".verdict-bar", ".top", 1])


def test_the_step_that_is_open_is_in_sight_across(page: Page, address: str) -> None:
    page.set_viewport_size(ACROSS)
    tablet = Tablet(page, address)
    tablet.sign_in()
    for step in ("packages", "finish"):
        tablet.go(SUGAR, step)
        expect(page.locator(f"[data-step={step}][aria-current=step]")).to_be_in_viewport(ratio=1)
    tablet.go(MARKET, "overview")
    expect(page.locator("[data-step=finish]")).to_be_in_viewport(ratio=1)


def test_a_visit_can_be_begun_and_shown_without_scrolling_across(page: Page, address: str) -> None:
    page.set_viewport_size(ACROSS)
    tablet = Tablet(page, address)
    tablet.sign_in()
    tablet.go(MARKET, "overview")
    expect(page.get_by_role("button", name="开始检查")).to_be_in_viewport(ratio=1)
    tablet.go(MARKET, "showing")
    expect(page.locator(".showing > :is(.address, .notice)")).to_be_in_viewport(ratio=1)


def test_what_was_done_far_down_the_page_is_seen(page: Page, address: str) -> None:
    page.set_viewport_size(ACROSS)
    tablet = Tablet(page, address)
    tablet.sign_in()
    tablet.go(MARKET, "violations")
    page.locator(".editor .card").last.click()
    expect(page.locator(".violation-form h3")).to_be_in_viewport(ratio=1)
    page.locator(".violation-form .primary").click()
    expect(page.locator(".card.violation strong")).to_be_in_viewport(ratio=1)
    tablet.sign(MARKET)
    expect(page.locator("[data-signed]")).to_be_in_viewport(ratio=1)
    page.locator(".refusing summary").click()
    page.fill("#refusal-reason", "不同意")
    page.fill("#refusal-witness", "李管理员")
    page.locator(".refusing .button").click()
    expect(page.locator("[data-refused]")).to_be_in_viewport(ratio=1)
    page.wait_for_function(BELOW, arg=["[data-refused]", ".verdict-bar", ACROSS["height"]])


def test_what_is_signed_reads_in_the_order_of_the_form(page: Page, address: str) -> None:
    tablet = Tablet(page, address)
    tablet.sign_in()
    tablet.go(MARKET, "checklist")
    expect(page.locator(".item").first).to_be_visible()
    questions = page.locator(".question").all_inner_texts()[:3]
    for item in page.locator(".item").all()[:3]:
        item.locator("[data-value=yes]").click()
    tablet.go(MARKET, "visit")
    tablet.choose("in_service", "stage")
    tablet.go(MARKET, "instruments")
    page.locator("[data-number]").first.click()
    page.click("[data-tab=weighings]")
    page.locator("[data-key=like]").click()
    tablet.saved()
    tablet.go(MARKET, "consent")
    names = page.locator(".reading dt")
    expect(names.nth(1)).to_have_text("检查 › 检查类型")
    read = names.all_inner_texts()
    assert read[0] == "检查 › 检查日期"
    assert read[2] == "衡器 › 编号 #1"
    assert read.index("衡器 › 载荷（砝码） #1 #1") == read.index("衡器 › 示值 #1 #1") - 1
    assert [f"{n}. {name}" for n, name in enumerate(read[-3:], 1)] == questions


def test_a_thing_that_is_opened_says_first_which_it_is(page: Page, address: str) -> None:
    page.set_viewport_size(TELEPHONE)
    tablet = Tablet(page, address)
    tablet.sign_in()
    tablet.go(MARKET, "instruments")
    page.locator("[data-number]").first.click()
    expect(page.locator("[data-section=plate] button:focus")).to_have_count(1)
    expect(page.locator(".row-head h2")).to_be_in_viewport(ratio=1)
