"""What an inspector does with the tablet, as steps of a test."""

from __future__ import annotations

from playwright.sync_api import JSHandle, Locator, Page, expect

from tests.browser.bundles import SUGAR

WAIT_MS = 20_000
expect.set_options(timeout=WAIT_MS)

#: The service worker serves this page from now on. Said once it does: the pages let no text be run as a script later.
SERVED = """() => new Promise((resolve) => {
  const workers = navigator.serviceWorker;
  workers.addEventListener("controllerchange", resolve);
  if (workers.controller) resolve();
}).then(() => navigator.serviceWorker.ready).then(() => undefined)"""

#: The workers of the labels, which come after it, are there as well: the browser logs an error for each that it
#: still asks for when the network goes.
LABELLED = """async () => {
  const isThere = (one) => /\\/[io]\\/$/.test(one.scope) && (one.installing || one.waiting || one.active);
  for (;;) {
    if ((await navigator.serviceWorker.getRegistrations()).filter(isThere).length === 2) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}"""

#: Says at once that something is there. What only asks, asks at ever longer intervals, of up to a second.
SOON = """async ([selector, most]) => {
  const until = performance.now() + most;
  while (!document.querySelector(selector) && performance.now() < until) await new Promise(requestAnimationFrame);
}"""
SOON_MS = 3000

SEND_NOW = """(exchange) => {
  const { title } = exchange.querySelector(".status");
  exchange.querySelector(".button.primary").click();
  return title;
}"""

#: Everything in a store, as the browser has it: no module is fetched for it, with or without network.
READ_ALL = """([name, store]) => new Promise((resolve, reject) => {
  const opening = indexedDB.open(name);
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const database = opening.result;
    const asking = database.transaction([store]).objectStore(store).getAll();
    asking.onerror = () => reject(asking.error);
    asking.onsuccess = () => {
      database.close();
      resolve(asking.result.map(({ bytes, ...rest }) => (bytes ? { ...rest, size: bytes.byteLength } : rest)));
    };
  };
})"""

#: Nothing fits on the disk until it is healed.
FULL = """() => {
  const original = IDBObjectStore.prototype.add;
  IDBObjectStore.prototype.add = function (...given) {
    if (globalThis.healed) return original.apply(this, given);
    throw new DOMException("full", "QuotaExceededError");
  };
}"""


