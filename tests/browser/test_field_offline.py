"""With the radio off: cold start, entries that survive anything, one synchroniser."""

from collections.abc import Callable
from pathlib import Path

from flask import Flask, Response
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.bundles import MARKET, SUGAR
from tests.browser.conftest import watch
from tests.browser.fake_sync import FakeSync, create_app
from tests.browser.tablet import SERVED, Tablet


def test_after_the_first_sign_in_a_cold_start_needs_no_network(
    context: BrowserContext, page: Page, address: str
) -> None:
    Tablet(page, address).sign_in()
    page.close()
    context.set_offline(True)
    cold = context.new_page()
    errors = watch(cold)
    tablet = Tablet(cold, address)
    tablet.open()
    expect(cold.locator("a.visit")).to_have_count(3)
    tablet.go(MARKET, "instruments")
    expect(cold.locator("[data-number]")).to_have_count(7)
    tablet.go(SUGAR, "lot")
    tablet.field("lot", "size").fill("800")
    tablet.field("lot", "size").press("Enter")
    tablet.saved()
    tablet.go(SUGAR, "lot")
    cold.reload()
    tablet.ready()
    expect(tablet.field("lot", "size")).to_have_value("800")
    assert errors() == []


def test_a_cold_start_needs_no_network_whatever_the_servers_answers_vary_by(
    context: BrowserContext, page: Page, served: Callable[[Flask], str], fake: FakeSync
) -> None:
    """The browser's own look into the cache heeds `Vary`; what filled it had no such headers."""
    app = create_app(fake)

    @app.after_request
    def vary(response: Response) -> Response:
        response.vary.update(["Accept-Language", "Cookie", "Accept"])
        return response

    address = served(app)
    Tablet(page, address).sign_in()
    page.close()
    context.set_offline(True)
    cold = Tablet(context.new_page(), address)
    cold.open()
    expect(cold.page.locator("a.visit")).to_have_count(3)
    cold.take_photo(SUGAR)


def test_the_wrong_password_is_told_in_the_servers_words(page: Page, address: str) -> None:
    tablet = Tablet(page, address)
    tablet.open()
    page.fill("#sign-username", "inspector")
    page.fill("#sign-password", "wrong")
    page.fill("#sign-device", "7")
    page.click("button[type=submit]")
    expect(page.locator(".problem")).to_have_text("用户名或密码不对。")


def test_without_network_signing_in_says_so(context: BrowserContext, page: Page, address: str) -> None:
    tablet = Tablet(page, address)
    tablet.open()
    page.fill("#sign-username", "inspector")
    page.fill("#sign-password", "correct")
    page.fill("#sign-device", "7")
    page.evaluate(SERVED)
    context.set_offline(True)
    page.click("button[type=submit]")
    expect(page.locator(".problem")).to_contain_text("没有网络")


def test_the_tick_stands_only_for_what_is_on_the_disk(page: Page, address: str) -> None:
    tablet = Tablet(page, address)
    tablet.sign_in()
    tablet.go(SUGAR, "lot")
    size = tablet.field("lot", "size")
    page.evaluate(
        """() => {
          const original = IDBDatabase.prototype.transaction;
          IDBDatabase.prototype.transaction = function (stores, mode, options) {
            const entering = mode === 'readwrite' && stores.includes('operations');
            const transaction = original.call(this, stores, mode, options);
            if (!entering || globalThis.healed) return transaction;
            globalThis.durability = options.durability;
            transaction.abort();
            return transaction;
          };
        }"""
    )
    size.fill("800")
    size.press("Enter")
    expect(page.locator(".unsaved")).to_contain_text("批量")
    assert page.evaluate("globalThis.durability") == "strict"
    assert tablet.stored("operations") == []
    tablet.go(SUGAR, "lot")
    expect(page.locator(".field-integer .mark[data-state=saved]")).to_have_count(0)
    page.evaluate("() => { globalThis.healed = true; }")
    page.locator(".unsaved button").click()
    expect(page.locator(".unsaved")).to_be_hidden()
    expect(page.locator(".field-integer .mark")).to_have_attribute("data-state", "saved")
    assert [one["operation"]["body"].get("value") for one in tablet.stored("operations")][-1] == 800


def test_of_two_tabs_only_one_sends(
    context: BrowserContext, page: Page, fake: FakeSync, address: str
) -> None:
    tablet = Tablet(page, address)
    tablet.sign_in()
    # Held by nobody but this: an exchange of the first tab that is still under way ends before.
    page.evaluate(
        """() => new Promise((held) => {
          navigator.locks.request("fair-scale-sync", () => new Promise(() => held()));
        })"""
    )
    before = len(fake.requests)
    second = Tablet(context.new_page(), address)
    second.open()
    second.page.evaluate("location.hash = '#/records'")
    second.page.locator(".exchange .button.primary").click()
    expect(second.page.locator(".exchange .status")).to_have_attribute("data-state", "elsewhere")
    assert fake.requests[before:] == []


def test_an_entry_in_one_tab_is_seen_in_the_other(context: BrowserContext, page: Page, address: str) -> None:
    first = Tablet(page, address)
    first.sign_in()
    first.go(SUGAR, "lot")
    second = Tablet(context.new_page(), address)
    second.open()
    second.go(SUGAR, "lot")
    second.field("lot", "size").fill("800")
    second.field("lot", "size").press("Enter")
    expect(first.field("lot", "size")).to_have_value("800")


def test_a_new_version_of_the_page_waits_until_the_inspector_changes_over(
    page: Page, served: Callable, fake: FakeSync, tmp_path: Path
) -> None:
    import shutil

    from server.config import Settings
    from server.web.field import Client

    folder = Path(shutil.copytree(Settings().field_client, tmp_path / "client"))
    app = create_app(fake)
    app.extensions["field_client"] = Client(folder)
    address = served(app)
    tablet = Tablet(page, address)
    tablet.sign_in()
    for number in ("one", "two", "three"):
        style = folder / "css" / "base.css"
        style.write_text(f"{style.read_text('utf-8')}/* {number} */", "utf-8")
        app.extensions["field_client"] = Client(folder)
        page.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update())")
        page.locator(".update").wait_for()
        with page.expect_navigation():
            page.click(".update")
        tablet.ready()
    page.wait_for_function(
        "caches.keys().then((names) => names.filter((one) => one.startsWith('field-')).length === 2)"
    )
    assert f"field-{app.extensions['field_client'].version}" in page.evaluate("caches.keys()")
    assert "three" in page.evaluate("fetch('/field/css/base.css').then((one) => one.text())")
