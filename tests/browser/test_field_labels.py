"""The label on a scale or a shop door opens its place among the visits, read in the page or by the system's camera."""

from urllib.parse import quote

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.bundles import MARKET, SUGAR, instrument
from tests.browser.fake_sync import FakeSync
from tests.browser.tablet import Tablet

SCALE = instrument(3)
READY = """async () => {
  const found = await navigator.serviceWorker.getRegistrations();
  return found.filter((one) => one.active && /\\/[io]\\/$/.test(one.scope)).length === 2;
}"""


def test_a_label_opens_its_place_without_network_whoever_reads_it(
    context: BrowserContext, page: Page, fake: FakeSync, address: str
) -> None:
    tablet = Tablet(page, address)
    tablet.sign_in()
    page.wait_for_function(READY)
    context.set_offline(True)
    scale, shop = f"{address}/i/{SCALE['id']}", fake.bundle["assignments"][1]["object"]["number"]
    # Read in the page, or typed.
    page.fill("#find", scale)
    page.press("#find", "Enter")
    expect(tablet.field("serial")).to_have_value(SCALE["number"])
    assert MARKET in page.url
    # Opened by the system's camera.
    for label, visit in ((scale, MARKET), (f"{address}/o/{quote(shop)}", SUGAR)):
        other = context.new_page()
        other.goto(label)
        other.wait_for_url(f"**/field/#/visit/{visit}**")
        expect(other.locator(".visit-page")).to_be_visible()
        other.close()


def test_a_label_of_something_else_leads_to_its_public_page(page: Page, address: str) -> None:
    tablet = Tablet(page, address)
    tablet.sign_in()
    page.wait_for_function(READY)
    for kind, number in (("i", "01900000-0000-7000-8000-00000000dead"), ("o", "A/1 秤")):
        label = f"{address}/{kind}/{quote(number)}"
        page.goto(label)
        tablet.ready()
        link = page.locator(".finder .problem a")
        expect(link).to_have_attribute("href", f"/{kind}/{quote(number)}?public")
        page.evaluate("location.hash = '#/'")
        expect(page.locator(".finder .problem")).to_be_hidden()
        page.fill("#find", label)
        page.press("#find", "Enter")
        expect(link).to_have_attribute("href", f"/{kind}/{quote(number)}?public")
        # The server behind this test has no public pages: it is asked all the same.
        answer = page.request.get(f"{address}/{kind}/{quote(number)}?public")
        assert answer.status == 404
        with page.expect_response(lambda one: one.url.endswith("?public")) as asked:
            link.click()
        assert asked.value.status == 404 and not asked.value.from_service_worker


def test_before_anybody_signed_in_labels_are_left_alone(page: Page, address: str) -> None:
    tablet = Tablet(page, address)
    tablet.open()
    page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    scopes = "async () => (await navigator.serviceWorker.getRegistrations()).map((one) => new URL(one.scope).pathname)"
    assert page.evaluate(scopes) == ["/field/"]
