"""One visit of each programme on the tablet, with the network off, then sent until it is verified."""

import hashlib

from playwright.sync_api import BrowserContext, Page, expect

from sampling import second_stage
from server.domain import folding, programmes
from server.domain.operations import Operation, read
from tests.browser.bundles import GLASSES, MARKET, SUGAR
from tests.browser.fake_sync import FakeSync
from tests.browser.tablet import Tablet


def folded(fake: FakeSync, inspection: str) -> dict:
    """What the server makes of the entries that it received; each of them has to make sense to it."""
    from datetime import UTC, datetime

    entries = [one for one in fake.operations.values() if one["inspection"] == inspection]
    operations: list[Operation] = [read(one, device=one["device"], now=datetime.now(UTC)) for one in entries]
    return folding.fold(operations)


def test_a_market_is_inspected_offline_and_verified(
    context: BrowserContext, page: Page, fake: FakeSync, address: str
) -> None:
    tablet = Tablet(page, address)
    tablet.sign_in()
    context.set_offline(True)
    page.click(f'[data-inspection="{MARKET}"]')
    page.click("text=开始检查")
    tablet.choose("in_service", "stage")
    tablet.step("instruments")
    expect(page.locator(".cards").first.locator(".tag.chosen")).to_have_count(3)
    page.locator("[data-number]").first.click()
    tablet.choose("intact", "seal")
    page.click("[data-tab=weighings]")
    for _ in range(4):
        page.locator("[data-key=like]").click()
    tablet.type_digits("15005")
    page.click("[data-tab=price]")
    tablet.type_digits("0.485")
    tablet.type_digits("12.80")
    tablet.type_digits("6.21")
    tablet.step("instruments")
    page.click(".add")
    tablet.enter("现场-1", "serial")
    tablet.saved()
    tablet.step("checklist")
    page.locator("[data-item=metrology_system] [data-value=no]").click()
    note = page.locator("[data-item=metrology_system] input")
    note.fill("未见制度")
    note.press("Enter")
    tablet.saved()
    tablet.take_photo(MARKET)
    tablet.step("violations")
    page.locator(".editor .card").first.click()
    page.locator(".editor input[type=checkbox]").first.check()
    page.fill("#violation-note", "超期未检")
    page.locator(".editor .primary").click()
    expect(page.locator(".found .violation")).to_have_count(1)
    tablet.sign(MARKET)
    tablet.finish(MARKET)
    tablet.counts(1, 0, 0)
    assert fake.operations == {}
    context.set_offline(False)
    tablet.synchronise()
    tablet.counts(0, 0, 1)

    result = folded(fake, MARKET)
    scale, other = result["record"]["instruments"]
    assert {key: scale[key] for key in ("accuracy_class", "max", "e", "seal")} == {
        "accuracy_class": "III",
        "max": "15000",
        "e": "5",
        "seal": "intact",
    }
    loads = ["100", "2500", "7500", "10000"]
    assert scale["weighings"] == [{"load": one, "indication": one} for one in loads] + [
        {"load": "15000", "indication": "15005"}
    ]
    assert scale["price"] == [{"weight_kg": "0.485", "unit_price": "12.80", "displayed": "6.21"}]
    assert other == {"serial": "现场-1"}
    assert result["record"]["checklist"] == {"metrology_system": {"answer": "no", "note": "未见制度"}}
    assert result["started"] == result["record"]["date"]
    assert result["violations"][0]["basis"] == [0]
    assert {one["sha256"] for one in result["photos"]} | {result["signature"]["strokes_sha256"]} == set(
        fake.photos
    )
    assert result["signature"]["record_sha256"] == folding.record_digest(result["record"])
    assert result["conflicts"] == [] and len(result["finished"]) == 1
    del result["record"]["instruments"][1]
    assert programmes.load("market_scales").evaluate(result["record"])["verdict"] == "fail"


def test_fifty_packages_are_typed_with_digits_and_enter_alone(
    context: BrowserContext, page: Page, fake: FakeSync, address: str
) -> None:
    tablet = Tablet(page, address)
    tablet.sign_in()
    context.set_offline(True)
    tablet.go(SUGAR, "product")
    page.click(".picker .card")
    expect(tablet.field("product", "nominal")).to_have_value("500")
    tablet.go(SUGAR, "lot")
    tablet.enter("400", "lot", "size")
    tablet.go(SUGAR, "tare_values")
    for value in ("3.1", "3.0"):
        page.locator("[data-section=tare_values] .row:last-child input").fill(value)
        page.locator("[data-section=tare_values] .row:nth-last-child(2) input").press("Enter")
    tablet.saved()
    tablet.go(SUGAR, "packages")
    page.click("[data-column=gross]")
    page.locator("[data-section=packages] .rows .row input:not(.proposed)").first.focus()
    values = [f"{503 + n % 3}.{n % 10}" for n in range(50)]
    presses = sum(tablet.type_digits(value) for value in values)
    assert presses <= 300
    tablet.saved()
    expect(page.locator("[data-section=packages] .cell:nth-child(3) .mark[data-state=saved]")).to_have_count(
        50
    )
    tablet.finish(SUGAR)
    context.set_offline(False)
    tablet.synchronise()
    tablet.counts(0, 0, 1)
    record = folded(fake, SUGAR)["record"]
    drawn = second_stage(hashlib.sha256(SUGAR.encode()).hexdigest(), map(str, range(1, 401)), 50)
    numbers = sorted((number for number, _ in drawn), key=int)
    expected = [{"number": number, "gross": value} for number, value in zip(numbers, values, strict=True)]
    assert record["packages"] == expected
    assert record["tare"] == {"values": ["3.1", "3.0"]}
    assert record["product"] == {
        "name": "白砂糖",
        "kind": "mass",
        "nominal": "500",
        "unit": "g",
        "producer": "某糖厂",
    }
    assert programmes.load("net_content").evaluate(record)["verdict"] == "pass"
    assert max(fake.batches) <= 100


