"""What a tablet keeps while it may not send: its token was revoked, the database is another, its page is too old."""

import base64
import hashlib
import json
from collections.abc import Callable

from flask.typing import ResponseReturnValue
from playwright.sync_api import Page, expect

from server.domain.canonical import sha256
from server.domain.rescue_proofs import proof
from tests.browser.bundles import SUGAR
from tests.browser.fake_sync import FakeSync, refused
from tests.browser.tablet import Tablet, some_work


def test_a_revoked_token_stops_sending_and_keeps_everything(tablet: Tablet, fake: FakeSync) -> None:
    some_work(tablet, photo=True)
    fake.revoked = set(fake.devices)
    tablet.online()
    tablet.synchronise("stopped")
    expect(tablet.page.locator(".pill .trouble")).to_contain_text("授权已被撤销")
    assert (
        fake.operations == {} and len(tablet.stored("operations")) == 4 and len(tablet.stored("photos")) == 1
    )
    tablet.go(SUGAR, "lot")
    expect(tablet.field("lot", "size")).to_have_value("800")
    fake.revoked = set()
    tablet.synchronise()
    tablet.all_sent()
    assert len(fake.operations) == 4 and len(fake.photos) == 1


def test_entries_of_an_earlier_enrolment_are_kept_and_not_sent_under_the_new_name(
    tablet: Tablet, fake: FakeSync
) -> None:
    some_work(tablet)
    fake.revoked = set(fake.devices)
    tablet.online()
    tablet.synchronise("stopped")
    tablet.page.click("text=重新登录")
    expect(tablet.page.locator(".notice")).to_contain_text("3 条尚未发送")
    tablet.page.fill("#sign-username", "inspector")
    tablet.page.fill("#sign-password", "correct")
    tablet.page.click("button[type=submit]")
    expect(tablet.page.locator("a.visit")).to_have_count(3)
    tablet.go(SUGAR, "density")
    tablet.enter("1.03", "density")
    tablet.synchronise()
    expect(tablet.page.locator(".pill")).to_have_attribute("data-unsent", "3")
    assert {one["device"] for one in fake.operations.values()} == {fake.devices["token-2"]}
    assert [one["seq"] for one in fake.operations.values()] == [1]
    assert fake.quarantined == []
    # The rescue file was taken in at the office; one of its entries did not fit.
    rescued = [one for one in tablet.stored("operations") if one["id"] not in fake.operations]
    fake.quarantined = [rescued.pop()["operation"]]
    fake.operations |= {one["id"]: one["operation"] for one in rescued}
    tablet.synchronise()
    tablet.all_sent()
    expect(tablet.page.locator("[data-trouble=quarantined]")).to_have_count(1)


def test_another_database_behind_the_address_gets_nothing(tablet: Tablet, fake: FakeSync) -> None:
    some_work(tablet)
    fake.epoch = "01900000-0000-7000-8000-0000000000e2"
    tablet.online()
    tablet.synchronise("stopped")
    expect(tablet.page.locator(".exchange .status")).to_contain_text("数据库已更换")
    assert fake.operations == {}


def test_a_server_restored_from_a_backup_gets_everything_once_more(tablet: Tablet, fake: FakeSync) -> None:
    some_work(tablet, photo=True)
    tablet.online()
    tablet.until_sent()
    tablet.finish(SUGAR)
    tablet.synchronise()
    tablet.counts(0, 0, 1)
    had = fake.operations.copy()
    fake.epoch = "01900000-0000-7000-8000-0000000000e2"
    for lost in (fake.operations, fake.photos, fake.manifests, fake.receipts):
        lost.clear()
    tablet.synchronise("stopped")
    tablet.page.click("text=重新登录")
    tablet.page.fill("#sign-username", "inspector")
    tablet.page.fill("#sign-password", "correct")
    tablet.page.click("button[type=submit]")
    expect(tablet.page.locator("#sign-password")).to_have_count(0)
    tablet.until_sent()
    tablet.counts(0, 0, 1)
    assert (fake.operations, len(fake.photos), len(fake.devices)) == (had, 1, 1)


def test_a_client_that_is_too_old_says_so_and_keeps_its_entries(tablet: Tablet, fake: FakeSync) -> None:
    some_work(tablet)
    fake.oldest_client = "2"
    tablet.online()
    tablet.synchronise("stopped")
    expect(tablet.page.locator(".exchange .status")).to_contain_text("版本过旧")
    assert fake.operations == {} and len(tablet.stored("operations")) == 3


def test_a_network_that_goes_after_signing_in_leaves_the_tablet_signed_in(
    page: Page, fake: FakeSync, address: str
) -> None:
    """A code works once: nothing that can fail may follow it."""

    def then_silence(act: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
        fake.fail("GET", "hello", refused)
        return act()

    fake.fail("POST", "enrol", then_silence)
    Tablet(page, address).sign_in()
    assert len(fake.devices) == 1


#: The list of what is unsent cannot be read.
NO_OUTBOX = """() => {
  const original = IDBObjectStore.prototype.getAllKeys;
  IDBObjectStore.prototype.getAllKeys = function (...given) {
    if (this.name !== "outbox") return original.apply(this, given);
    throw new DOMException("", "UnknownError");
  };
}"""


def test_a_rescue_file_that_cannot_be_made_is_told(tablet: Tablet) -> None:
    some_work(tablet)
    page = tablet.page
    page.evaluate("location.hash = '#/records'")
    page.evaluate(NO_OUTBOX)
    page.click("text=导出救援文件")
    expect(page.locator(".rescue [role=status]")).to_contain_text("未保存：UnknownError")


def test_the_rescue_file_holds_all_that_is_unsent(tablet: Tablet, fake: FakeSync, tmp_path) -> None:
    some_work(tablet)
    tablet.online()
    tablet.synchronise()
    tablet.all_sent()
    tablet.page.context.set_offline(True)
    tablet.take_photo(SUGAR)
    tablet.go(SUGAR, "density")
    tablet.enter("1.03", "density")
    tablet.saved()
    stored = tablet.stored("operations")
    tablet.page.evaluate("location.hash = '#/records'")
    with tablet.page.expect_download() as waiting:
        tablet.page.click("text=导出救援文件")
    file = tmp_path / "rescue.json"
    waiting.value.save_as(file)
    saved = json.loads(file.read_text("utf-8"))
    assert saved["format"] == "fair-scale-rescue/1"
    assert saved["operations"] == [one["operation"] for one in stored][3:]
    assert [one["kind"] for one in saved["operations"]] == ["photo", "set"]
    [photo] = saved["photos"]
    assert hashlib.sha256(base64.b64decode(photo["base64"])).hexdigest() == photo["sha256"]
    texts = [json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in saved["operations"]]
    [token] = fake.devices
    marks = [sha256(text.encode()) for text in texts]
    assert saved["proof"] == proof(sha256(token.encode()), saved, marks, [photo["sha256"]])
    expect(tablet.page.locator(".rescue [role=status]")).to_contain_text("2 条录入，1 张照片")
    tablet.page.check("#rescue-all")
    with tablet.page.expect_download() as waiting:
        tablet.page.click("text=导出救援文件")
    waiting.value.save_as(file)
    assert json.loads(file.read_text("utf-8"))["operations"] == [one["operation"] for one in stored]
