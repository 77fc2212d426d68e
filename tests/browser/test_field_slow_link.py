"""A day's work reaches the server over a slow link that loses calls; ``bench.slow_link`` runs a whole day of it."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser.slow_link import BYTES_PER_SECOND, day


def test_a_slow_link_that_loses_calls_carries_everything_by_itself(
    browser: Browser, sqlite_url: str, tmp_path: Path
) -> None:
    done = day(browser, sqlite_url, tmp_path, visits=2, photos=2, side=400, loss=0.2, seed=2)
    assert sum(done.met.values()) >= 2
    assert done.seconds > done.bytes / BYTES_PER_SECOND
    # Entries first, then each photo is counted as it arrives.
    assert sorted(done.unsent, reverse=True) == done.unsent
    assert len([left for left in done.unsent if left <= done.photos]) >= done.photos // 2


def test_a_photo_has_the_time_that_it_needs_on_a_slow_link(modules: Page) -> None:
    waits = modules.evaluate("async () => (await import('/field/sync/backoff.js')).patience(300_000) / 1000")
    assert 300_000 / BYTES_PER_SECOND * 5 < waits < 120
