"""What goes wrong between a tablet and its server, and that nothing is lost, doubled or overwritten by it."""

import copy
import time
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import fake_sync
from tests.browser.bundles import GLASSES, MARKET, SUGAR, three_visits
from tests.browser.conftest import TABLET
from tests.browser.fake_sync import FakeSync
from tests.browser.tablet import Tablet


@pytest.fixture
def tablet(page: Page, address: str) -> Tablet:
    """A tablet that is signed in."""
    tablet = Tablet(page, address)
    tablet.sign_in()
    return tablet


def some_work(tablet: Tablet, photo: bool = False) -> None:
    """A started visit with a size of the lot, and a photo when asked for, all with the network off."""
    tablet.page.context.set_offline(True)
    tablet.go(SUGAR, "lot")
    tablet.enter("800", "lot", "size")
    tablet.saved()
    if photo:
        tablet.take_photo(SUGAR)


def online(tablet: Tablet) -> None:
    tablet.page.context.set_offline(False)


def until_sent(tablet: Tablet) -> None:
    """Send again, as the tablet does by itself after a while, until an exchange went well."""
    for _ in range(5):
        tablet.page.evaluate("location.hash = '#/records'")
        status = tablet.page.locator(".exchange .status")
        before = status.get_attribute("title")
        tablet.page.locator(".exchange .button.primary").click()
        expect(status).not_to_have_attribute("title", before or "")
        expect(status).not_to_have_attribute("data-state", "running")
        if status.get_attribute("data-state") == "idle":
            return
    pytest.fail("it did not get through")


@pytest.mark.parametrize(
    "fault",
    [
        fake_sync.lost,
        fake_sync.refused,
        fake_sync.broken,
        fake_sync.crashed,
        fake_sync.portal,
        fake_sync.portal_json,
        fake_sync.busy,
    ],
)
@pytest.mark.parametrize(
    "call",
    [("POST", "operations"), ("PUT", "photos"), ("POST", "finish"), ("GET", "hello")],
    ids=lambda call: call[1],
)
def test_a_fault_delays_and_neither_loses_nor_doubles(
    tablet: Tablet, fake: FakeSync, fault: fake_sync.Fault, call: tuple[str, str]
) -> None:
    some_work(tablet, photo=True)
    tablet.finish(SUGAR)
    fake.fail(*call, fault)
    online(tablet)
    until_sent(tablet)
    tablet.counts(0, 0, 1)
    assert [one["kind"] for one in fake.operations.values()] == ["start", "set", "set", "photo", "finish"]
    assert sorted(one["seq"] for one in fake.operations.values()) == [1, 2, 3, 4, 5]
    assert len(fake.photos) == 1 and fake.quarantined == []
    assert fake.manifests[SUGAR]["operations"] == 5
    assert not fake.faults


def test_a_page_with_status_200_is_no_receipt(tablet: Tablet, fake: FakeSync) -> None:
    some_work(tablet)
    fake.fail("POST", "operations", fake_sync.portal, times=50)
    online(tablet)
    tablet.synchronise("waiting")
    expect(tablet.page.locator(".exchange .status")).to_contain_text("网络要求先登录")
    expect(tablet.page.locator(".pill")).to_have_attribute("data-unsent", "3")
    assert fake.operations == {}


def test_a_batch_that_is_too_large_is_halved(tablet: Tablet, fake: FakeSync) -> None:
    tablet.page.context.set_offline(True)
    tablet.go(SUGAR, "packages")
    tablet.page.locator("[data-section=packages] .rows .row input").first.focus()
    for n in range(30):
        tablet.type_digits(f"500.{n % 10}")
    tablet.saved()
    fake.most = 7
    online(tablet)
    until_sent(tablet)
    tablet.all_sent()
    assert len(fake.operations) == 32
    assert max(fake.batches) <= 7
    assert [one["seq"] for one in fake.operations.values()] == list(range(1, 33))


