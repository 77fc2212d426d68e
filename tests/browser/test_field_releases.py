"""Releases that meet: a database that an earlier page left, a newer server before an old page, and the reverse."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.bundles import MARKET, SUGAR, three_visits
from tests.browser.conftest import watch
from tests.browser.fake_sync import FakeSync
from tests.browser.tablet import Tablet

#: The database on a tablet as each release left it, with what was in it; one file for each step of the migrations.
KEPT = sorted(
    (Path(__file__).parents[1] / "data" / "databases").glob("*.json"), key=lambda one: int(one.stem)
)
RESTORE = """({ version, stores }) => new Promise((resolve, reject) => {
  const inside = (one) => Object.fromEntries(Object.entries(one).map(([key, inner]) => [key, value(inner)]));
  const value = (one) => one?.$bytes ? Uint8Array.from(atob(one.$bytes), (letter) => letter.charCodeAt(0)).buffer
    : Array.isArray(one) ? one.map(value)
    : one && typeof one === "object" ? inside(one) : one;
  const opening = indexedDB.open("fair-scale-field", version);
  opening.onerror = () => reject(opening.error);
  opening.onupgradeneeded = () => {
    for (const { name, keyPath, indexes, rows } of stores) {
      const store = opening.result.createObjectStore(name, { keyPath });
      for (const one of indexes) store.createIndex(one.name, one.keyPath, { unique: one.unique });
      for (const row of rows) store.put(value(row.value), row.key);
    }
  };
  opening.onsuccess = () => resolve(opening.result.close());
})"""
MADE = """async (release) => {
  const { Database } = await import("/field/store/database.js");
  const { MIGRATIONS } = await import("/field/store/migrations.js");
  const database = new Database(`made-${release}`, MIGRATIONS.slice(0, release));
  const opened = await database.connection();
  const names = [...opened.objectStoreNames];
  const transaction = opened.transaction(names);
  const stores = names.map((name) => {
    const store = transaction.objectStore(name);
    const index = (one) => ({ name: one, keyPath: store.index(one).keyPath, unique: store.index(one).unique });
    return { name, keyPath: store.keyPath, indexes: [...store.indexNames].map(index) };
  });
  await database.close();
  return { releases: MIGRATIONS.length, stores };
}"""


def read(file: Path) -> dict[str, Any]:
    return json.loads(file.read_text("utf-8"))


@pytest.mark.parametrize("file", KEPT, ids=lambda one: one.stem)
def test_a_database_of_every_release_opens_with_what_it_held_and_sends_it(
    context: BrowserContext, page: Page, fake: FakeSync, address: str, file: Path
) -> None:
    kept = read(file)
    rows = {store["name"]: [row["value"] for row in store["rows"]] for store in kept["stores"]}
    operations = [one["operation"] for one in rows["operations"]]
    waiting = {one["id"] for one in rows["outbox"]}
    fake.devices = {"token-1": operations[0]["device"]}
    fake.operations = {one["id"]: one for one in operations if one["id"] not in waiting}
    tablet = Tablet(page, address)
    beside = tablet.beside()
    beside.evaluate(RESTORE, kept)
    beside.close()
    tablet.open()
    tablet.all_sent()
    assert list(fake.operations.values()) == operations
    assert set(fake.photos) == {one["sha256"] for one in rows["photos"]} and fake.photos
    expect(page.locator("a.visit").first).to_be_visible()
    tablet.go(SUGAR, "lot")
    expect(tablet.field("lot", "size")).to_have_value("800")


def test_a_released_step_of_the_local_database_is_never_changed(modules: Page) -> None:
    for file in KEPT:
        stores = [{key: one[key] for key in ("name", "keyPath", "indexes")} for one in read(file)["stores"]]
        made = modules.evaluate(MADE, int(file.stem))
        assert made["stores"] == stores, file.name
    assert made["releases"] == len(KEPT), "the database of this release is kept as well"


def a_visit(tablet: Tablet) -> None:
    tablet.page.context.set_offline(True)
    tablet.go(SUGAR, "lot")
    tablet.enter("800", "lot", "size")
    tablet.saved()
    tablet.take_photo(SUGAR)
    tablet.finish(SUGAR)
    tablet.page.context.set_offline(False)
    tablet.synchronise()
    tablet.counts(0, 0, 1)


def test_an_old_page_goes_on_before_a_newer_server(page: Page, fake: FakeSync, address: str) -> None:
    """Members, states and kinds that the page does not know are passed over; a section that it cannot show says so."""
    plain, errors = fake.answer, watch(page)
    fake.answer = lambda **content: plain(**content, novelty={"some": ["thing"]})  # type: ignore[method-assign]
    bundle = copy.deepcopy(fake.bundle)
    for one in bundle["assignments"]:
        one |= {"novelty": {"a": 1}, "object": {**one["object"], "novelty": True}}
    for programme in bundle["programmes"].values():
        programme["novelty"] = []
        section = {"id": "novelty", "kind": "novelty", "path": ["novelty"]}
        programme["form"]["sections"].insert(1, section)
        programme["texts"]["form.novelty"] = {"zh": "新的部分", "en": "A novelty"}
    fake.bundle = {**bundle, "another": "new"}
    tablet = Tablet(page, address)
    tablet.sign_in()
    fake.receipts.append(
        (
            fake.devices["token-1"],
            {"id": "x", "kind": "novelty", "state": "novel", "received_at": "2026-01-01T00:00:00.000Z"},
        )
    )
    tablet.go(MARKET, "novelty")
    expect(page.locator(".content .notice")).to_contain_text("本页版本过旧")
    expect(page.locator("[data-step=novelty][aria-current=step]")).to_be_visible()
    a_visit(tablet)
    assert errors() == []


def test_a_newer_page_works_with_an_earlier_server(page: Page, fake: FakeSync, address: str) -> None:
    """What later servers added to the bundle is not needed: neither what else is due, nor what came out before."""
    bundle = three_visits()
    for one in bundle["assignments"]:
        for later in ("together", "look_back", "earlier", "return_reason", "state"):
            one.pop(later, None)
        for thing in one["instruments"]:
            for later in ("certificate", "maker", "model", "location"):
                del thing[later]
    for later in ("site", "texts"):
        del bundle[later]
    fake.bundle = bundle
    tablet = Tablet(page, address)
    tablet.sign_in()
    for step in ("overview", "instruments", "showing", "violations", "consent", "finish"):
        tablet.go(MARKET, step)
        expect(page.locator(".content h2").first).to_be_visible()
        expect(page.locator("main > .problem")).to_have_count(0)
    a_visit(tablet)
