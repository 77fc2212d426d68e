"""What axe finds on the tablet's pages: nothing serious, in either language, in either theme, upright and across."""

from __future__ import annotations

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.bundles import GLASSES, MARKET, SUGAR
from tests.browser.tablet import Tablet

GRAVE = {"serious", "critical"}
PLACES = [
    (),
    (MARKET, "overview"),
    (MARKET, "instruments"),
    (MARKET, "checklist"),
    (SUGAR, "lot"),
    (SUGAR, "tare_values"),
    (SUGAR, "photos"),
    (SUGAR, "violations"),
    (SUGAR, "consent"),
    (SUGAR, "finish"),
    (SUGAR, "packages"),
    (GLASSES, "spectacles"),
    (GLASSES, "look_back"),
    (MARKET, "showing"),
    (SUGAR, "entries"),
]
#: Pages beside the way through the steps.
ASIDE = {"showing": ".showing", "entries": ".entries"}


def grave(page: Page, place: object) -> list[str]:
    """What axe finds serious or critical, with the first element that it names."""
    # The page's own rules let no other script in; the check comes from outside of it.
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    return [
        f"{place}: {one['id']} {one['nodes'][0]['html'][:200]}"
        for one in found.response["violations"]
        if one["impact"] in GRAVE
    ]


def test_axe_finds_nothing_serious(page: Page, address: str) -> None:
    tablet = Tablet(page, address)
    tablet.open()
    found = grave(page, "sign-in")
    page.click(".other-way")
    found += grave(page, "sign-in by a code")
    tablet.sign_in()
    tablet.go(SUGAR, "lot")
    tablet.enter("800", "lot", "size")
    tablet.saved()
    for language, size in (("zh", (820, 1180)), ("en", (1180, 820))):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        if language == "en":
            page.click(".language")
            expect(page.locator(".content h2").first).to_have_text(re.compile("^[ -~]+$"))
        for place in PLACES:
            page.evaluate(
                "hash => { location.hash = hash }", "/".join(["#/visit", *place]) if place else "#/"
            )
            step = f"[data-step={place[1]}][aria-current=step]" if place else "a.visit"
            here = ASIDE.get(place[1], step) if place else step
            expect(page.locator(here).first).to_be_visible()
            found += grave(page, (language, *place[1:]))
    page.evaluate("location.hash = '#/records'")
    page.click("[data-set=theme-sun]")
    expect(page.locator("html")).to_have_attribute("data-theme", "sun")
    expect(page.locator("[data-set=theme-sun]")).to_have_attribute("aria-pressed", "true")
    found += grave(page, "records in the sun")
    tablet.go(MARKET, "instruments")
    page.locator("[data-number]").first.click()
    page.click("[data-tab=weighings]")
    page.locator("[data-key=like]").click()
    tablet.saved()
    found += grave(page, "weighings with the pad in the sun")
    page.evaluate("location.hash = '#/records'")
    page.click(".lock-now")
    expect(page.locator("#lock-secret")).to_be_visible()
    found += grave(page, "the lock")
    assert found == []
