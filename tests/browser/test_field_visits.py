"""One visit of each programme on the tablet, with the network off, then sent until it is verified."""

import hashlib

from playwright.sync_api import BrowserContext, Page, expect

from sampling import second_stage
from server.domain import folding, programmes
from tests.browser.bundles import GLASSES, MARKET, SUGAR
from tests.browser.fake_sync import FakeSync, folded
from tests.browser.tablet import Tablet


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
    tap("text=保存签名")
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
