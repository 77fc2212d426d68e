"""A wet finger taps twice where it was to tap once: the second tap does nothing to what came under it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.bundles import MARKET, SUGAR
from tests.browser.tablet import Tablet
from tests.browser.test_field_photos import another_picture
from tests.browser.test_field_quick_hands import twice

#: Taps, waits until there is what the tap was to bring about, and taps once more in the same place.
TWO_TAPS = """async ([selector, done, ms]) => {
  const first = document.querySelector(selector);
  first.scrollIntoView({ block: "center" });
  const { left, top, width, height } = first.getBoundingClientRect();
  const [clientX, clientY] = [left + width / 2, top + height / 2];
  const begun = performance.now();
  const tap = (after) => {
    for (const [type, detail] of [["pointerdown", 0], ["click", 1]]) {
      const how = { clientX, clientY, detail, pointerType: "touch", bubbles: true, cancelable: true };
      const event = new PointerEvent(type, how);
      Object.defineProperty(event, "timeStamp", { value: begun + after });
      document.elementFromPoint(clientX, clientY).dispatchEvent(event);
    }
  };
  tap(0);
  const is = () => done.startsWith("!") ? !document.querySelector(done.slice(1)) : document.querySelector(done);
  for (let i = 0; i < 1000 && !is(); i += 1) await new Promise(requestAnimationFrame);
  tap(ms);
}"""
WET_MS, TWO_MS = 150, 600


def kinds(tablet: Tablet) -> list[str]:
    return [one["operation"]["kind"] for one in tablet.stored("operations")]


@pytest.fixture
def values(tablet: Tablet) -> Tablet:
    """A tablet with three values of the tare, its page on them."""
    tablet.go(SUGAR, "tare_values")
    for value in ("1.1", "2.2", "3.3"):
        tablet.type_digits(value)
    tablet.saved()
    return tablet


@pytest.mark.parametrize(("ms", "undone"), [(WET_MS, 1), (TWO_MS, 2)], ids=["one finger", "two taps"])
def test_one_finger_takes_back_one_entry(values: Tablet, ms: int, undone: int) -> None:
    page = values.page
    values.go(SUGAR, "entries")
    expect(page.locator(".entries li")).to_have_count(3)
    page.evaluate(TWO_TAPS, [".entries button", "!.entries li:nth-child(3)", ms])
    expect(page.locator(".entries li")).to_have_count(3 - undone)
    assert kinds(values).count("undo") == undone


def test_one_finger_removes_one_row(values: Tablet) -> None:
    page = values.page
    rows = page.locator("[data-section=tare_values] .rows .row")
    expect(rows).to_have_count(4)
    page.evaluate(TWO_TAPS, [".rows .remove", "!.rows .row:nth-child(4)", WET_MS])
    expect(rows).to_have_count(3)
    assert kinds(values).count("remove") == 1


def test_one_finger_removes_one_photo(tablet: Tablet) -> None:
    page = tablet.page
    tablet.go(SUGAR, "photos")
    for n, colour in enumerate(("green", "red"), 1):
        another_picture(page, colour)
        expect(page.locator(".photo img[src]")).to_have_count(n)
    page.evaluate(TWO_TAPS, [".photo .remove", "!.photo:nth-child(2)", WET_MS])
    expect(page.locator(".photo")).to_have_count(1)
    assert kinds(tablet).count("undo") == 1


def test_one_finger_writes_down_once_what_was_shown(tablet: Tablet) -> None:
    tablet.go(MARKET, "showing")
    tablet.page.fill("#shown-to", "王摊主")
    tablet.page.evaluate(TWO_TAPS, [".show-done", "[data-shown]", WET_MS])
    tablet.go(MARKET, "entries")
    expect(tablet.page.locator(".entries li").first).to_be_visible()
    assert kinds(tablet).count("shown") == 1


def test_a_code_is_kept_once_however_often_the_button_is_tapped(tablet: Tablet) -> None:
    page = tablet.page
    tablet.go(MARKET, "overview")
    page.fill("#entry-code", "RQ-37-0001")
    twice(page, ".arriving .finder [type=submit]")
    expect(page.locator("#entry-code")).to_have_value("")
    tablet.step("visit")
    assert kinds(tablet).count("entry_code") == 1


def test_what_is_tried_again_is_done_once_however_often_the_button_is_tapped(tablet: Tablet) -> None:
    page = tablet.page
    tablet.go(MARKET, "violations")
    tablet.fill_disk()
    page.locator(".editor .cards .card").first.click()
    expect(page.locator(".unsaved")).to_be_visible()
    page.evaluate("() => { globalThis.healed = true; }")
    twice(page, ".unsaved button")
    expect(page.locator(".unsaved")).to_be_hidden()
    tablet.step("photos")
    assert kinds(tablet).count("violation") == 1
