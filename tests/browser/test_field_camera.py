"""The camera is off as soon as nobody looks through it, however late it came, and what it does not give is told."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.bundles import MARKET, SUGAR
from tests.browser.tablet import Tablet

#: The camera comes when it is allowed to, and codes are read as soon as there is one.
CAMERAS = """() => {
  globalThis.streams = [];
  const allowed = new Promise((resolve) => { globalThis.allow = resolve; });
  const original = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (...given) => {
    const stream = await original(...given);
    globalThis.streams.push(stream);
    await allowed;
    return stream;
  };
  globalThis.BarcodeDetector = class {
    static async getSupportedFormats() { return ["qr_code"]; }
    async detect() { return globalThis.code ? [{ rawValue: globalThis.code }] : []; }
  };
}"""
ASKED = "(n) => globalThis.streams.length === n"
RUNNING = """(n) => {
  const tracks = globalThis.streams.flatMap((one) => one.getTracks());
  return tracks.length > 0 && tracks.filter((one) => one.readyState === "live").length === n;
}"""
ALLOW = "() => globalThis.allow()"
#: Nobody has touched the tablet for eleven minutes, by both of its clocks, and now it wakes up.
LEFT_ALONE = """() => {
  for (const clock of [Date, performance]) {
    const original = clock.now.bind(clock);
    clock.now = () => original() + 11 * 60_000;
  }
  dispatchEvent(new Event("visibilitychange"));
}"""


@pytest.fixture
def cameras(page: Page, address: str) -> Tablet:
    """A tablet that is signed in; its camera waits to be allowed."""
    page.add_init_script(f"({CAMERAS})()")
    tablet = Tablet(page, address)
    tablet.sign_in()
    return tablet


@pytest.mark.parametrize(
    ("step", "button"),
    [("photos", ".camera .begin"), ("overview", ".arriving .scan")],
    ids=["of photos", "of codes"],
)
def test_a_camera_that_comes_when_its_page_was_left_is_stopped(
    cameras: Tablet, step: str, button: str
) -> None:
    page = cameras.page
    cameras.go(MARKET, step)
    page.click(button)
    page.wait_for_function(ASKED, arg=1)
    cameras.go(MARKET, "visit")
    expect(page.locator("[data-step=visit][aria-current=step]")).to_be_visible()
    page.evaluate(ALLOW)
    page.wait_for_function(RUNNING, arg=0)
    assert page.evaluate("globalThis.streams.length") == 1


def test_a_camera_stops_with_the_page_that_another_language_takes_the_place_of(cameras: Tablet) -> None:
    page = cameras.page
    page.evaluate(ALLOW)
    page.click(".finder .scan")
    page.wait_for_function(RUNNING, arg=1)
    page.click(".language")
    expect(page.locator(".finder .scan")).to_be_visible()
    expect(page.locator(".stage video")).to_have_count(0)
    page.wait_for_function(RUNNING, arg=0)
    assert page.evaluate("globalThis.streams.length") == 1


@pytest.mark.parametrize(
    ("step", "button"),
    [("photos", ".camera .begin"), ("overview", ".arriving .scan")],
    ids=["of photos", "of codes"],
)
def test_a_camera_does_not_go_on_behind_the_lock(cameras: Tablet, step: str, button: str) -> None:
    page = cameras.page
    page.evaluate(ALLOW)
    cameras.go(MARKET, step)
    page.click(button)
    page.wait_for_function(RUNNING, arg=1)
    page.evaluate(LEFT_ALONE)
    expect(page.locator("body.locked")).to_have_count(1)
    page.wait_for_function(RUNNING, arg=0)
    page.fill("#lock-secret", "correct")
    page.keyboard.press("Enter")
    expect(page.locator("body.locked")).to_have_count(0)
    page.click(button)
    page.wait_for_function(RUNNING, arg=1)


def test_two_taps_on_the_scanner_look_with_one_camera_and_keep_a_code_once(cameras: Tablet) -> None:
    page = cameras.page
    cameras.go(MARKET, "overview")
    page.locator(".arriving .scan").dblclick()
    page.wait_for_function(ASKED, arg=2)
    page.evaluate(ALLOW)
    page.wait_for_function(RUNNING, arg=1)
    page.evaluate("() => { globalThis.code = 'RQ-37-0001'; }")
    expect(page.locator("[data-code]")).to_have_count(1)
    page.wait_for_function(RUNNING, arg=0)
    cameras.step("visit")
    kinds = [one["operation"]["kind"] for one in cameras.stored("operations")]
    assert kinds.count("entry_code") == 1


def test_a_photo_that_the_camera_does_not_give_is_told(tablet: Tablet) -> None:
    page = tablet.page
    tablet.go(SUGAR, "photos")
    page.click(".camera .begin")
    expect(page.locator(".camera .shoot")).to_be_visible()
    page.evaluate(
        "() => { globalThis.createImageBitmap = async () => { throw new DOMException('', 'InvalidStateError'); }; }"
    )
    page.click(".camera .shoot")
    expect(page.locator(".photo-page > .problem")).to_contain_text("照片未保存：InvalidStateError")
    expect(page.locator(".photo")).to_have_count(0)
