"""A disk that is full, a database that the browser closes, and pictures on their way to it."""

import hashlib
import io
import re
import time
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Dialog, expect

from tests.browser.bundles import GLASSES, MARKET, SUGAR
from tests.browser.fake_sync import FakeSync
from tests.browser.tablet import WAIT_MS, Tablet

OTHER_DEVICE = "01900000-0000-7000-8000-0000000000aa"


def operations(tablet: Tablet) -> list[dict[str, Any]]:
    """All entries on the tablet, in their order."""
    return [one["operation"] for one in tablet.stored("operations")]


def kinds(tablet: Tablet) -> list[str]:
    return [one["kind"] for one in operations(tablet)]


def test_full_storage_refuses_photos_and_never_answers(tablet: Tablet, fake: FakeSync) -> None:
    tablet.page.evaluate("() => { navigator.storage.estimate = async () => ({ quota: 1000, usage: 990 }); }")
    tablet.go(GLASSES, "photos")
    tablet.page.click("text=打开相机")
    tablet.page.click(".shoot")
    expect(tablet.page.locator(".photo-page > .problem")).to_contain_text("存储空间不足")
    assert tablet.stored("photos") == []
    tablet.go(SUGAR, "lot")
    tablet.enter("800", "lot", "size")
    tablet.saved()
    assert len(tablet.stored("operations")) == 3


def test_what_does_not_fit_on_the_disk_is_told_until_it_is_there(tablet: Tablet) -> None:
    """The quota is used up whatever the browser said before: nothing pretends to be saved, what was saved stays."""
    page = tablet.page
    tablet.go(SUGAR, "lot")
    tablet.enter("800", "lot", "size")
    tablet.saved()
    tablet.fill_disk()
    tablet.go(SUGAR, "density")
    tablet.enter("1.03", "density")
    tablet.is_told_full("密度")
    tablet.go(SUGAR, "photos")
    page.click("text=打开相机")
    page.click(".shoot")
    expect(page.locator(".photo-page > .problem")).to_contain_text("存储空间不足")
    assert tablet.stored("photos") == []
    assert [one["operation"]["body"].get("value") for one in tablet.stored("operations")][-1] == 800
    tablet.heal_disk()
    values = [one["operation"]["body"].get("value") for one in tablet.stored("operations")]
    assert (values.count(800), values.count("1.03")) == (1, 1)


@pytest.mark.parametrize(
    ("step", "selector", "kind", "name"),
    [
        ("overview", ".start .primary", "start", "开始"),
        ("violations", ".editor .cards .card >> nth=0", "violation", ""),
        ("finish", ".finish-button", "finish", "完成"),
    ],
    ids=["begin", "note a violation", "finish"],
)
def test_what_a_button_does_and_the_disk_does_not_take_is_told_until_it_is_there(
    tablet: Tablet, step: str, selector: str, kind: str, name: str
) -> None:
    tablet.go(MARKET, step)
    tablet.fill_disk()
    tablet.page.click(selector)
    tablet.is_told_full(name)
    assert tablet.stored("operations") == []
    tablet.heal_disk()
    assert kinds(tablet).count(kind) == 1


def test_the_page_is_not_left_without_a_question_while_something_is_not_on_the_disk(tablet: Tablet) -> None:
    page = tablet.page
    asked = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    tablet.go(SUGAR, "density")
    tablet.fill_disk()
    tablet.enter("1.03", "density")
    tablet.is_told_full("密度")
    with page.expect_event("dialog"):
        page.evaluate("() => { setTimeout(() => location.reload()); }")
    assert asked == ["beforeunload"]
    tablet.is_told_full("密度")
    tablet.heal_disk()
    page.reload()
    tablet.ready()
    assert asked == ["beforeunload"]
    assert ("set", "1.03") in [(one["kind"], one["body"].get("value")) for one in operations(tablet)]


def test_taking_back_goes_on_after_a_disk_that_was_full(tablet: Tablet) -> None:
    page = tablet.page
    tablet.go(SUGAR, "density")
    tablet.enter("1.03", "density")
    tablet.saved()
    tablet.fill_disk()
    page.click(".undoing .undo")
    tablet.is_told_full("撤销")
    page.evaluate("() => { globalThis.healed = true; }")
    page.click(".undoing .undo")
    expect(page.locator(".unsaved")).to_be_hidden()
    tablet.go(SUGAR, "density")
    expect(tablet.field("density")).to_have_value("")


def test_what_is_taken_back_again_is_what_was_to_be_taken_back(tablet: Tablet) -> None:
    page = tablet.page
    tablet.go(SUGAR, "density")
    tablet.enter("1.03", "density")
    tablet.saved()
    tablet.fill_disk()
    page.click(".undoing .undo")
    tablet.is_told_full("撤销")
    page.evaluate("() => { globalThis.healed = true; }")
    tablet.go(SUGAR, "lot")
    tablet.enter("800", "lot", "size")
    tablet.saved()
    tablet.heal_disk()
    tablet.go(SUGAR, "lot")
    expect(tablet.field("lot", "size")).to_have_value("800")
    tablet.go(SUGAR, "density")
    expect(tablet.field("density")).to_have_value("")


