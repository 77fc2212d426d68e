"""Two tablets of one team on one inspection."""

from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.bundles import MARKET, SUGAR
from tests.browser.conftest import TABLET
from tests.browser.fake_sync import FakeSync, broken
from tests.browser.tablet import Tablet


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
        one.online()
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
        one.online()
        one.synchronise()
    other.go(MARKET, "instruments")
    expect(other.page.locator("[data-number=S-0002]")).to_have_attribute("data-begun", "true")
    expect(other.page.locator(".card:not([data-number])")).to_have_count(0)
    other.page.locator("[data-number=S-0002]").click()
    expect(other.field("seal").locator("[data-value=intact]")).to_have_attribute("aria-pressed", "true")
    expect(other.page.locator(".conflict")).to_have_count(0)
    context.close()


def test_who_writes_the_caption_of_the_other_tablets_photo_waits_for_nothing(
    browser: Browser, tablet: Tablet, fake: FakeSync, address: str
) -> None:
    context, other = second_tablet(browser, address)
    fake.fail("PUT", "photos/", broken)
    tablet.take_photo(SUGAR)
    tablet.synchronise("waiting")
    assert fake.photos == {}
    other.synchronise()
    other.go(SUGAR, "photos")
    caption = other.page.locator(".photo input")
    caption.fill("标签")
    caption.press("Tab")
    other.finish(SUGAR)
    other.synchronise()
    other.all_sent()
    other.counts(0, 1, 0)
    tablet.until_sent()
    assert len(fake.photos) == 1
    other.synchronise()
    other.counts(0, 0, 1)
    context.close()


def test_a_photo_that_both_tablets_have_an_entry_of_is_not_taken_away_by_one(
    browser: Browser, tablet: Tablet, fake: FakeSync, address: str
) -> None:
    """The caption is the other tablet's: this one cannot take that back, and the photo would stay beside a new one."""
    context, other = second_tablet(browser, address)
    tablet.take_photo(SUGAR)
    again = tablet.page.locator(".photo .retake")
    expect(again).to_be_visible()
    tablet.synchronise()
    other.synchronise()
    other.go(SUGAR, "photos")
    caption = other.page.locator(".photo input")
    caption.fill("标签")
    caption.press("Tab")
    other.synchronise()
    tablet.synchronise()
    tablet.go(SUGAR, "photos")
    expect(tablet.page.locator(".photo input")).to_have_value("标签")
    for one in (tablet, other):
        one.go(SUGAR, "photos")
        expect(one.page.locator(".photo input")).to_have_value("标签")
        expect(one.page.locator(".photo .retake")).to_be_hidden()
        expect(one.page.locator(".photo .remove")).to_be_hidden()
    context.close()
