"""A day of 30 visits with 90 photos over 256 kbit/s, of which 2 % of all calls are lost: the real page and server.

    python -m bench.slow_link [--visits 30] [--photos 3] [--loss 0.02] [--seed 1]

To be reached: all of it verified without a hand, in less than one and a half times what the bytes alone take. A lost
call is dropped, or done and its answer broken off, or met with silence (tests/browser/slow_link.py). The photos are
scaled by the tablet to 2048 pixels, about 320 kB each, so that the whole day takes some twenty minutes.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from server.store import schema
from tests.browser.slow_link import BYTES_PER_SECOND, day
from tests.chromium import chromium_options

SIDE = 2048
#: Longer than the tablet waits for an answer.
SILENCE = 600
ALLOWED = 1.5


def main() -> int:
    """Carry the day and say what it took; status 1 when it took too long, an error when something is missing."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--visits", type=int, default=30, help="30 unless given")
    asked.add_argument("--photos", type=int, default=3, help="of each visit; 3 unless given")
    asked.add_argument(
        "--loss", type=float, default=0.02, help="share of calls that are lost; 0.02 unless given"
    )
    asked.add_argument("--seed", type=int, default=1, help="of what is lost; 1 unless given")
    chosen = asked.parse_args()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(**chromium_options())  # type: ignore[arg-type]
        database = f"sqlite:///{folder}/day.sqlite"
        schema.upgrade(database)
        given = {"visits": chosen.visits, "photos": chosen.photos, "side": SIDE, "seed": chosen.seed}
        done = day(browser, database, Path(folder), loss=chosen.loss, silence=SILENCE, patience=5400, **given)
        browser.close()
    least = done.bytes / BYTES_PER_SECOND
    lost = ", ".join(f"{name} {count}" for name, count in sorted(done.met.items())) or "none"
    print(
        f"{done.entries} entries, {done.photos} photos of {done.bytes / done.photos / 1000:.0f} kB; lost: {lost}"
    )
    print(
        f"verified after {done.seconds:.0f} s; the photos alone take {least:.0f} s "
        f"({done.seconds / least:.2f} times that, to be reached {ALLOWED})"
    )
    return 0 if done.seconds < ALLOWED * least else 1


if __name__ == "__main__":
    sys.exit(main())