#: How much room there is, is said when it is asked for again.
SLOW_ROOM = """() => {
  const original = navigator.storage.estimate;
  const said = new Promise((resolve) => { globalThis.say = resolve; });
  navigator.storage.estimate = () => {
    navigator.storage.estimate = original;
    globalThis.asking = true;
    return said.then(() => ({ quota: 1000, usage: 990 }));
  };
}"""


def test_a_photo_for_which_there_is_no_room_is_told_whoever_has_gone_on_meanwhile(tablet: Tablet) -> None:
    page = tablet.page
    tablet.go(SUGAR, "photos")
    page.click(".camera .begin")
    expect(page.locator(".camera .shoot")).to_be_visible()
    page.evaluate("() => { navigator.storage.estimate = async () => ({ quota: 1000, usage: 990 }); }")
    page.evaluate(SLOW_ROOM)
    page.click(".camera .shoot")
    page.wait_for_function("() => globalThis.asking")
    tablet.step("lot")
    page.evaluate("() => globalThis.say()")
    tablet.is_told_full("照片")
    assert tablet.stored("photos") == []
    page.evaluate("() => { navigator.storage.estimate = async () => ({ quota: 1e10, usage: 0 }); }")
    tablet.heal_disk()
    assert len(tablet.stored("photos")) == 1
    tablet.step("photos")
    expect(page.locator(".photo")).to_have_count(1)


def test_the_caption_and_the_removal_of_a_photo_that_the_disk_does_not_take_are_told(tablet: Tablet) -> None:
    tablet.take_photo(SUGAR)
    tablet.fill_disk()
    caption = tablet.page.locator(".photo input")
    caption.fill("标签")
    caption.press("Tab")
    tablet.is_told_full("说明")
    # Whoever writes better words meanwhile means those.
    caption.fill("标签正面")
    caption.press("Tab")
    tablet.page.click(".photo .remove")
    tablet.is_told_full("删除")
    tablet.page.evaluate("() => { globalThis.healed = true; }")
    caption.fill("标签正面与背面")
    caption.press("Tab")
    expect(tablet.page.locator(".unsaved")).not_to_contain_text("说明")
    captions = [one["body"]["caption"] for one in operations(tablet) if one["kind"] == "photo"]
    assert captions == ["", "标签正面与背面"]
    tablet.heal_disk()
    expect(tablet.page.locator(".photo")).to_have_count(0)


def test_a_caption_that_is_tried_again_brings_no_photo_back_that_was_removed(tablet: Tablet) -> None:
    tablet.take_photo(SUGAR)
    tablet.fill_disk()
    caption = tablet.page.locator(".photo input")
    caption.fill("标签")
    caption.press("Tab")
    tablet.is_told_full("说明")
    tablet.page.evaluate("() => { globalThis.healed = true; }")
    tablet.page.click(".photo .remove")
    expect(tablet.page.locator(".photo")).to_have_count(0)
    tablet.heal_disk()
    expect(tablet.page.locator(".photo")).to_have_count(0)
    assert kinds(tablet)[-2:] == ["photo", "undo"]


@pytest.mark.parametrize(
    ("inspection", "step", "selector", "name", "field"),
    [
        (SUGAR, "product", ".picker .card", "白砂糖", "name"),
        (MARKET, "instruments", "[data-number=S-0002]", "S-0002", "serial"),
    ],
    ids=["a product", "a scale"],
)
def test_what_the_register_gives_and_the_disk_does_not_take_is_told(
    tablet: Tablet, inspection: str, step: str, selector: str, name: str, field: str
) -> None:
    tablet.go(inspection, step)
    tablet.fill_disk()
    tablet.page.click(selector)
    tablet.is_told_full(name)
    assert tablet.stored("operations") == []
    tablet.heal_disk()
    given = [one["body"] for one in operations(tablet) if one["kind"] == "set"]
    assert [body["value"] for body in given if body["path"][-1] == field] == [name]


def test_codes_of_the_visit_that_the_disk_does_not_take_are_told_and_all_kept(tablet: Tablet) -> None:
    tablet.go(MARKET, "overview")
    tablet.fill_disk()
    for code in ("RQ-37-0001", "RQ-37-0002"):
        tablet.page.fill("#entry-code", code)
        tablet.page.press("#entry-code", "Enter")
    tablet.is_told_full("省级入企检查码")
    tablet.heal_disk()
    # The disk may refuse the second before the first, and takes them in the order of its refusals.
    codes = [one["body"]["code"] for one in operations(tablet) if one["kind"] == "entry_code"]
    assert sorted(codes) == ["RQ-37-0001", "RQ-37-0002"]
    expect(tablet.page.locator("#entry-code")).to_have_value("")


