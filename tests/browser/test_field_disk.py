"""A disk that is full, a database that the browser closes, and pictures on their way to it."""

import hashlib
import io
import re
import time

from PIL import Image
from playwright.sync_api import expect

from tests.browser.bundles import GLASSES, SUGAR
from tests.browser.fake_sync import FakeSync
from tests.browser.tablet import WAIT_MS, Tablet


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
    page.evaluate(
        """() => {
          const original = IDBObjectStore.prototype.add;
          IDBObjectStore.prototype.add = function (...given) {
            if (globalThis.healed) return original.apply(this, given);
            throw new DOMException("full", "QuotaExceededError");
          };
        }"""
    )
    tablet.go(SUGAR, "density")
    tablet.enter("1.03", "density")
    expect(page.locator(".unsaved")).to_contain_text("QuotaExceededError")
    tablet.go(SUGAR, "photos")
    page.click("text=打开相机")
    page.click(".shoot")
    expect(page.locator(".photo-page > .problem")).to_contain_text("存储空间不足")
    assert tablet.stored("photos") == []
    assert [one["operation"]["body"].get("value") for one in tablet.stored("operations")][-1] == 800
    page.evaluate("() => { globalThis.healed = true; }")
    page.locator(".unsaved button").click()
    expect(page.locator(".unsaved")).to_be_hidden()
    values = [one["operation"]["body"].get("value") for one in tablet.stored("operations")]
    assert (values.count(800), values.count("1.03")) == (1, 1)


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
