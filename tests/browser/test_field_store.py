"""What the tablet keeps, and when it lets it go: its own modules on its own database."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

#: 2 March 2026, 01:00 UTC.
NOW = 1_772_413_200_000

#: Puts one inspection of one entry and one photo into a database of its own, and asks what may go.
WIPE = """async (given) => {
  const { Database, ask } = await import("/field/store/database.js");
  const { wipe } = await import("/field/store/wiping.js");
  const database = new Database(given.name);
  const stores = ["operations", "photos", "thumbnails", "receipts", "outbox", "manifests", "visits", "others"];
  const id = given.name;
  await database.write(stores, (t) => {
    const put = (store, value) => t.objectStore(store).put(value);
    put("operations", { id: "a", inspection: id, device: "d", seq: 1, group: "a", operation: { id: "a" } });
    put("photos", { sha256: "p", inspection: id, device: "d", at: "", mime: "", bytes: new ArrayBuffer(8) });
    put("thumbnails", { sha256: "p", bytes: new ArrayBuffer(2) });
    put("visits", { inspection: id });
    put("others", { id: "o", inspection: id, operation: { id: "o" } });
    for (const receipt of given.receipts) put("receipts", receipt);
    const own = { inspection: id, device: "d" };
    for (const queued of given.waiting) put("outbox", { ...own, id: queued, kind: "operation", order: 1, at: "" });
    const manifest = (revision, at) => ({ ...own, revision, operations: 1, complete: at !== null, verified_at: at });
    if (given.verified) put("manifests", manifest(1, given.verified));
    if (given.open) put("manifests", manifest(2, null));
  });
  const freed = await wipe(database, given.now, new Set(given.assigned ? [id] : []));
  const left = await database.read(stores, async (t) => {
    const counts = {};
    for (const store of stores) counts[store] = await ask(t.objectStore(store).count());
    return counts;
  });
  await database.close();
  return { freed, left };
}"""
BOTH = [
    {"id": "a", "kind": "operation", "state": "applied"},
    {"id": "p", "kind": "photo", "state": "applied"},
]
KEPT = {
    "13 days ago": {"verified": "2026-02-17T01:00:01.000Z"},
    "never": {"verified": None},
    "assigned": {"assigned": True},
    "something waits": {"waiting": ["a"]},
    "a later revision is open": {"open": True},
    "no receipt for the entry": {"receipts": BOTH[1:]},
    "no receipt for the photo": {"receipts": BOTH[:1]},
    "the entry did not count": {"receipts": [{**BOTH[0], "state": "failed", "trouble": 1}, BOTH[1]]},
}


def wipe(page: Page, name: str, **changed: Any) -> dict[str, Any]:
    given = {
        "name": name,
        "now": NOW,
        "receipts": BOTH,
        "waiting": [],
        "verified": "2026-02-16T00:59:59.000Z",
    }
    return page.evaluate(WIPE, {**given, "assigned": False, "open": False, **changed})


def test_what_is_verified_is_let_go_after_14_days_and_not_before(modules: Page) -> None:
    found = wipe(modules, "old")
    assert found["freed"] == ["old"]
    gone = ("operations", "photos", "thumbnails", "visits", "others")
    assert {store: found["left"][store] for store in gone} == dict.fromkeys(gone, 0)


@pytest.mark.parametrize("why", KEPT)
def test_what_is_not_verified_settled_and_old_is_never_let_go(modules: Page, why: str) -> None:
    found = wipe(modules, f"kept: {why}", **KEPT[why])
    assert found["freed"] == []
    assert (found["left"]["operations"], found["left"]["photos"]) == (1, 1)


def test_a_photo_and_its_entry_are_written_together_or_not_at_all(modules: Page) -> None:
    left = modules.evaluate(
        """async () => {
          const { Database, ask } = await import("/field/store/database.js");
          const { append } = await import("/field/store/operations.js");
          const database = new Database("together");
          await database.write(["settings"], (t) => t.objectStore("settings").put({ id: "d" }, "device"));
          const photo = (sha256) => ({ sha256, mime: "image/jpeg", thumbnail: null, bytes: new ArrayBuffer(8) });
          const drafts = [{ kind: "photo", body: {} }];
          const given = { inspection: "i", revision: 1, drafts };
          // The second photo cannot be stored: an object with a function in it is no value of a database.
          const broken = { ...photo("2"), bytes: () => {} };
          const fails = append(database, { ...given, photos: [photo("1"), broken] });
          const error = await fails.catch((error) => error.name);
          const stores = ["operations", "photos", "outbox"];
          const count = (t) => Promise.all(stores.map((store) => ask(t.objectStore(store).count())));
          const after = await database.read(stores, count);
          await append(database, { ...given, photos: [photo("1")] });
          const then = await database.read(stores, count);
          await database.close();
          return { error, after, then };
        }"""
    )
    assert left == {"error": "DataCloneError", "after": [0, 0, 0], "then": [1, 1, 2]}


def test_on_an_ipad_the_page_has_to_be_on_the_home_screen(browser, modules: Page) -> None:
    ask = "async () => (await import('/field/device/storage.js')).mustBeInstalled()"
    assert modules.evaluate(ask) is False
    page = browser.new_page(user_agent="Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) AppleWebKit/605.1.15")
    page.goto(modules.url)
    assert page.evaluate(ask) is True
    page.close()
