"""The result while typing: beside each place and above the form, before anything is entered."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.bundles import GLASSES, MARKET, SUGAR
from tests.browser.tablet import Tablet

SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


def note(place: Locator, result: str) -> Locator:
    return place.locator(f".note[data-result={result}]")


def verdict(page: Page) -> Locator:
    return page.locator(".verdict-bar")


def enter(tablet: Tablet, values: dict[tuple[str, ...], str]) -> None:
    for path, value in values.items():
        field = tablet.field(*path)
        field.fill(value)
        field.press("Enter")
    tablet.saved()


def lot_of_sugar(tablet: Tablet) -> None:
    """500 g of sugar, a lot of 60: 13 packages are measured."""
    tablet.go(SUGAR, "product")
    tablet.page.locator(".picker .card").first.click()
    tablet.go(SUGAR, "lot")
    enter(tablet, {("lot", "size"): "60"})
    tablet.go(SUGAR, "packages")
    expect(tablet.page.locator(".rows input:not(.proposed)").first).to_be_focused()


def test_a_package_is_judged_while_its_digits_are_typed(tablet: Tablet):
    page = tablet.page
    lot_of_sugar(tablet)
    row = page.locator(".rows .row").first
    page.keyboard.type("490")
    expect(note(row, "pass")).to_contain_text("≤ T")
    expect(note(page.locator(".grid > .notes"), "undetermined").first).to_contain_text("已测 1/13")
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    page.keyboard.type("80")
    expect(note(row, "undetermined")).to_contain_text("T1")
    assert not [one for one in tablet.stored("operations") if one["operation"]["body"].get("value") == "480"]
    page.keyboard.press("Enter")
    tablet.saved()
    expect(note(page.locator(".rows .row").first, "undetermined")).to_contain_text("T1")
    page.keyboard.type("469")
    expect(note(page.locator(".rows .row").nth(1), "fail")).to_contain_text("T2")
    expect(verdict(page)).to_have_attribute("data-result", "fail")
    expect(verdict(page).locator("summary")).to_contain_text("不符合")
    expect(verdict(page).locator("summary")).to_contain_text("不符合 1")


def test_an_absurd_weight_asks_back_and_is_entered_all_the_same(tablet: Tablet):
    page = tablet.page
    lot_of_sugar(tablet)
    page.keyboard.type("50000")
    expect(page.locator(".rows .row").first.locator(".note", has_text="请核对")).to_have_count(1)
    page.keyboard.press("Enter")
    tablet.saved()
    assert [one["operation"]["body"].get("value") for one in tablet.stored("operations")][-1] == "50000"


def test_the_findings_are_told_with_their_basis_in_the_language_of_the_page(tablet: Tablet):
    page = tablet.page
    lot_of_sugar(tablet)
    page.keyboard.type("469")
    verdict(page).locator("summary").click()
    found = verdict(page).locator("li[data-severity=violation]")
    expect(found).to_contain_text("短缺量大于2倍允许短缺量")
    expect(found).to_contain_text("定量包装商品计量监督管理办法")


def test_a_scale_shows_its_error_against_the_limit_with_the_load_that_is_only_proposed(tablet: Tablet):
    page = tablet.page
    tablet.go(MARKET, "visit")
    page.locator("[data-value=in_service]").click()
    tablet.go(MARKET, "instruments")
    page.locator("[data-number]").first.click()
    page.locator("[data-tab=weighings]").click()
    row = page.locator(".rows .row").nth(1)
    load = row.locator("input").first.input_value()
    row.locator("input:not(.proposed)").first.fill(load)
    expect(row.locator(".note")).to_contain_text("Ec -2.5 ~ 2.5 g，限值 ±")
    row.locator("input:not(.proposed)").first.fill(str(int(load) + 100))
    expect(note(row, "fail")).to_have_count(1)
    expect(verdict(page)).to_have_attribute("data-result", "fail")


def test_a_lens_is_shown_against_its_tolerance_and_an_impossible_axis_is_told(tablet: Tablet):
    page = tablet.page
    tablet.go(GLASSES, "spectacles")
    page.locator(".add").click()
    page.locator("[data-value=single_vision]").click()
    page.locator("[data-tab=right]").click()
    for path, value in {
        ("ordered", "sph"): "-3.00",
        ("ordered", "cyl"): "-0.75",
        ("ordered", "axis"): "180",
        ("measured", "sph"): "-3.06",
        ("measured", "cyl"): "-0.81",
        ("measured", "axis"): "4",
    }.items():
        tablet.field(*path).fill(value)
    lens = page.locator(".fields > .notes .note", has_text="子午线")
    expect(lens).to_contain_text("符合子午线 -0.06 / -0.12（±0.12），柱镜 -0.06（±0.12）；轴位 4°（±6°）")
    tablet.field("measured", "axis").fill("190")
    expect(page.locator(".field", has=tablet.field("measured", "axis")).locator(".note")).to_contain_text(
        "应在 0 与 180 之间"
    )


def test_before_anything_is_entered_there_is_no_verdict(tablet: Tablet):
    tablet.go(SUGAR, "product")
    expect(tablet.page.locator(".picker .card").first).to_be_visible()
    tablet.page.evaluate(SETTLED)
    expect(verdict(tablet.page)).to_be_hidden()


def test_a_page_is_searched_for_its_places_once_and_again_when_a_row_comes(modules: Page) -> None:
    told = modules.evaluate(
        """async () => {
          const { showNotes } = await import("/field/ui/form/notes.js");
          const page = document.createElement("div");
          const row = (key) => {
            const made = document.createElement("div");
            [made.className, made.dataset.row] = ["row", JSON.stringify(["rows", key])];
            return made;
          };
          page.append(row("@1"));
          let searched = 0;
          const search = page.querySelectorAll.bind(page);
          page.querySelectorAll = (selector) => {
            searched += selector === "[data-row]" ? 1 : 0;
            return search(selector);
          };
          const show = (...keys) => {
            const text = String(searched);
            showNotes(page, keys.map((key) => ({ path: ["rows", key], result: "fail", word: key, text })));
            return [searched, search(".note").length];
          };
          const told = [show("@1"), show("@1"), show("@1", "@2")];
          page.append(row("@2"));
          return [...told, show("@1", "@2"), show("@2")];
        }"""
    )
    assert told == [[1, 1], [1, 1], [1, 1], [2, 2], [2, 1]]
