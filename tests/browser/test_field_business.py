"""What the inspected business takes along from the tablet, all of it without a network."""

import hashlib
import html
import re
from io import BytesIO
from pathlib import Path

import zxingcpp
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.bundles import DRAW, MARKET
from tests.browser.fake_sync import FakeSync
from tests.browser.tablet import Tablet


def scanned(page: Page, selector: str) -> str:
    """What a telephone reads from a code on the glass."""
    (code,) = zxingcpp.read_barcodes(Image.open(BytesIO(page.locator(selector).screenshot())))
    return code.text


def test_the_business_reads_who_comes_and_the_codes_of_the_visit_are_kept(
    context: BrowserContext, page: Page, fake: FakeSync, address: str
) -> None:
    tablet = Tablet(page, address)
    tablet.sign_in()
    context.set_offline(True)
    page.click(f'[data-inspection="{MARKET}"]')
    page.click(".show-code")
    expect(page.locator(".showing")).to_contain_text("李检查 · 执法证号 ZF37000001 · 组长")
    for text in ("计量科", "海岳市市场监督管理局", "年度计划", "2026-001", "c" * 64):
        expect(page.locator(".showing .facts")).to_contain_text(text)
    assert scanned(page, ".showing .qr") == f"https://scale.example/draws/{DRAW}"
    page.fill("#shown-to", "王摊主")
    page.click(".show-done")
    expect(page.locator("[data-shown]")).to_contain_text("王摊主")
    tablet.step("overview")
    page.fill("#entry-code", "  ")
    page.press("#entry-code", "Enter")
    expect(page.locator(".arriving .problem")).to_be_visible()
    page.fill("#entry-code", "RQ-37-0001")
    page.press("#entry-code", "Enter")
    expect(page.locator("[data-code=RQ-37-0001]")).to_contain_text("手工输入")
    context.set_offline(False)
    tablet.synchronise()
    sent = {one["kind"]: one["body"] for one in fake.operations.values()}
    assert sent["shown"] == {"to": "王摊主"}
    assert sent["entry_code"] == {"code": "RQ-37-0001", "means": "typed"}


def test_the_business_takes_a_copy_with_the_fingerprint_along(
    context: BrowserContext, page: Page, fake: FakeSync, address: str, tmp_path: Path
) -> None:
    tablet = Tablet(page, address)
    tablet.sign_in()
    context.set_offline(True)
    page.click(f'[data-inspection="{MARKET}"]')
    page.click("text=开始检查")
    tablet.choose("in_service", "stage")
    tablet.step("checklist")
    page.locator("[data-item=metrology_system] [data-value=no]").click()
    note = page.locator("[data-item=metrology_system] input")
    note.fill("<b>未见</b>制度")
    note.press("Enter")
    tablet.saved()
    tablet.step("consent")
    expect(page.locator(".print")).to_have_count(1)
    fingerprint = page.locator(".print").inner_text()
    with page.expect_download() as download:
        page.click(".copy-save")
    download.value.save_as(tmp_path / "copy.html")
    text = (tmp_path / "copy.html").read_text("utf-8")
    record = html.unescape(re.search(r"<pre>(.*)</pre>", text, re.DOTALL)[1])
    assert hashlib.sha256(record.encode()).hexdigest() == fingerprint
    assert fingerprint in text and "暂存副本" in text and "&lt;b&gt;未见&lt;/b&gt;制度" in text
    assert "海岳第1农贸市场" in text and "2026-001" in text and "ZF37000001" in text
    assert not re.search(r"<script|https?:", text)
    page.click(".copy-qr")
    told = scanned(page, ".copy-stage .qr")
    assert told == page.locator(".copy-text").inner_text()
    assert fingerprint in told and "暂存副本" in told
    assert fake.operations == {}
