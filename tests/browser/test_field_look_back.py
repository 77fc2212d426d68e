"""What an earlier inspection ordered is looked back at, and what is typed wrongly stays at its field."""

from playwright.sync_api import expect

from tests.browser.bundles import GLASSES, SUGAR
from tests.browser.tablet import Tablet


def test_what_was_ordered_is_asked_one_by_one_and_more_can_be_added(tablet: Tablet) -> None:
    page = tablet.page
    tablet.go(GLASSES, "look_back")
    photo = page.locator("[data-section=look_back] .photos img")
    expect(photo).to_have_count(0)
    page.locator("[data-section=look_back] .choice").first.click()
    expect(photo).to_have_attribute("alt", "未检定的焦度计")
    # The page's policy lets it be shown.
    expect(photo).to_have_js_property("naturalWidth", 1)
    item = page.locator("[data-item=unverified]")
    expect(item).to_contain_text("未申请检定")
    item.locator("[data-value=corrected]").click()
    expect(page.locator(".verdict-bar")).to_have_attribute("data-result", "pass")
    page.locator("[data-section=look_back] summary").click()
    page.locator("[data-section=look_back] details .card").first.click()
    page.locator("[data-section=look_back] .item").nth(1).locator("[data-value=partly]").click()
    tablet.saved()
    expect(page.locator("[data-section=look_back] .item").nth(1).locator(".note")).to_contain_text("部分改正")
    expect(page.locator(".verdict-bar")).to_have_attribute("data-result", "fail")
    tablet.go(GLASSES, "entries")
    expect(page.locator(".entries .what").first).to_contain_text("回头看")
    expect(page.locator(".entries .what").first).to_contain_text("部分改正")


def test_what_is_typed_wrongly_stays_with_the_reason_until_it_is_put_right(tablet: Tablet) -> None:
    page = tablet.page
    tablet.go(SUGAR, "label")
    height = tablet.field("label", "character_height_mm")
    height.fill("-3")
    tablet.field("label", "text").fill("净含量：500g")
    tablet.field("label", "text").press("Enter")
    tablet.saved()
    expect(height).to_have_value("-3")
    expect(height).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".field", has=height).locator(".mark")).to_contain_text("不能为负")
    height.fill("4")
    height.press("Enter")
    tablet.saved()
    expect(height).to_have_attribute("aria-invalid", "false")