def test_what_the_server_lost_is_sent_again_until_the_manifest_is_complete(
    tablet: Tablet, fake: FakeSync
) -> None:
    some_work(tablet, photo=True)
    [photo] = [one["sha256"] for one in tablet.stored("photos")]
    ids = [one["id"] for one in tablet.stored("operations")]
    fake.forget = {photo, ids[1]}
    tablet.finish(SUGAR)
    online(tablet)
    until_sent(tablet)
    tablet.counts(0, 0, 1)
    assert photo in fake.photos and set(ids) <= fake.operations.keys()
    assert [one for one in fake.requests if one.endswith("finish")].__len__() >= 2


def test_a_photo_whose_answer_was_lost_is_not_sent_twice(tablet: Tablet, fake: FakeSync) -> None:
    some_work(tablet, photo=True)
    fake.fail("PUT", "photos", fake_sync.lost)
    online(tablet)
    until_sent(tablet)
    tablet.all_sent()
    assert [one.split()[0] for one in fake.requests if "/photos/" in one] == ["PUT", "HEAD"]


def test_a_photo_that_does_not_have_its_hash_stays_on_the_tablet_and_is_shown(
    tablet: Tablet, fake: FakeSync
) -> None:
    some_work(tablet, photo=True)
    tablet.page.evaluate(
        """() => new Promise((resolve) => {
          indexedDB.open("fair-scale-field").onsuccess = ({ target: { result: database } }) => {
            const writing = database.transaction(["photos"], "readwrite");
            writing.objectStore("photos").openCursor().onsuccess = ({ target: { result: cursor } }) => {
              if (!cursor) return;
              new Uint8Array(cursor.value.bytes)[100] ^= 1;
              cursor.update(cursor.value);
            };
            writing.oncomplete = () => resolve(database.close());
          };
        })"""
    )
    online(tablet)
    tablet.synchronise()
    expect(tablet.page.locator("[data-trouble=refused]")).to_contain_text("照片与指纹不符")
    expect(tablet.page.locator(".pill")).to_have_attribute("data-unsent", "1")
    assert fake.photos == {} and len(fake.operations) == 4
    assert len(tablet.stored("photos")) == 1


def test_an_entry_with_the_same_id_and_other_content_is_shown_and_the_rest_goes_on(
    tablet: Tablet, fake: FakeSync
) -> None:
    some_work(tablet)
    stored = [one["operation"] for one in tablet.stored("operations")]
    fake.operations[stored[1]["id"]] = {**stored[1], "body": {"path": ["date"], "value": "1999-01-01"}}
    online(tablet)
    tablet.synchronise()
    tablet.all_sent()
    expect(tablet.page.locator("[data-trouble=quarantined]")).to_contain_text("内容不同")
    assert {one["id"] for one in stored} == fake.operations.keys()


def test_a_revoked_token_stops_sending_and_keeps_everything(tablet: Tablet, fake: FakeSync) -> None:
    some_work(tablet, photo=True)
    fake.revoked = set(fake.devices)
    online(tablet)
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
    online(tablet)
    tablet.synchronise("stopped")
    tablet.page.click("text=重新登录")
    expect(tablet.page.locator(".notice")).to_contain_text("3 条尚未发送")
    tablet.page.fill("#sign-username", "inspector")
    tablet.page.fill("#sign-password", "correct")
    tablet.page.click("button[type=submit]")
    expect(tablet.page.locator("a.visit")).to_have_count(3)
    tablet.go(SUGAR, "density")
    tablet.enter("1.03", "density")
    for _ in range(5):
        # An exchange that was under way when the answer was typed may have ended without it.
        if not fake.operations:
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


