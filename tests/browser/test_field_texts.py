"""Units in a text: a label is photographed, its words are typed or pasted with the photo in sight, and marked."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from tests.browser.bundles import assignment, bundle
from tests.browser.fake_sync import FakeSync
from tests.browser.tablet import Tablet

VISIT = "01900000-0000-7000-8000-0000000000f8"
PASTE = """(element, text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  element.focus();
  if (element.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }))) {
    document.execCommand("insertText", false, text);
  }
}"""


@pytest.fixture
def fake() -> FakeSync:
    """A server with a visit that looks at texts."""
    return FakeSync(bundle(assignment(VISIT, "legal_units", 1)))


def test_a_label_is_photographed_and_its_text_typed_beside_the_photo(
    page: Page, fake: FakeSync, address: str
):
    tablet = Tablet(page, address)
    tablet.sign_in()
    page.context.set_offline(True)
    tablet.go(VISIT, "texts")
    page.locator(".repeat .add").click()
    text = tablet.field("text")
    expect(text).to_be_visible()
    expect(page.locator(".pictures")).to_be_hidden()
    thing = page.evaluate("location.hash")

    page.locator(".row-head a.button").click()
    page.locator(".camera .begin").click()
    page.locator(".camera .shoot").click()
    expect(page.locator(".photo")).to_have_count(1)
    page.locator(".photo-page .back").click()
    page.wait_for_function("hash => location.hash.startsWith(hash)", arg=thing)

    picture = page.locator(".pictures .picture")
    expect(picture).to_have_count(1)
    expect(picture.locator("img")).not_to_have_js_property("naturalWidth", 0)
    small = picture.locator("img").bounding_box()
    picture.click()
    expect(picture).to_have_attribute("aria-expanded", "true")
    page.wait_for_function(
        "width => document.querySelector('.picture img').getBoundingClientRect().width > width",
        arg=small["width"],
    )

    text.click()
    page.keyboard.type("3.5元／斤")
    marks = page.locator(".passage mark")
    expect(marks).to_have_text(["／斤"])
    expect(page.locator(".passage ins")).to_contain_text(["kg"])
    expect(picture).to_be_visible()
    text.fill("")
    text.evaluate(PASTE, "净重 500ＭＬ，斤斤计较")
    expect(marks).to_have_text(["ＭＬ"])
    expect(picture).to_have_attribute("aria-expanded", "true")
    text.press("Tab")
    tablet.saved()

    operations = [one["operation"] for one in tablet.stored("operations")]
    (photo,) = (one["body"] for one in operations if one["kind"] == "photo")
    written = next(one["body"] for one in operations if one["body"].get("path", [])[-1:] == ["text"])
    assert photo["path"] == written["path"][:-1], json.dumps(photo["path"])
    assert written["value"] == "净重 500ＭＬ，斤斤计较"
