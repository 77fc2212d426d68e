"""Photos on the tablet: taken again in place of one that came out badly, removed, and both taken back."""

from __future__ import annotations

import copy
import io

from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.bundles import SUGAR
from tests.browser.fake_sync import FakeSync, folded
from tests.browser.tablet import Tablet
from tests.browser.test_field_accessible import grave

NO_CAMERA = """() => {
  navigator.mediaDevices.getUserMedia = async () => { throw new DOMException("none", "NotFoundError"); };
}"""


def shown(page: Page) -> str:
    """The hash of the only photo of the page."""
    image = page.locator(".photo img")
    expect(image).to_have_count(1)
    return str(image.get_attribute("data-sha256"))


def another_picture(page: Page, colour: str = "green") -> None:
    """Choose a file: a camera that has just been opened may show what it showed before."""
    file = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(file, "PNG")
    picture = {"name": "a.png", "mimeType": "image/png", "buffer": file.getvalue()}
    page.set_input_files("#photo-file", picture)


def captioned(tablet: Tablet, words: str) -> None:
    """Take a photo and write its caption."""
    tablet.take_photo(SUGAR)
    caption = tablet.page.locator(".photo input")
    caption.fill(words)
    caption.press("Tab")


def test_a_photo_is_taken_again_in_place_of_the_old_one_and_this_is_taken_back(
    context: BrowserContext, page: Page, fake: FakeSync, address: str
) -> None:
    tablet = Tablet(page, address)
    tablet.sign_in()
    context.set_offline(True)
    captioned(tablet, "标签正面")
    old = shown(page)
    page.click(".photo .retake")
    expect(page.locator(".photo[data-again]")).to_have_count(1)
    expect(page.locator(".camera .shoot")).to_have_text("拍照，替换原来的一张")
    assert grave(page, "a photo is taken again") == []
    page.click(".camera .shoot")
    expect(page.locator(f"[data-sha256='{old}']")).to_have_count(0)
    new = shown(page)
    expect(page.locator(".photo input")).to_have_value("标签正面")
    expect(page.locator(".camera .shoot")).to_have_text("拍照")

    tablet.go(SUGAR, "entries")
    first = page.locator(".entries li").first
    expect(first).to_contain_text("重拍照片")
    first.locator("button").click()
    expect(page.locator(".entries")).not_to_contain_text("重拍照片")
    tablet.go(SUGAR, "photos")
    expect(page.locator(f"[data-sha256='{new}']")).to_have_count(0)
    assert shown(page) == old
    expect(page.locator(".photo input")).to_have_value("标签正面")

    context.set_offline(False)
    tablet.synchronise()
    tablet.all_sent()
    assert set(fake.photos) == {old, new}
    assert [(one["sha256"], one["caption"]) for one in folded(fake, SUGAR)["photos"]] == [(old, "标签正面")]


def test_a_photo_that_could_not_be_taken_again_stays(tablet: Tablet) -> None:
    page = tablet.page
    captioned(tablet, "标签")
    old = shown(page)
    page.click(".photo .retake")
    expect(page.locator(".camera video")).to_be_visible()
    tablet.fill_disk()
    page.click(".camera .shoot")
    expect(page.locator(".photo-page > .problem")).to_contain_text("存储空间不足")
    assert shown(page) == old
    page.evaluate("() => { globalThis.healed = true; }")
    # What the next photo replaces is still what was asked for.
    expect(page.locator(".photo[data-again]")).to_have_count(1)
    page.click(".keep-old")
    expect(page.locator(".photo[data-again]")).to_have_count(0)
    page.click(".camera .shoot")
    expect(page.locator(".photo")).to_have_count(2)
    expect(page.locator(f"[data-sha256='{old}']")).to_have_count(1)


def test_without_a_camera_a_file_takes_the_place_of_a_photo(tablet: Tablet) -> None:
    page = tablet.page
    captioned(tablet, "标签")
    old = shown(page)
    page.click("text=关闭")
    page.evaluate(NO_CAMERA)
    page.click(".photo .retake")
    expect(page.locator(".photo-page > .problem")).to_contain_text("无法使用相机")
    another_picture(page)
    expect(page.locator(f"[data-sha256='{old}']")).to_have_count(0)
    assert shown(page) != old
    expect(page.locator(".photo input")).to_have_value("标签")


def test_what_the_office_wants_better_is_taken_again_in_the_next_revision(
    tablet: Tablet, fake: FakeSync
) -> None:
    page = tablet.page
    captioned(tablet, "标签")
    old = shown(page)
    tablet.finish(SUGAR)
    tablet.synchronise()
    tablet.counts(0, 0, 1)
    returned = copy.deepcopy(fake.bundle)
    [visit] = [one for one in returned["assignments"] if one["inspection"] == SUGAR]
    visit.update(revision=2, return_reason="照片模糊，请重拍")
    fake.bundle = returned
    tablet.synchronise()
    tablet.go(SUGAR, "photos")
    expect(page.locator(".notice")).to_contain_text("照片模糊，请重拍")
    page.click(".photo .retake")
    another_picture(page)
    expect(page.locator(f"[data-sha256='{old}']")).to_have_count(0)
    new = shown(page)
    tablet.finish(SUGAR)
    tablet.synchronise()
    tablet.counts(0, 0, 1)
    assert [(one["sha256"], one["caption"]) for one in folded(fake, SUGAR)["photos"]] == [(new, "标签")]
    assert set(fake.photos) == {old, new}
