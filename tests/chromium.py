"""One Chromium for the whole test run: whoever drives a browser shares it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
#: The suggestions below an address bar that nobody sees: pages with processes of their own, made anew for each window.
UNSEEN = ["WebUIOmniboxPopup", "WebUIOmniboxAimPopup"]
#: What Playwright 1.65 switches off. Of two such lists Chromium takes the last one alone.
SWITCHED_OFF = [
    "AimEnabled",
    "AvoidCorsURLLoaderRestartOnRedirect",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "TcpPortRandomizationWin",
    "ThirdPartyStoragePartitioning",
]
ARGUMENTS = [
    "--no-sandbox",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    f"--disable-features={','.join(SWITCHED_OFF + UNSEEN)}",
]


def chromium_options() -> dict[str, object]:
    """How Chromium is started: Debian's when it is there, else the one that Playwright brought."""
    options: dict[str, object] = {"args": ARGUMENTS}
    return {**options, "executable_path": str(CHROMIUM)} if CHROMIUM.exists() else options


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    try:
        browser = playwright.chromium.launch(**chromium_options())
    except Exception as error:
        if "Executable doesn't exist" not in str(error):
            raise
        pytest.skip("no Chromium: browser tests were skipped")
    yield browser
    browser.close()