def test_a_bundle_that_changes_while_work_is_unsent_replaces_only_the_assignments(
    tablet: Tablet, fake: FakeSync
) -> None:
    some_work(tablet)
    changed = three_visits()
    changed["assignments"] = [one for one in changed["assignments"] if one["inspection"] != SUGAR]
    changed["assignments"][0]["object"]["name"] = "改名的市场"
    fake.bundle = changed
    fake.fail("POST", "operations", fake_sync.broken, times=1)
    online(tablet)
    until_sent(tablet)
    tablet.all_sent()
    tablet.page.evaluate("location.hash = '#/'")
    expect(tablet.page.locator("a.visit")).to_have_count(2)
    expect(tablet.page.locator("a.visit").first).to_contain_text("改名的市场")
    expect(tablet.page.locator(".former .visit")).to_contain_text("海岳第2农贸市场")
    assert len(fake.operations) == 3 and len(tablet.stored("operations")) == 3


def test_another_database_behind_the_address_gets_nothing(tablet: Tablet, fake: FakeSync) -> None:
    some_work(tablet)
    fake.epoch = "01900000-0000-7000-8000-0000000000e2"
    online(tablet)
    tablet.synchronise("stopped")
    expect(tablet.page.locator(".exchange .status")).to_contain_text("数据库已更换")
    assert fake.operations == {}


def test_a_server_restored_from_a_backup_gets_everything_once_more(tablet: Tablet, fake: FakeSync) -> None:
    some_work(tablet, photo=True)
    online(tablet)
    until_sent(tablet)
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
    until_sent(tablet)
    tablet.counts(0, 0, 1)
    assert (fake.operations, len(fake.photos), len(fake.devices)) == (had, 1, 1)


def test_a_client_that_is_too_old_says_so_and_keeps_its_entries(tablet: Tablet, fake: FakeSync) -> None:
    some_work(tablet)
    fake.oldest_client = "2"
    online(tablet)
    tablet.synchronise("stopped")
    expect(tablet.page.locator(".exchange .status")).to_contain_text("版本过旧")
    assert fake.operations == {} and len(tablet.stored("operations")) == 3


def test_a_clock_that_is_a_day_off_is_shown(tablet: Tablet, fake: FakeSync) -> None:
    fake.clock = timedelta(days=1)
    tablet.synchronise()
    tablet.page.reload()
    tablet.ready()
    expect(tablet.page.locator(".tablet dd.bad", has_text="请校正")).to_contain_text("86")


def second_tablet(browser: Browser, address: str) -> tuple[BrowserContext, Tablet]:
    context = browser.new_context(viewport=TABLET, locale="zh-CN", permissions=["camera"])
    tablet = Tablet(context.new_page(), address)
    tablet.sign_in(name="东城 8 号")
    return context, tablet


def test_two_tablets_work_on_one_inspection_and_a_difference_is_shown_on_both(
    browser: Browser, tablet: Tablet, fake: FakeSync, address: str
) -> None:
    context, other = second_tablet(browser, address)
    for one, value in ((tablet, "1.03"), (other, "1.04")):
        one.page.context.set_offline(True)
        one.go(SUGAR, "density")
        one.enter(value, "density")
        one.saved()
    for one in (tablet, other):
        online(one)
        one.synchronise()
    tablet.synchronise()
    for one in (tablet, other):
        one.go(SUGAR, "density")
        expect(one.page.locator(".conflict li")).to_have_count(2)
        expect(one.page.locator(".conflict")).to_contain_text("1.03")
        expect(one.page.locator(".conflict")).to_contain_text("1.04")
    other.page.locator(".conflict li", has_text="1.03").locator("button").click()
    expect(other.page.locator(".conflict")).to_have_count(0)
    expect(other.field("density")).to_have_value("1.03")
    other.synchronise()
    tablet.synchronise()
    tablet.go(SUGAR, "density")
    expect(tablet.page.locator(".conflict")).to_have_count(0)
    expect(tablet.field("density")).to_have_value("1.03")
    [settled] = [one for one in fake.operations.values() if one["body"].get("supersedes")]
    assert settled["body"]["value"] == "1.03"
    context.close()


