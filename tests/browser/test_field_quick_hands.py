"""Hands that are quicker than the disk and the network: what they do next is done to what they did last."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable

import pytest
from flask.typing import ResponseReturnValue
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.bundles import MARKET, SUGAR
from tests.browser.fake_sync import FakeSync
from tests.browser.tablet import WAIT_MS, Tablet

#: From now on the disk is at each entry as long as it is held.
HOLD = """() => {
  globalThis.held = true;
  if (globalThis.holds) return;
  globalThis.holds = true;
  const original = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (stores, mode, options) {
    const transaction = original.call(this, stores, mode, options);
    if (mode === "readwrite" && stores.includes("operations")) {
      const on = () => {
        if (globalThis.held) transaction.objectStore("operations").get("").onsuccess = on;
      };
      on();
    }
    return transaction;
  };
}"""
#: No hash is worked out until they are let go.
HOLD_DIGESTS = """() => {
  const original = crypto.subtle.digest.bind(crypto.subtle);
  const until = new Promise((resolve) => { globalThis.letGo = () => resolve(); });
  crypto.subtle.digest = (...given) => until.then(() => original(...given));
}"""
LET_GO = "() => { globalThis.held = false; }"
#: Nobody has touched the tablet for eleven minutes, and now it wakes up.
LEFT_ALONE = """() => {
  const original = performance.now.bind(performance);
  performance.now = () => original() + 11 * 60_000;
  dispatchEvent(new Event("visibilitychange"));
}"""
#: Counts who listens to the changes of an inspection.
LISTENERS = """() => {
  globalThis.listeners = 0;
  const counts = (one, type) => type === "change" && "folded" in one;
  for (const [name, step] of [["addEventListener", 1], ["removeEventListener", -1]]) {
    const original = EventTarget.prototype[name];
    EventTarget.prototype[name] = function (...given) {
      if (counts(this ?? globalThis, given[0])) globalThis.listeners += step;
      return original.apply(this, given);
    };
  }
}"""
#: Goes on as soon as the address is another one.
GOING = """(hash) => new Promise((resolve) => {
  addEventListener("hashchange", () => resolve(), { once: true });
  location.hash = hash;
})"""
#: Two taps of one wet finger: the disk has written the first by the second.
TAPPED_TWICE = """async (one) => {
  one.click();
  await new Promise((resolve) => setTimeout(resolve, 150));
  one.click();
}"""
#: A stroke of a finger on the glass; returns what is drawn.
STROKE = """(glass, withHand) => {
  glass.setPointerCapture = () => {};
  const { left, top } = glass.getBoundingClientRect();
  const point = (type, pointerId, x, y) => glass.dispatchEvent(
    new PointerEvent(type, { pointerId, clientX: left + x, clientY: top + y, bubbles: true, cancelable: true }));
  point("pointerdown", 1, 30, 30);
  for (const x of [60, 90, 120]) {
    point("pointermove", 1, x, 40);
    if (!withHand) continue;
    point("pointerdown", 2, 200, 90);
    point("pointermove", 2, 210, 92);
    point("pointerup", 2, 210, 92);
  }
  point("pointerup", 1, 120, 40);
  return glass.toDataURL();
}"""
DRAWN = f"(glass) => ({STROKE})(glass, false)"
DRAWN_WITH_A_HAND = f"(glass) => ({STROKE})(glass, true)"
OTHER_DEVICE = "01900000-0000-7000-8000-0000000000aa"
#: A tap that turns the page, and the second of the same finger on what came under it.
TURNED_UNDER_THE_FINGER = """async ([hash, clientX, clientY]) => {
  const tap = (type, detail) => document.elementFromPoint(clientX, clientY).dispatchEvent(
    new PointerEvent(type, { clientX, clientY, detail, pointerType: "touch", bubbles: true, cancelable: true }));
  tap("pointerdown", 0);
  location.hash = hash;
  while (!document.elementFromPoint(clientX, clientY).matches(".choice")) await new Promise(requestAnimationFrame);
  tap("pointerdown", 0);
  tap("click", 1);
}"""
#: Taps that are further apart are two taps.
DOUBLE_TAP_MS = 600
#: What stands on each page from its first moment on.
FIRST_SIGHT = """() => {
  window.seen = [];
  const look = () => {
    const [bar, glass] = [".verdict-bar", "canvas.glass"].map((name) => document.querySelector(name));
    window.seen.push([bar.hidden, bar.dataset.result, glass && glass.getBoundingClientRect().top]);
  };
  new MutationObserver(look).observe(document.querySelector("main"), { childList: true });
}"""


@pytest.fixture
def held(tablet: Tablet) -> Tablet:
    """A tablet with the density of a lot of sugar on it, whose disk is held from now on."""
    tablet.go(SUGAR, "density")
    tablet.enter("1.03", "density")
    expect(tablet.page.locator("[data-step=balance][aria-current=step]")).to_be_visible()
    tablet.go(SUGAR, "density")
    expect(tablet.page.locator("[data-step=density][aria-current=step]")).to_be_visible()
    tablet.page.evaluate(HOLD)
    return tablet


def entered(tablet: Tablet) -> list[tuple[str, object]]:
    """The kinds and values of all entries after the first three: the beginning, the day, the density."""
    operations = [one["operation"] for one in tablet.stored("operations")][3:]
    return [(one["kind"], one["body"].get("value")) for one in operations]


def twice(page: Page, selector: str) -> None:
    """Tap twice while the disk is still at what the first tap did."""
    page.evaluate(HOLD)
    page.dblclick(selector)
    page.evaluate(LET_GO)


def test_digits_that_are_typed_while_a_page_turns_belong_to_the_page_that_comes(held: Tablet) -> None:
    page = held.page
    density = held.field("density")
    density.fill("1.04")
    density.press("Enter")
    page.keyboard.type("0.15")
    page.keyboard.press("Backspace")
    for _ in range(3):
        page.keyboard.down("7")
    page.keyboard.up("7")
    page.keyboard.press("Backspace")
    page.evaluate(LET_GO)
    expect(held.field("balance", "d")).to_have_value("0.1")
    expect(held.field("balance", "d")).to_be_focused()
    assert entered(held) == [("set", "1.04")]
    page.keyboard.press("Enter")
    held.saved()
    assert entered(held) == [("set", "1.04"), ("set", "0.1")]


def test_keys_of_the_pad_wait_for_the_page_that_comes(held: Tablet) -> None:
    page = held.page
    held.field("density").fill("1.04")
    for key in ("next", "2", "point", "5"):
        page.locator(f"[data-key='{key}']").dispatch_event("pointerdown")
    page.evaluate(LET_GO)
    expect(held.field("balance", "d")).to_have_value("2.5")
    assert entered(held) == [("set", "1.04")]


def test_readings_typed_before_the_draw_has_its_numbers_go_into_rows_with_a_number(tablet: Tablet) -> None:
    page = tablet.page
    tablet.go(SUGAR, "product")
    page.locator(".picker .card").first.click()
    expect(tablet.field("product", "nominal")).to_have_value("500")
    tablet.go(SUGAR, "lot")
    tablet.enter("60", "lot", "size")
    tablet.saved()
    tablet.go(SUGAR, "tare_values")
    expect(page.locator("[data-step=tare_values][aria-current=step]")).to_be_visible()
    page.evaluate(HOLD_DIGESTS)
    tablet.go(SUGAR, "packages")
    expect(page.locator("[data-step=packages][aria-current=step]")).to_be_visible()
    expect(page.locator("[data-section=packages] .rows input")).to_have_count(0)
    page.evaluate("() => globalThis.letGo()")
    expect(page.locator("[data-section=packages] .rows .row")).to_have_count(14)
    tablet.type_digits("499.5")
    tablet.saved()
    read = [one for one in tablet.stored("operations") if one["operation"]["kind"] == "set"][-2:]
    paths = [one["operation"]["body"]["path"] for one in read]
    assert [path[-1] for path in paths] == ["number", "net"] and paths[0][:2] == paths[1][:2]


def test_who_goes_elsewhere_meanwhile_types_nothing_there(held: Tablet) -> None:
    held.field("density").fill("1.04")
    held.field("density").press("Enter")
    held.page.keyboard.type("77")
    held.go(SUGAR, "lot")
    held.page.evaluate(LET_GO)
    expect(held.page.locator("[data-step=lot][aria-current=step]")).to_be_visible()
    expect(held.field("lot", "size")).to_have_value("")
    held.page.keyboard.type("8")
    expect(held.field("lot", "size")).to_have_value("8")
    assert entered(held) == [("set", "1.04")]


def test_taking_back_takes_back_what_the_disk_is_still_at(held: Tablet) -> None:
    held.field("density").fill("9")
    held.field("density").press("Tab")
    held.page.click(".undoing .undo")
    held.page.evaluate(LET_GO)
    expect(held.field("density")).to_have_value("1.03")
    held.page.evaluate(HOLD)
    held.field("density").fill("8")
    held.field("density").press("Tab")
    held.page.dblclick(".undoing .undo")
    held.page.evaluate(LET_GO)
    expect(held.field("density")).to_have_value("")
    kinds = Counter(kind for kind, _ in entered(held))
    # The second tap took back the first of all answers, and with it the day.
    assert kinds == {"set": 2, "undo": 1 + 1 + 2}


def test_a_second_tap_begins_finishes_and_chooses_nothing_twice(tablet: Tablet) -> None:
    page = tablet.page
    tablet.go(MARKET, "overview")
    expect(page.locator(".overview .primary")).to_be_visible()
    twice(page, "text=开始检查")
    tablet.choose("in_service", "stage")
    tablet.step("violations")
    twice(page, ".editor .cards .card >> nth=0")
    expect(page.locator(".found .violation")).to_have_count(1)
    tablet.step("finish")
    twice(page, ".finish-button")
    expect(page.locator("[data-finished]")).to_be_visible()
    operations = [one["operation"] for one in tablet.stored("operations")]
    kinds = Counter(one["kind"] for one in operations)
    assert (kinds["start"], kinds["violation"], kinds["finish"]) == (1, 1, 1)
    assert operations[-1]["body"]["operations"] == len(operations)


def test_what_a_finger_is_on_stays_while_what_it_says_changes(
    context: BrowserContext, tablet: Tablet, address: str
) -> None:
    page = tablet.page
    tablet.go(MARKET, "instruments")
    card = page.locator("[data-number=S-0002]").element_handle()
    step = page.locator("[data-step=visit]").element_handle()
    other = Tablet(context.new_page(), address)
    other.open()
    other.go(MARKET, "visit")
    other.choose("in_service", "stage")
    other.go(MARKET, "instruments")
    other.page.locator("[data-number=S-0002]").click()
    other.choose("intact", "seal")
    other.saved()
    expect(page.locator("[data-number=S-0002]")).to_have_attribute("data-begun", "true")
    expect(page.locator("[data-step=visit]")).to_have_attribute("data-mark", "begun")
    assert card.evaluate("one => one.isConnected") and step.evaluate("one => one.isConnected")
    page.locator("[data-number=S-0002]").click()
    tab = page.locator("[data-tab=weighings]").element_handle()
    other.page.click("[data-tab=weighings]")
    other.page.locator("[data-key=like]").click()
    expect(page.locator("[data-tab=weighings]")).to_have_attribute("data-begun", "true")
    assert tab.evaluate("one => one.isConnected")
    tab.click()
    expect(page.locator("[data-tab=weighings]")).to_have_attribute("aria-current", "true")


@pytest.mark.parametrize("call", [("GET", "bundle"), ("POST", "others")], ids=lambda call: call[1])
def test_what_is_entered_while_the_tablet_sends_is_sent_when_it_says_so(
    tablet: Tablet, fake: FakeSync, call: tuple[str, str]
) -> None:
    tablet.synchronise()
    came, go_on = threading.Event(), threading.Event()

    def kept(act: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
        came.set()
        go_on.wait(WAIT_MS / 1000)
        return act()

    fake.fail(*call, kept)
    tablet.page.locator(".exchange .button.primary").click()
    assert came.wait(WAIT_MS / 1000)
    tablet.go(SUGAR, "lot")
    tablet.enter("800", "lot", "size")
    tablet.send_now()
    go_on.set()
    expect(tablet.page.locator(".exchange .status")).to_have_attribute("data-state", "idle")
    assert [one["kind"] for one in fake.operations.values()] == ["start", "set", "set"]


def test_the_verdict_stands_from_the_first_moment_and_nothing_moves_below_it(
    page: Page, tablet: Tablet
) -> None:
    tablet.go(MARKET, "visit")
    tablet.choose("in_service", "stage")
    expect(page.locator("[data-step=weights][aria-current=step]")).to_be_visible()
    expect(page.locator(".verdict-bar")).to_have_attribute("data-result", "not_judged")
    page.evaluate(FIRST_SIGHT)
    tablet.step("checklist")
    tablet.step("consent")
    expect(page.locator(".consent-state .print")).to_be_visible()
    seen = page.evaluate("window.seen")
    assert [one[:2] for one in seen] == [[False, "not_judged"]] * 2
    page.wait_for_function(
        "() => new Promise((done) => requestAnimationFrame(() => setTimeout(() => requestAnimationFrame(done))))"
        ".then(() => true)"
    )
    assert page.locator("canvas.glass").evaluate("one => one.getBoundingClientRect().top") == seen[-1][2]


def test_an_answer_that_is_tapped_while_the_page_does_not_come_is_typed_in(held: Tablet) -> None:
    density = held.field("density")
    density.fill("1.04")
    density.press("Enter")
    held.page.keyboard.type("77")
    density.tap()
    held.page.keyboard.press("Control+a")
    held.page.keyboard.type("9")
    expect(density).to_have_value("9")
    held.page.evaluate(LET_GO)
    expect(held.page.locator("[data-step=balance][aria-current=step]")).to_be_visible()
    expect(held.field("balance", "d")).to_have_value("")


def test_what_is_typed_before_the_lock_while_a_page_turns_is_for_the_lock(held: Tablet) -> None:
    page = held.page
    held.field("density").fill("1.04")
    held.field("density").press("Enter")
    page.evaluate(LEFT_ALONE)
    expect(page.locator("#lock-secret")).to_be_focused()
    page.keyboard.type("2718")
    expect(page.locator("#lock-secret")).to_have_value("2718")
    page.evaluate(LET_GO)
    expect(held.field("balance", "d")).to_have_value("")


def test_a_finger_that_taps_a_choice_twice_chooses_it(tablet: Tablet) -> None:
    tablet.go(MARKET, "checklist")
    choice = tablet.page.locator(".item [data-value=yes]").first
    choice.evaluate(TAPPED_TWICE)
    tablet.saved()
    expect(choice).to_have_attribute("aria-pressed", "true")
    values = [one["operation"]["body"].get("value") for one in tablet.stored("operations")]
    assert values[-1] == "yes"
    tablet.page.wait_for_timeout(DOUBLE_TAP_MS)
    choice.tap()
    expect(choice).to_have_attribute("aria-pressed", "false")


def test_pages_that_were_passed_over_listen_to_nothing(held: Tablet) -> None:
    page = held.page
    page.evaluate(LET_GO)
    page.evaluate(LISTENERS)
    held.go(SUGAR, "lot")
    expect(page.locator("[data-step=lot][aria-current=step]")).to_be_visible()
    before = page.evaluate("globalThis.listeners")
    for step in ("density", "balance", "lot", "tare_values", "lot"):
        page.evaluate(GOING, f"#/visit/{SUGAR}/{step}")
    held.step("density")
    assert page.evaluate("globalThis.listeners") == before


@pytest.mark.parametrize("after_ms", [0, 2000], ids=["at once", "while it takes long"])
def test_what_is_entered_during_an_exchange_is_sent_without_being_asked_for(
    tablet: Tablet, fake: FakeSync, after_ms: int
) -> None:
    tablet.synchronise()
    came, go_on = threading.Event(), threading.Event()

    def kept(act: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
        came.set()
        go_on.wait(WAIT_MS / 1000)
        return act()

    fake.fail("POST", "others", kept)
    tablet.page.locator(".exchange .button.primary").click()
    assert came.wait(WAIT_MS / 1000)
    tablet.go(SUGAR, "lot")
    tablet.enter("800", "lot", "size")
    unsent = tablet.page.locator(".pill:not([data-unsent='0'])")
    expect(unsent).to_be_visible()
    tablet.page.wait_for_timeout(after_ms)
    go_on.set()
    tablet.all_sent()
    assert [one["kind"] for one in fake.operations.values()] == ["start", "set", "set"]
    # And so it goes on.
    tablet.go(SUGAR, "density")
    tablet.enter("1.03", "density")
    expect(unsent).to_be_visible()
    tablet.all_sent()


def test_a_second_tap_signs_and_refuses_nothing_twice(tablet: Tablet) -> None:
    page = tablet.page
    tablet.go(MARKET, "consent")
    page.fill("#signer", "王摊主")
    page.locator("canvas.glass").evaluate(DRAWN)
    twice(page, ".signing .primary")
    expect(page.locator("[data-signed]")).to_be_visible()
    page.click(".refusing summary")
    page.fill("#refusal-reason", "不同意")
    page.fill("#refusal-witness", "李")
    twice(page, ".refusing .button")
    expect(page.locator("[data-refused]")).to_be_visible()
    kinds = Counter(one["operation"]["kind"] for one in tablet.stored("operations"))
    assert (kinds["signature"], kinds["refusal"]) == (1, 1)


def test_a_hand_that_lies_on_the_glass_beside_the_finger_draws_nothing(tablet: Tablet) -> None:
    tablet.go(MARKET, "consent")
    glass = tablet.page.locator("canvas.glass")
    alone = glass.evaluate(DRAWN)
    tablet.page.locator(".signing .button:not(.primary)").click()
    assert glass.evaluate(DRAWN_WITH_A_HAND) == alone


def test_two_fields_of_a_row_that_differ_in_the_same_words_have_each_its_own_buttons(
    tablet: Tablet, fake: FakeSync
) -> None:
    page = tablet.page
    tablet.go(MARKET, "instruments")
    page.locator("[data-number=S-0002]").click()
    page.click("[data-tab=weighings]")
    weighings = page.locator("[data-section=weighings]")
    for column, value in (("load", "5"), ("indication", "5")):
        cell = weighings.locator(f".rows .row >> nth=0 >> [data-path$='\"{column}\"]']")
        cell.fill(value)
        cell.press("Tab")
    tablet.saved()
    mine = [one["operation"] for one in tablet.stored("operations")]
    both = [one for one in mine if one["kind"] == "set" and "weighings" in one["body"]["path"]]
    assert len(both) == 2
    for seq, one in enumerate(both, 1):
        other = {**one, "device": OTHER_DEVICE, "seq": seq, "body": {**one["body"], "value": "6"}}
        other["id"] = f"01900000-0000-7000-8000-0000000f000{seq}"
        fake.operations[other["id"]] = other
        fake.arrivals.append(other["id"])
    here = page.evaluate("location.hash")
    tablet.synchronise()
    page.evaluate("hash => { location.hash = hash }", here)
    conflicts = page.locator(".conflict")
    expect(conflicts).to_have_count(2)
    for left in (1, 0):
        conflicts.first.locator("li", has_text="6").locator("button").click()
        expect(conflicts).to_have_count(left)


def test_the_second_tap_of_a_wet_finger_answers_nothing_on_the_page_that_comes(tablet: Tablet) -> None:
    page = tablet.page
    tablet.go(MARKET, "visit")
    choice = tablet.field("stage").locator("[data-value=in_service]")
    box = choice.bounding_box()
    assert box
    tablet.go(MARKET, "overview")
    expect(page.locator(".overview .primary")).to_be_visible()
    page.evaluate(TURNED_UNDER_THE_FINGER, [f"#/visit/{MARKET}/visit", box["x"] + 9, box["y"] + 9])
    expect(choice).to_have_attribute("aria-pressed", "false")
    assert tablet.stored("operations") == []
    page.wait_for_timeout(DOUBLE_TAP_MS)
    choice.click()
    expect(page.locator("[data-step=weights][aria-current=step]")).to_be_visible()
