"""Entering on the tablet: what is taken back, refused, signed or not, and what stays as it is meanwhile."""

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.bundles import GLASSES, MARKET, SUGAR
from tests.browser.fake_sync import FakeSync, folded
from tests.browser.tablet import Tablet


def test_every_entry_can_be_taken_back(page: Page, fake: FakeSync, address: str) -> None:
    tablet = Tablet(page, address)
    tablet.sign_in()
    tablet.go(SUGAR, "density")
    tablet.enter("1.03", "density")
    tablet.go(SUGAR, "density")
    tablet.enter("9", "density")
    tablet.saved()
    tablet.go(SUGAR, "density")
    page.click(".undoing .undo")
    expect(tablet.field("density")).to_have_value("1.03")
    page.click("text=最近录入")
    page.locator(".entries button").first.click()
    expect(page.locator(".entries li")).to_have_count(0)
    tablet.synchronise()
    assert folded(fake, SUGAR)["record"].keys() == set()
    assert [one["kind"] for one in fake.operations.values()].count("undo") >= 2


def test_what_makes_no_sense_is_refused_where_it_was_typed(page: Page, address: str) -> None:
    tablet = Tablet(page, address)
    tablet.sign_in()
    for step, path, typed, words in [
        ("density", ["density"], "1.2.3", "不是数字"),
        ("density", ["density"], "-1", "不能为负数"),
        ("lot", ["lot", "size"], "1.5", "应为整数"),
        ("lot", ["lot", "size"], "-3", "不能为负数"),
    ]:
        tablet.go(SUGAR, step)
        tablet.enter(typed, *path)
        expect(tablet.field(*path)).to_have_attribute("aria-invalid", "true")
        expect(page.locator(".mark[data-state=wrong]")).to_contain_text(words)
        expect(tablet.field(*path)).to_be_focused()
    assert tablet.stored("operations") == []


def test_a_visit_that_is_not_possible_says_why(page: Page, fake: FakeSync, address: str) -> None:
    tablet = Tablet(page, address)
    tablet.sign_in()
    tablet.go(MARKET)
    expect(page.locator(".overview .primary")).to_be_visible()
    expect(page.locator(".next-step")).to_be_hidden()
    page.click("text=无法检查……")
    page.fill("#impossible-note", "门上贴有停业告示")
    page.click("text=停业 >> visible=true")
    expect(page.locator("[data-impossible=closed]")).to_be_visible()
    tablet.finish(MARKET)
    tablet.synchronise()
    tablet.counts(0, 0, 1)
    said = folded(fake, MARKET)["not_possible"]
    assert (said["reason"], said["note"]) == ("closed", "门上贴有停业告示")


def test_whoever_signs_has_the_record_before_them(page: Page, address: str) -> None:
    tablet = Tablet(page, address)
    tablet.sign_in()
    tablet.go(SUGAR, "lot")
    tablet.enter("800", "lot", "size")
    tablet.saved()
    tablet.go(SUGAR, "consent")
    record = page.get_by_role("region", name="请被检查人阅读以下记录")
    expect(record).to_contain_text("检验批 › 批量 N")
    expect(record).to_contain_text("800")
    tablet.sign(SUGAR)
    tablet.go(SUGAR, "lot")
    tablet.enter("900", "lot", "size")
    tablet.saved()
    tablet.go(SUGAR, "consent")
    expect(record).to_contain_text("900")
    expect(page.locator(".consent-state .notice")).to_contain_text("签名之后记录有改动")


def test_the_page_of_a_long_row_of_tabs_shows_the_one_that_is_open(page: Page, address: str) -> None:
    tablet = Tablet(page, address)
    tablet.sign_in()
    tablet.go(MARKET, "instruments")
    page.locator("[data-number]").first.click()
    last = page.locator(".tab").last
    last.click()
    expect(page.locator(".tab").last).to_have_attribute("aria-current", "true")
    expect(page.locator(".tab").last).to_be_in_viewport(ratio=1)


