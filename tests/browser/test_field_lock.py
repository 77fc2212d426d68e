"""The page locks when nobody touches it: nothing is shown, nothing typed is lost, and it opens without a network."""

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.bundles import MARKET
from tests.browser.fake_sync import FakeSync
from tests.browser.tablet import Tablet

KEPT = """() => new Promise((resolve) => {
  indexedDB.open("fair-scale-field").onsuccess = ({ target: { result: database } }) => {
    const transaction = database.transaction(["settings"]);
    const asked = ["locks", "locked", "lock_failures"].map((key) => transaction.objectStore("settings").get(key));
    transaction.oncomplete = () => {
      database.close();
      const [locks, locked, failures] = asked.map((one) => one.result);
      const { iterations, salt } = locks.password;
      resolve({ names: Object.keys(locks.password).sort(), iterations, salt: salt.length, locked, failures });
    };
  };
})"""
SECRETS = """async () => {
  const { fits, verifier } = await import("/field/device/secrets.js");
  const { isDue, waitAfter } = await import("/field/core/locking.js");
  const [first, second] = [await verifier("秘密1"), await verifier("秘密1")];
  const bytes = (text) => new TextEncoder().encode(text);
  const vector = await fits("passwd", { salt: bytes("salt"), iterations: 1, hash: Uint8Array.from(
    "55ac046e56e3089fec1691c22544b605f94185216dde0465e68b9d57c20dacbc".match(/../g), (pair) => parseInt(pair, 16)) });
  const known = { locks: { password: {}, pin: null }, last_active: 1_000_000_000 };
  const due = (minutes, more = {}) => isDue({ ...known, ...more }, known.last_active + minutes * 60_000);
  const unset = { locks: undefined };
  return { vector, fits: [await fits("秘密1", first), await fits("秘密2", first)],
    salted: String(first.hash) !== String(second.hash),
    due: [due(9.9), due(10), due(2, { lock_minutes: 2 }), due(-2), due(0, { locked: true }), due(99, unset)],
    waits: [1, 4, 5, 6, 60].map(waitAfter) };
}"""


def unlock(page: Page, secret: str) -> None:
    page.fill("#lock-secret", secret)
    page.click(".lock [type=submit]")


def test_a_secret_is_kept_as_a_salted_slow_hash(modules: Page) -> None:
    told = modules.evaluate(SECRETS)
    # The vector is that of RFC 7914, section 11, cut to the length of one hash.
    assert told["vector"]
    assert (told["fits"], told["salted"]) == ([True, False], True)
    assert told["due"] == [False, True, True, True, True, False]
    assert told["waits"] == [0, 0, 30_000, 60_000, 3_600_000]


def test_an_idle_page_locks_and_opens_offline_with_all_that_was_typed(
    context: BrowserContext, page: Page, fake: FakeSync, address: str
) -> None:
    tablet = Tablet(page, address)
    tablet.sign_in()
    kept = page.evaluate(KEPT)
    assert kept["names"] == ["hash", "iterations", "salt"]
    assert (kept["iterations"], kept["salt"]) == (600_000, 16)
    context.set_offline(True)
    page.clock.install()
    page.reload()
    tablet.ready()
    tablet.go(MARKET, "consent")
    page.fill("#signer", "王摊")
    page.clock.fast_forward("09:00")
    expect(page.locator(".lock")).to_be_hidden()
    page.clock.fast_forward("01:10")
    expect(page.locator(".lock")).to_be_visible()
    for hidden in ("header.top", "main", "#signer"):
        expect(page.locator(hidden)).to_be_hidden()
    unlock(page, "wrong")
    expect(page.locator(".lock .problem")).to_contain_text("密码或 PIN 不对")
    unlock(page, "correct")
    expect(page.locator(".lock")).to_be_hidden()
    expect(page.locator("#signer")).to_have_value("王摊")
    assert page.evaluate(KEPT)["failures"] is None

    page.evaluate("location.hash = '#/records'")
    page.click("text=设置 PIN")
    page.fill("#lock-present", "correct")
    page.fill("#lock-pin", "271828")
    page.click("text=保存 PIN")
    expect(page.locator("text=PIN 已保存")).to_be_visible()
    page.click(".lock-now")
    expect(page.locator(".lock")).to_be_visible()
    page.reload()
    tablet.ready()
    expect(page.locator("main")).to_be_empty()
    for _ in range(5):
        unlock(page, "000000")
        expect(page.locator(".lock .problem")).to_contain_text("不对")
        expect(page.locator(".lock [type=submit]")).to_be_enabled()
    unlock(page, "271828")
    expect(page.locator(".lock .problem")).to_contain_text("秒后再试")
    page.clock.fast_forward("00:31")
    unlock(page, "271828")
    expect(page.locator(".lock")).to_be_hidden()
    expect(page.locator(".records")).to_be_visible()


#: The disk takes nothing that belongs to the lock until it is healed.
LOCK_NOT_KEPT = """() => {
  const original = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (value, key) {
    const ofTheLock = ["locked", "last_active", "lock_failures"].includes(key);
    if (globalThis.healed || !ofTheLock) return original.call(this, value, key);
    throw new DOMException("full", "QuotaExceededError");
  };
}"""
#: The tablet was touched last eleven minutes ago.
LEFT = """() => new Promise((resolve) => {
  indexedDB.open("fair-scale-field").onsuccess = ({ target: { result: database } }) => {
    const transaction = database.transaction(["settings"], "readwrite");
    transaction.objectStore("settings").put(Date.now() - 11 * 60_000, "last_active");
    transaction.oncomplete = () => {
      database.close();
      resolve();
    };
  };
})"""


def test_a_full_disk_locks_all_the_same_and_says_why_it_does_not_open(
    context: BrowserContext, tablet: Tablet
) -> None:
    tablet.page.evaluate(LEFT)
    page = context.new_page()
    page.add_init_script(f"({LOCK_NOT_KEPT})()")
    Tablet(page, tablet.address).open()
    expect(page.locator("#lock-secret")).to_be_focused()
    unlock(page, "correct")
    expect(page.locator(".lock .problem")).to_contain_text("未保存：QuotaExceededError")
    expect(page.locator(".lock [type=submit]")).to_be_enabled()
    page.evaluate("() => { globalThis.healed = true; }")
    unlock(page, "correct")
    expect(page.locator(".visits [data-inspection]").first).to_be_visible()
