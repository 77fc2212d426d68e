"""What goes wrong between a tablet and its server, and that nothing is lost, doubled or overwritten by it."""

import copy
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser import fake_sync
from tests.browser.bundles import SUGAR, three_visits
from tests.browser.fake_sync import FakeSync
from tests.browser.tablet import Tablet, some_work

CALLS = [("GET", "hello"), ("POST", "operations"), ("PUT", "photos"), ("POST", "finish")]


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
def test_a_fault_delays_and_neither_loses_nor_doubles(
    tablet: Tablet, fake: FakeSync, fault: fake_sync.Fault
) -> None:
    """Each call meets the fault once: sending ends there and is begun again."""
    some_work(tablet, photo=True)
    tablet.finish(SUGAR)
    for call in CALLS:
        fake.fail(*call, fault)
    tablet.online()
    tablet.until_sent()
    tablet.counts(0, 0, 1)
    assert [one["kind"] for one in fake.operations.values()] == ["start", "set", "set", "photo", "finish"]
    assert sorted(one["seq"] for one in fake.operations.values()) == [1, 2, 3, 4, 5]
    assert len(fake.photos) == 1 and fake.quarantined == []
    assert fake.manifests[SUGAR]["operations"] == 5
    assert not fake.faults


def test_a_page_with_status_200_is_no_receipt(tablet: Tablet, fake: FakeSync) -> None:
    some_work(tablet)
    fake.fail("POST", "operations", fake_sync.portal, times=50)
    tablet.online()
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
    tablet.online()
    tablet.until_sent()
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
    tablet.online()
    tablet.until_sent()
    tablet.counts(0, 0, 1)
    assert photo in fake.photos and set(ids) <= fake.operations.keys()
    assert sum(one.endswith("finish") for one in fake.requests) >= 2


def test_a_photo_whose_answer_was_lost_is_not_sent_twice(tablet: Tablet, fake: FakeSync) -> None:
    some_work(tablet, photo=True)
    fake.fail("PUT", "photos", fake_sync.lost)
    tablet.online()
    tablet.until_sent()
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
    tablet.online()
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
    tablet.online()
    tablet.synchronise()
    tablet.all_sent()
    expect(tablet.page.locator("[data-trouble=quarantined]")).to_contain_text("内容不同")
    assert {one["id"] for one in stored} == fake.operations.keys()


def test_a_bundle_that_changes_while_work_is_unsent_replaces_only_the_assignments(
    tablet: Tablet, fake: FakeSync
) -> None:
    some_work(tablet)
    changed = three_visits()
    changed["assignments"] = [one for one in changed["assignments"] if one["inspection"] != SUGAR]
    changed["assignments"][0]["object"]["name"] = "改名的市场"
    fake.bundle = changed
    fake.fail("POST", "operations", fake_sync.broken, times=1)
    tablet.online()
    tablet.until_sent()
    tablet.all_sent()
    tablet.page.evaluate("location.hash = '#/'")
    expect(tablet.page.locator("a.visit")).to_have_count(2)
    expect(tablet.page.locator("a.visit").first).to_contain_text("改名的市场")
    expect(tablet.page.locator(".former .visit")).to_contain_text("海岳第2农贸市场")
    assert len(fake.operations) == 3 and len(tablet.stored("operations")) == 3


def test_a_returned_inspection_opens_with_its_values_and_the_reason(tablet: Tablet, fake: FakeSync) -> None:
    some_work(tablet)
    tablet.finish(SUGAR)
    tablet.online()
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


def test_a_clock_that_is_a_day_off_is_shown(tablet: Tablet, fake: FakeSync) -> None:
    fake.clock = timedelta(days=1)
    tablet.synchronise()
    tablet.page.reload()
    tablet.ready()
    expect(tablet.page.locator(".tablet dd.bad", has_text="请校正")).to_contain_text("86")