def test_an_instrument_opened_on_two_tablets_is_one_row(
    browser: Browser, tablet: Tablet, fake: FakeSync, address: str
) -> None:
    context, other = second_tablet(browser, address)
    for one, seal in ((tablet, "intact"), (other, None)):
        one.page.context.set_offline(True)
        one.go(MARKET, "instruments")
        one.page.locator("[data-number=S-0002]").click()
        if seal:
            one.choose(seal, "seal")
        one.saved()
        online(one)
        one.synchronise()
    other.go(MARKET, "instruments")
    expect(other.page.locator("[data-number=S-0002]")).to_have_attribute("data-begun", "true")
    expect(other.page.locator(".card:not([data-number])")).to_have_count(0)
    other.page.locator("[data-number=S-0002]").click()
    expect(other.field("seal").locator("[data-value=intact]")).to_have_attribute("aria-pressed", "true")
    expect(other.page.locator(".conflict")).to_have_count(0)
    context.close()


def test_a_returned_inspection_opens_with_its_values_and_the_reason(tablet: Tablet, fake: FakeSync) -> None:
    some_work(tablet)
    tablet.finish(SUGAR)
    online(tablet)
    tablet.synchronise()
    tablet.counts(0, 0, 1)
    returned = copy.deepcopy(fake.bundle)
    [visit] = [one for one in returned["assignments"] if one["inspection"] == SUGAR]
    visit.update(revision=2, return_reason="批量与台账不符，请复核")
    for one in returned["assignments"]:
        one["order"] = 1
    fake.bundle = returned
    tablet.synchronise()
    tablet.page.evaluate("location.hash = '#/'")
    # Each draw counts its own visits; the day's list counts them all.
    expect(tablet.page.locator("a.visit .order")).to_have_text(["1", "2", "3"])
    tablet.go(SUGAR, "lot")
    expect(tablet.page.locator(".notice")).to_contain_text("第 2 次修订")
    expect(tablet.page.locator(".notice")).to_contain_text("批量与台账不符，请复核")
    expect(tablet.field("lot", "size")).to_have_value("800")
    tablet.enter("900", "lot", "size")
    tablet.saved()
    expect(tablet.page.locator(".visit-head .tag")).to_have_count(1)
    tablet.finish(SUGAR)
    tablet.synchronise()
    tablet.counts(0, 0, 1)
    last = list(fake.operations.values())[-2:]
    assert [(one["kind"], one["revision"]) for one in last] == [("set", 2), ("finish", 2)]
    assert fake.manifests[SUGAR]["operations"] == 2


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


def test_a_picture_file_that_is_none_is_refused(tablet: Tablet) -> None:
    tablet.go(GLASSES, "photos")
    tablet.page.set_input_files(
        "#photo-file", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"not a picture"}
    )
    expect(tablet.page.locator(".photo-page > .problem")).to_contain_text("照片未保存")
    assert tablet.stored("operations") == []


def test_a_large_picture_is_scaled_and_the_stored_bytes_have_its_hash(tablet: Tablet, fake: FakeSync) -> None:
    import hashlib
    import io

    from PIL import Image

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
    tablet.enter("800", "lot", "size")
    # The head says "saved" of what was entered before, until this entry is on its way.
    deadline = time.monotonic() + 10
    while not (stored := tablet.stored("operations")) and time.monotonic() < deadline:
        tablet.page.wait_for_timeout(100)
    assert 800 in [one["operation"]["body"].get("value") for one in stored]


def test_the_rescue_file_holds_all_that_is_unsent(tablet: Tablet, fake: FakeSync, tmp_path) -> None:
    import base64
    import hashlib
    import json

    some_work(tablet)
    online(tablet)
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
    expect(tablet.page.locator(".rescue [role=status]")).to_contain_text("2 条录入，1 张照片")
    tablet.page.check("#rescue-all")
    with tablet.page.expect_download() as waiting:
        tablet.page.click("text=导出救援文件")
    waiting.value.save_as(file)
    assert json.loads(file.read_text("utf-8"))["operations"] == [one["operation"] for one in stored]