def test_a_refusal_to_sign_names_its_reason_and_a_witness(page: Page, fake: FakeSync, address: str) -> None:
    tablet = Tablet(page, address)
    tablet.sign_in()
    tablet.go(MARKET, "consent")
    page.click(".refusing summary")
    page.click("text=保存拒签")
    expect(page.locator(".consent .problem")).to_contain_text("理由和见证人")
    page.fill("#refusal-reason", "不认可结果")
    page.fill("#refusal-witness", "李某")
    page.click("text=保存拒签")
    expect(page.locator("[data-refused]")).to_contain_text("李某")
    tablet.synchronise()
    assert folded(fake, MARKET)["refusal"]["witness"] == "李某"


def test_no_answer_is_given_beforehand(page: Page, address: str) -> None:
    tablet = Tablet(page, address)
    tablet.sign_in()
    for visit, step in [
        (MARKET, "visit"),
        (MARKET, "checklist"),
        (SUGAR, "product"),
        (SUGAR, "options"),
        (GLASSES, "checklist"),
    ]:
        tablet.go(visit, step)
        expect(page.locator("[aria-pressed]").first).to_be_visible()
        expect(page.locator("[aria-pressed=true]")).to_have_count(0)
    assert tablet.stored("operations") == []


def test_the_server_is_asked_in_the_language_of_the_page(tablet: Tablet, fake: FakeSync) -> None:
    assert set(fake.languages) == {"zh-CN"}
    tablet.page.click(".language")
    expect(tablet.page.locator("h1")).to_have_text("Today's visits")
    fake.languages.clear()
    tablet.synchronise()
    assert set(fake.languages) == {"en"}


def test_the_page_speaks_english_as_well(page: Page, address: str) -> None:
    import re

    tablet = Tablet(page, address)
    tablet.sign_in()
    page.click(".language")
    expect(page.locator("h1")).to_have_text("Today's visits")
    own_words = {"海岳", "东城", "海", "岳"}
    for parts in [
        ("overview",),
        ("visit",),
        ("instruments",),
        ("checklist",),
        ("photos",),
        ("violations",),
        ("consent",),
        ("finish",),
        ("entries",),
    ]:
        tablet.go(MARKET, *parts)
        expect(
            page.locator(
                f"[data-step={parts[0]}][aria-current=step]" if parts[0] != "entries" else ".entries"
            )
        ).to_have_count(1)
        for text in page.locator(
            "nav.steps, .content h2, .content h3, .content button, .content legend, .content label"
        ).all_inner_texts():
            chinese = re.findall("[一-鿿]+", text)
            assert (
                not chinese
                or parts[0] in {"instruments", "violations"}
                or any(word in text for word in own_words)
            ), text


def test_what_is_typed_and_what_a_finger_is_on_stays_while_the_tablet_sends(
    context: BrowserContext, page: Page, fake: FakeSync, address: str
) -> None:
    tablet = Tablet(page, address)
    tablet.sign_in()

    def work(size: str) -> None:
        context.set_offline(True)
        tablet.go(SUGAR, "lot")
        tablet.enter(size, "lot", "size")

    def sent() -> None:
        expect(page.locator(".pill")).not_to_have_attribute("data-unsent", "0")
        tablet.online()
        tablet.all_sent()

    work("800")
    tablet.go(SUGAR, "finish")
    finish = page.locator(".finish-button").element_handle()
    sent()
    assert finish.evaluate("button => button.isConnected")

    work("900")
    tablet.go(SUGAR, "overview")
    page.click("text=无法检查……")
    page.fill("#impossible-note", "门口贴着停业通知")
    sent()
    expect(page.locator("#impossible-note")).to_have_value("门口贴着停业通知")

    work("950")
    page.evaluate("location.hash = '#/'")
    visit = page.locator(f'a.visit[data-inspection="{MARKET}"]').element_handle()
    sent()
    assert visit.evaluate("link => link.isConnected")