def test_lenses_are_typed_field_by_field(
    context: BrowserContext, page: Page, fake: FakeSync, address: str
) -> None:
    tablet = Tablet(page, address)
    tablet.sign_in()
    context.set_offline(True)
    tablet.go(GLASSES, "spectacles")
    page.click(".add")
    tablet.enter("1", "number")
    tablet.choose("single_vision", "design")
    for side in ("right", "left"):
        expect(page.locator(f"[data-tab={side}][aria-current]")).to_have_count(1)
        expect(tablet.field(side, "ordered", "sph")).to_be_focused()
        for value in ("-3.00", "-0.75", "180", "", "-3.06", "-0.81", "4", ""):
            tablet.type_digits(value)
    expect(page.locator("[data-tab=centres][aria-current]")).to_have_count(1)
    for value in ("31", "31", "30", "31"):
        tablet.type_digits(value)
    tablet.saved()
    tablet.go(GLASSES, "instruments")
    page.locator("[data-number=J-7]").click()
    expect(tablet.field("serial")).to_have_value("J-7")
    page.click("[data-tab=readings]")
    page.click("[data-column=quantity]")
    page.locator(".rows .row select").first.select_option("power")
    for value in ("-10.00", "-10.06"):
        tablet.type_digits(value)
    tablet.saved()
    tablet.finish(GLASSES)
    context.set_offline(False)
    tablet.synchronise()
    tablet.counts(0, 0, 1)
    record = folded(fake, GLASSES)["record"]
    lens = {
        "ordered": {"sph": "-3.00", "cyl": "-0.75", "axis": "180"},
        "measured": {"sph": "-3.06", "cyl": "-0.81", "axis": "4"},
    }
    centres = {"pd": {"right": "31", "left": "31"}, "centres": {"right": "30", "left": "31"}}
    assert record["spectacles"] == [
        {"number": "1", "design": "single_vision", "right": lens, "left": lens, **centres}
    ]
    assert record["instruments"][0]["readings"] == [
        {"quantity": "power", "nominal": "-10.00", "indicated": "-10.06"}
    ]
    programmes.load("eyewear").evaluate(record)


def test_a_stall_takes_at_most_twenty_five_taps_from_its_number_to_the_end(
    page: Page, fake: FakeSync, address: str
) -> None:
    tablet = Tablet(page, address)
    tablet.sign_in()
    taps = 0

    def tap(selector: str) -> None:
        nonlocal taps
        taps += 1
        page.locator(selector).first.click()

    page.fill("#find", "S-0003")
    tap(".finder button[type=submit]")
    tap("[data-path$='\"seal\"]'] [data-value=intact]")
    tap("[data-tab=weighings]")
    for _ in range(5):
        tap("[data-key=like]")
    tap("text=拍照")
    tap("text=打开相机")
    tap(".shoot")
    expect(page.locator(".photo")).to_have_count(1)
    tap("[data-step=consent]")
    page.fill("#signer", "王摊主")
    tap("canvas.glass")
    box = page.locator("canvas.glass").bounding_box()
    page.mouse.move(box["x"] + 30, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + 300, box["y"] + 90)
    page.mouse.up()
    tap("text=保存签字")
    expect(page.locator("[data-signed]")).to_be_visible()
    tap("[data-step=finish]")
    tap(".finish-button")
    expect(page.locator("[data-finished]")).to_be_visible()
    assert taps <= 25
    tablet.synchronise()
    scale = folded(fake, MARKET)["record"]["instruments"][0]
    assert len(scale["weighings"]) == 5 and scale["serial"] == "S-0003"


def test_the_next_stall_is_one_tap_away(page: Page, address: str) -> None:
    tablet = Tablet(page, address)
    tablet.sign_in()
    tablet.go(MARKET, "instruments")
    chosen = page.locator(".cards").first.locator("[data-number]")
    expect(chosen.nth(2)).to_be_visible()
    numbers = [card.get_attribute("data-number") for card in chosen.all()]
    chosen.nth(1).click()
    for number in (numbers[2], numbers[0]):
        expect(page.locator(".next-thing")).to_contain_text(number)
        page.click("[data-tab=weighings]")
        page.click(".next-thing")
        expect(tablet.field("serial")).to_have_value(number)
    expect(page.locator(".next-thing")).to_have_count(0)


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
    expect(page.locator(".consent-state .notice")).to_contain_text("签字之后记录有改动")


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
