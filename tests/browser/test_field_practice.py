"""Practice on the tablet: a banner on every page, records of its own, nothing sent, all of it thrown away."""

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.bundles import MARKET, assignment, bundle, instrument
from tests.browser.fake_sync import FakeSync
from tests.browser.tablet import Tablet

PRACTICE = "fair-scale-practice"
PRACTISED = "00000000-0000-7000-8000-0000000000f1"


def test_practice_is_kept_apart_is_never_sent_and_is_thrown_away(
    context: BrowserContext, page: Page, fake: FakeSync, address: str
) -> None:
    made_up = assignment(PRACTISED, "market_scales", 1, instruments=[instrument(1)])
    fake.practice = {**bundle(made_up), "practice": True}
    tablet = Tablet(page, address)
    tablet.sign_in()
    page.goto(f"{address}/field/#/records")
    with page.expect_event("load"):
        page.click(".practise")
    tablet.ready()
    context.set_offline(True)
    expect(page.locator("[data-inspection]")).to_have_count(1)
    page.click(f'[data-inspection="{PRACTISED}"]')
    page.click("text=开始检查")
    tablet.choose("in_service", "stage")
    for step in ("overview", "instruments", "photos", "consent", "finish"):
        tablet.step(step)
        expect(page.locator(".top .practice")).to_contain_text("练习模式")
    tablet.take_photo(PRACTISED)
    tablet.sign(PRACTISED)
    tablet.finish(PRACTISED)
    assert [tablet.stored(store) for store in ("operations", "photos")] == [[], []]
    operations, photos = (len(tablet.stored(store, PRACTICE)) for store in ("operations", "photos"))
    assert operations >= 5 and photos == 2

    context.set_offline(False)
    page.reload()
    tablet.ready()
    expect(page.locator(".top .practice")).to_be_visible()
    page.evaluate("location.hash = '#/records'")
    page.click(".practice-records .ask")
    with page.expect_event("load"):
        page.click(".throw")
    tablet.ready()
    assert [tablet.stored(store, PRACTICE) for store in ("operations", "photos")] == [[], []]
    page.evaluate("location.hash = '#/records'")
    with page.expect_event("load"):
        page.click(".practice-records .end")
    tablet.ready()
    expect(page.locator(".top .practice")).to_have_count(0)
    expect(page.locator(f'[data-inspection="{MARKET}"]')).to_be_visible()
    tablet.synchronise()
    assert (fake.operations, fake.photos, fake.manifests, fake.quarantined) == ({}, {}, {}, [])