class Tablet:
    """A page at /field/ of a server."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        page.set_default_timeout(WAIT_MS)

    def open(self) -> None:
        """Open the page and wait until it can be used."""
        self.page.goto(f"{self.address}/field/")
        self.ready()

    def soon(self, selector: str) -> None:
        """Return once something is there, or after :data:`SOON_MS`: whoever wants it says so next."""
        self.page.evaluate(SOON, [selector, SOON_MS])

    def ready(self) -> None:
        self.page.locator("body[data-ready]").wait_for()

    def sign_in(
        self, username: str = "inspector", password: str = "correct", name: str = "东城 7 号"
    ) -> None:
        """Open the page, sign in, and wait for the visits and for the service workers."""
        self.open()
        self.page.fill("#sign-username", username)
        self.page.fill("#sign-password", password)
        self.page.fill("#sign-device", name)
        self.page.click("button[type=submit]")
        self.soon(".visits [data-inspection]")
        expect(self.page.locator(".visits [data-inspection]").first).to_be_visible()
        self.page.evaluate(SERVED)
        self.page.evaluate(LABELLED)

    def go(self, inspection: str, *parts: str) -> None:
        """Go to a step of a visit."""
        self.page.evaluate("hash => { location.hash = hash }", "/".join(["#/visit", inspection, *parts]))

    def step(self, step: str) -> None:
        """Tap a step."""
        self.page.click(f"[data-step={step}]")
        self.soon(f"[data-step={step}][aria-current=step]")
        expect(self.page.locator(f"[data-step={step}][aria-current=step]")).to_have_count(1)

    def field(self, *path: str) -> Locator:
        """The input or group of a path; a segment ``@`` stands for any row."""
        end = ",".join(f'"{segment}"' for segment in path)
        return self.page.locator(f"[data-path$='{end}]']")

    def saved(self) -> None:
        """Wait until nothing is being written."""
        self.soon("body:not(:has(.mark[data-state=saving]))")
        expect(self.page.locator(".mark[data-state=saving]")).to_have_count(0)

    def synchronise(self, state: str = "idle") -> None:
        """Tap "send now" and wait until the exchange with the server has ended in ``state``."""
        before = self.send_now()
        status = self.page.locator(".exchange .status")
        self.soon(f".exchange .status[data-state={state}]:not([title='{before}'])")
        expect(status).not_to_have_attribute("title", before)
        expect(status).to_have_attribute("data-state", state)

    def send_now(self) -> str:
        """Tap "send now"; returns when the exchange said last how it stood, as the tap found it.

        Both in one step of the page: between them an exchange that the tablet began by itself could end.
        """
        self.page.evaluate("location.hash = '#/records'")
        return self.page.locator(".exchange").evaluate(SEND_NOW)

    def online(self) -> None:
        """Switch the network on."""
        self.page.context.set_offline(False)

    def until_sent(self) -> None:
        """Send again, as the tablet does by itself after a while, until an exchange went well."""
        for _ in range(5):
            before = self.send_now()
            status = self.page.locator(".exchange .status")
            self.soon(f".exchange .status:not([data-state=running], [title='{before}'])")
            expect(status).not_to_have_attribute("title", before)
            expect(status).not_to_have_attribute("data-state", "running")
            if status.get_attribute("data-state") == "idle":
                return
        raise AssertionError("it did not get through")

    def fill_disk(self) -> None:
        """From now on nothing fits on the disk."""
        self.page.evaluate(FULL)

    def is_told_full(self, what: str) -> None:
        """Wait until the head of the page says that ``what`` is not on the disk."""
        expect(self.page.locator(".unsaved")).to_contain_text("QuotaExceededError")
        expect(self.page.locator(".unsaved")).to_contain_text(what)

    def heal_disk(self) -> None:
        """There is room again, and the button in the head is tapped; returns once it has nothing more to say."""
        self.page.evaluate("() => { globalThis.healed = true; }")
        self.page.click(".unsaved button")
        expect(self.page.locator(".unsaved")).to_be_hidden()

    def all_sent(self) -> None:
        """Wait until the head of the page says that nothing is unsent."""
        self.soon(".pill[data-unsent='0']")
        expect(self.page.locator(".pill")).to_have_attribute("data-unsent", "0")

    def counts(self, tablet: int, sent: int, verified: int) -> None:
        """Wait until the head of the page counts the inspections so."""
        for word, count in {"tablet": tablet, "sent": sent, "verified": verified}.items():
            expect(self.page.locator(f".pill [data-word={word}] b")).to_have_text(str(count))

    def enter(self, value: str, *path: str) -> None:
        """Type into a field and press Enter."""
        field = self.field(*path)
        field.fill(value)
        field.press("Enter")

    def choose(self, value: str, *path: str) -> None:
        """Tap one of the buttons of a field."""
        self.field(*path).locator(f'[data-value="{value}"]').click()

    def type_digits(self, text: str) -> int:
        """Press one key for each character and Enter, once a field waits for digits; returns how many that was."""
        expect(self.page.locator("[data-pad]:focus")).to_be_visible()
        for character in text:
            self.page.keyboard.press(character)
        self.page.keyboard.press("Enter")
        return len(text) + 1

    def take_photo(self, inspection: str) -> None:
        """Take one photo with the camera in the page."""
        self.go(inspection, "photos")
        expect(self.page.locator(".camera .counter")).to_be_visible()
        before = self.page.locator(".photo").count()
        begin = self.page.locator(".camera .begin")
        if begin.is_visible():
            begin.click()
        self.page.locator(".camera .shoot").click()
        self.soon(f".photo:nth-child({before + 1})")
        expect(self.page.locator(".photo")).to_have_count(before + 1)

    def sign(self, inspection: str, name: str = "王摊主") -> None:
        """Let the inspected party sign on the glass."""
        self.go(inspection, "consent")
        self.page.fill("#signer", name)
        glass = self.page.locator("canvas.glass")
        # A place on the glass is known once the glass has come to rest.
        glass.hover(position={"x": 40, "y": 60})
        box = glass.bounding_box()
        assert box
        self.page.mouse.down()
        for step in range(1, 8):
            self.page.mouse.move(box["x"] + 40 + 25 * step, box["y"] + 60 + (20 if step % 2 else -20))
        self.page.mouse.up()
        self.page.locator(".signing .primary").click()
        self.soon("[data-signed]")
        expect(self.page.locator("[data-signed]")).to_contain_text(name)

    def finish(self, inspection: str) -> None:
        """Finish a visit on this tablet."""
        self.go(inspection, "finish")
        self.page.click(".finish-button")
        self.soon("[data-finished]")
        expect(self.page.locator("[data-finished]")).to_be_visible()

    def stored(self, store: str, database: str = "fair-scale-field") -> list[dict]:
        """Everything in a store of one of the tablet's databases."""
        return self.page.evaluate(READ_ALL, [database, store])

    def beside(self) -> Page:
        """A second page of the same origin, with the same databases, that no service worker serves."""
        page = self.page.context.new_page()
        page.goto(f"{self.address}/nothing-is-here")
        return page


def some_work(tablet: Tablet, photo: bool = False) -> None:
    """Begin a visit and enter the size of the lot, and take a photo when asked to, all with the network off."""
    tablet.page.context.set_offline(True)
    tablet.go(SUGAR, "lot")
    tablet.enter("800", "lot", "size")
    tablet.saved()
    if photo:
        tablet.take_photo(SUGAR)


def modules(page: Page, *paths: str) -> JSHandle:
    """The client's modules, imported one by one: for a page that no service worker serves, while there is a network."""
    named = [f"/field/{path}.js" for path in paths]
    return page.evaluate_handle("named => Promise.all(named.map((one) => import(one)))", named)