def test_a_value_taken_of_two_that_the_disk_does_not_take_is_told(tablet: Tablet, fake: FakeSync) -> None:
    tablet.go(SUGAR, "density")
    tablet.enter("1.03", "density")
    tablet.saved()
    mine = operations(tablet)[-1]
    other = {**mine, "id": f"{OTHER_DEVICE[:-2]}01", "device": OTHER_DEVICE, "seq": 1}
    other["body"] = {**mine["body"], "value": "1.04"}
    fake.operations[other["id"]] = other
    fake.arrivals.append(other["id"])
    tablet.synchronise()
    tablet.go(SUGAR, "density")
    tablet.fill_disk()
    tablet.page.locator(".conflict li", has_text="1.04").locator("button").click()
    tablet.is_told_full("密度")
    tablet.heal_disk()
    expect(tablet.page.locator(".conflict")).to_have_count(0)
    expect(tablet.field("density")).to_have_value("1.04")


def test_a_value_that_the_disk_did_not_take_stays_in_its_field_until_it_is_there(tablet: Tablet) -> None:
    page = tablet.page
    tablet.go(SUGAR, "product")
    tablet.fill_disk()
    tablet.field("product", "nominal").fill("500")
    tablet.field("product", "nominal").press("Tab")
    tablet.is_told_full("标注净含量")
    # The disk takes what comes next, and the page shows what is on it.
    page.evaluate("() => { globalThis.healed = true; }")
    tablet.choose("g", "product", "unit")
    tablet.saved()
    expect(tablet.field("product", "nominal")).to_have_value("500")
    tablet.field("product", "nominal").focus()
    tablet.field("product", "batch").focus()
    expect(page.locator(".unsaved")).to_be_hidden()
    given = [one["body"] for one in operations(tablet) if one["kind"] == "set"]
    assert [body["value"] for body in given if body["path"][-1] == "nominal"] == ["500"]


#: Nothing can be tidied; `asked` when it was tried.
NOT_TIDY = """(() => {
  const original = IDBDatabase.prototype.transaction;
  globalThis.asked = new Promise((resolve) => {
    IDBDatabase.prototype.transaction = function (stores, mode, ...given) {
      const tidies = mode === "readwrite" && ["thumbnails", "receipts"].every((one) => stores.includes(one));
      if (!tidies) return original.call(this, stores, mode, ...given);
      setTimeout(resolve, 100);
      throw new DOMException("full", "QuotaExceededError");
    };
  });
})()"""


def test_a_disk_on_which_nothing_can_be_tidied_shows_the_visits_all_the_same(
    context: BrowserContext, tablet: Tablet
) -> None:
    page = context.new_page()
    page.add_init_script(NOT_TIDY)
    Tablet(page, tablet.address).open()
    page.evaluate("globalThis.asked")
    expect(page.locator(".visits [data-inspection]")).to_have_count(3)
    expect(page.locator("main .problem:not([hidden])")).to_have_count(0)


def test_a_connection_that_the_browser_closed_is_opened_again(tablet: Tablet) -> None:
    tablet.go(SUGAR, "lot")
    tablet.page.evaluate(
        """() => new Promise((resolve) => {
          const original = IDBDatabase.prototype.transaction;
          IDBDatabase.prototype.transaction = function (...given) {
            IDBDatabase.prototype.transaction = original;
            this.close();
            resolve();
            return original.apply(this, given);
          };
          navigator.storage.persisted().then(() => document.querySelector('.language').click());
        })"""
    )
    # Whoever types while the page turns to another language types into a field that goes.
    expect(tablet.page.locator(".content h2").first).to_have_text(re.compile("^[ -~]+$"))
    tablet.enter("800", "lot", "size")
    # The head says "saved" of what was entered before, until this entry is on its way.
    deadline = time.monotonic() + WAIT_MS / 1000
    while not (stored := tablet.stored("operations")) and time.monotonic() < deadline:
        tablet.page.wait_for_timeout(100)
    assert 800 in [one["operation"]["body"].get("value") for one in stored]


def test_a_picture_file_that_is_none_is_refused(tablet: Tablet) -> None:
    tablet.go(GLASSES, "photos")
    tablet.page.set_input_files(
        "#photo-file", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"not a picture"}
    )
    expect(tablet.page.locator(".photo-page > .problem")).to_contain_text("照片未保存")
    assert tablet.stored("operations") == []


def test_a_large_picture_is_scaled_and_the_stored_bytes_have_its_hash(tablet: Tablet, fake: FakeSync) -> None:
    file = io.BytesIO()
    Image.effect_noise((3000, 1500), 90).save(file, "JPEG")
    tablet.go(GLASSES, "photos")
    tablet.page.set_input_files(
        "#photo-file", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}
    )
    expect(tablet.page.locator(".photo img[src]")).to_have_count(1)
    tablet.synchronise()
    tablet.all_sent()
    [(sha256, data)] = fake.photos.items()
    with Image.open(io.BytesIO(data)) as picture:
        assert picture.size == (2048, 1024)
    assert hashlib.sha256(data).hexdigest() == sha256
    [body] = [one["body"] for one in fake.operations.values() if one["kind"] == "photo"]
    assert (body["sha256"], body["size"], body["width"], body["height"]) == (sha256, len(data), 2048, 1024)
