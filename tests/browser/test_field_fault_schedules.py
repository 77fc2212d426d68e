"""Whatever befalls two tablets and their server, nothing is lost or doubled; ``bench.fault_schedules`` runs many."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.fault_schedules import ground


def test_random_faults_lose_and_double_nothing(browser: Browser, sqlite_url: str, tmp_path: Path) -> None:
    met: Counter[str] = Counter()
    with ground(browser, sqlite_url, tmp_path) as made:
        for seed in (1, 2, 3):
            met += made.run(seed, visits=10)
    assert sum(met.values()) > 20
