"""Random fault schedules of the tablet: the client's own modules in Chromium against the real server.

    python -m bench.fault_schedules [--schedules 20] [--first 1]

Each schedule is 50 visits with photos on two tablets (tests/browser/fault_schedules.py says what befalls them) and ends
with an error unless nothing was lost, nothing doubled and every visit verified. To be reached: 1,000 without one.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from argon2 import PasswordHasher
from playwright.sync_api import sync_playwright

from server.services import users
from server.store import schema
from tests.browser.fault_schedules import ground
from tests.chromium import chromium_options

MEMORY = Path("/dev/shm")
#: So many schedules share a database before it is begun anew.
SHARED = 25


def main() -> int:
    """Run the schedules, and say what they met; status 1 with the seed of the first that lost something."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--schedules", type=int, default=20, help="how many; 20 unless given")
    asked.add_argument("--first", type=int, default=1, help="the seed of the first")
    chosen = asked.parse_args()
    users._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    seeds = range(chosen.first, chosen.first + chosen.schedules)
    met: Counter[str] = Counter()
    begun = time.monotonic()
    with sync_playwright() as playwright:
        for start in range(0, len(seeds), SHARED):
            browser = playwright.chromium.launch(**chromium_options())  # type: ignore[arg-type]
            with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
                database = f"sqlite:///{folder}/faults.sqlite"
                schema.upgrade(database)
                with ground(browser, database, Path(folder)) as made:
                    for seed in seeds[start : start + SHARED]:
                        try:
                            met += made.run(seed)
                        except AssertionError as error:
                            print(f"schedule {seed} lost or doubled something: {error}")
                            return 1
            browser.close()
            done = min(start + SHARED, len(seeds))
            print(
                f"{done} schedules, {sum(met.values())} faults, {time.monotonic() - begun:.0f} s", flush=True
            )
    print(", ".join(f"{name} {count}" for name, count in sorted(met.items())))
    return 0


if __name__ == "__main__":
    sys.exit(main())
