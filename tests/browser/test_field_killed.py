"""The browser is killed with SIGKILL, as a power cut does: what has its tick is there afterwards."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.typing import ResponseReturnValue
from playwright.sync_api import BrowserContext, Playwright

from tests.browser.bundles import SUGAR
from tests.browser.conftest import TABLET
from tests.browser.fake_sync import FakeSync
from tests.browser.tablet import Tablet
from tests.chromium import chromium_options

WAIT = 60


@pytest.fixture
def launch(playwright: Playwright, tmp_path: Path) -> Iterator[Callable[[], BrowserContext]]:
    """Starts a browser on one profile, again and again."""
    started: list[BrowserContext] = []

    def start() -> BrowserContext:
        options = chromium_options()
        options["args"] = [*options["args"], "--remote-debugging-port=0"]
        started.append(
            playwright.chromium.launch_persistent_context(
                str(tmp_path / "profile"), viewport=TABLET, locale="zh-CN", permissions=["camera"], **options
            )
        )
        return started[-1]

    yield start
    started[-1].close()


def kill(context: BrowserContext, profile: Path) -> None:
    """Kill the browser that holds this profile."""
    target = str((profile / "SingletonLock").readlink())
    with context.expect_event("close"):
        os.kill(int(target.rpartition("-")[2]), signal.SIGKILL)


@pytest.mark.parametrize("answers", [0, 1], ids=["after the photo", "after the next answer"])
def test_killing_the_browser_between_entry_and_sending_loses_nothing(
    launch: Callable[[], BrowserContext], fake: FakeSync, address: str, tmp_path: Path, answers: int
) -> None:
    context = launch()
    tablet = Tablet(context.pages[0], address)
    tablet.sign_in()
    context.set_offline(True)
    tablet.take_photo(SUGAR)
    for _ in range(answers):
        tablet.go(SUGAR, "lot")
        tablet.enter("800", "lot", "size")
        tablet.saved()
    kill(context, tmp_path / "profile")

    tablet = Tablet(launch().pages[0], address)
    tablet.open()
    tablet.synchronise()
    tablet.all_sent()
    kinds = [one["kind"] for one in fake.operations.values()]
    assert kinds == ["start", "set", "photo", *["set"] * answers]
    assert len(fake.photos) == 1


@pytest.mark.parametrize("stored", [True, False], ids=["stored", "not stored"])
@pytest.mark.parametrize(
    "call",
    [("POST", "operations"), ("PUT", "photos"), ("POST", "finish")],
    ids=lambda call: call[1],
)
def test_killing_the_browser_while_it_sends_loses_and_doubles_nothing(
    launch: Callable[[], BrowserContext],
    fake: FakeSync,
    address: str,
    tmp_path: Path,
    call: tuple[str, str],
    stored: bool,
) -> None:
    came, gone = threading.Event(), threading.Event()

    def held(act: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
        came.set()
        gone.wait(WAIT)
        return act() if stored else ("", 500)

    context = launch()
    tablet = Tablet(context.pages[0], address)
    tablet.sign_in()
    context.set_offline(True)
    tablet.go(SUGAR, "lot")
    tablet.enter("800", "lot", "size")
    tablet.saved()
    tablet.take_photo(SUGAR)
    tablet.finish(SUGAR)
    fake.fail(*call, held)
    context.set_offline(False)
    assert came.wait(WAIT)
    kill(context, tmp_path / "profile")
    gone.set()

    tablet = Tablet(launch().pages[0], address)
    tablet.open()
    tablet.counts(0, 0, 1)
    assert [one["kind"] for one in fake.operations.values()] == ["start", "set", "set", "photo", "finish"]
    assert [one["seq"] for one in fake.operations.values()] == [1, 2, 3, 4, 5]
    assert len(fake.photos) == 1 and fake.quarantined == []
