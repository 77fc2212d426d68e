"""What to do when something is not as usual is read on the tablet itself, without a network."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.tablet import Tablet
from tests.browser.test_field_accessible import grave


def test_the_help_is_read_without_a_network_in_both_languages(tablet: Tablet) -> None:
    page = tablet.page
    page.context.set_offline(True)
    page.click(".help-link")
    advice = page.locator("[data-help=unsigned]")
    advice.locator("summary").click()
    expect(advice.locator("p")).to_contain_text("在“签名”点“拒绝签名”")
    assert grave(page, "help") == []
    page.click(".language")
    for one in page.locator("[data-help]").all():
        one.locator("summary").click()
    expect(advice.locator("p")).to_contain_text("Tap “Refuses to sign” under “Signature”")
    shown = page.locator(".help").inner_text()
    assert re.search("[一-鿿{}]", shown) is None
    assert len(shown) > 2000
