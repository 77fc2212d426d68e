"""How long a visitor's browser takes to recompute a draw, from the press of the button to the verdict.

    python -m bench.draw_in_browser [--objects 10000 100000]

Against `sampling.verify` in Python on the same bundle. To be reached: less than 2 seconds for 10,000 objects; more ends
with status 1, and so does a verdict other than "every check holds".
"""

from __future__ import annotations

import argparse
import functools
import http.server
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import sync_playwright

import sampling

STATIC = Path(__file__).parents[1] / "server" / "web" / "static"
LIMITS = {10_000: 2.0}
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Draw</title>
<section data-bundle-url="/bundle.zip" data-lang="en"></section>
<script type="module" src="/static/verify/page.js"></script>"""


def bundle(objects: int) -> tuple[bytes, dict[str, bytes]]:
    """A draw of one in twenty from ten strata, as a .zip and as files."""
    strata = [f"3701{n:02d}/C" for n in range(10)]
    commitment = sampling.commit(
        draw="00000000-0000-4000-8000-000000000001",
        title="A draw to measure",
        frame=[(f"92370100{n:010d}", strata[n % 10]) for n in range(objects)],
        roster=[(f"ZF{n:06d}", "lead" if n % 3 == 0 else "member") for n in range(60)],
        recusals=[(f"ZF{n:06d}", f"92370100{n * 7:010d}") for n in range(20)],
        sample=dict.fromkeys(strata, objects // 200),
        team_size=2,
        entropy_source="dice",
        committed_at=datetime(2026, 3, 2, 1, 0, tzinfo=UTC),
        secret="5" * 64,
    )
    result = sampling.draw(commitment, "3 1 4 1 5 9")
    return sampling.zip_bundle(commitment, "3 1 4 1 5 9", result), sampling.write_bundle(
        commitment, "3 1 4 1 5 9", result
    )


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves a folder without a line on the console for each file."""

    def log_message(self, *_: object) -> None:
        return


def in_browser(archive: bytes) -> float:
    """Seconds from the press of the button to the verdict; AssertionError for any other verdict."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "static").symlink_to(STATIC)
        (folder / "index.html").write_text(PAGE, encoding="utf-8")
        (folder / "bundle.zip").write_bytes(archive)
        handler = functools.partial(Quiet, directory=name)
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            with sync_playwright() as playwright:
                chromium = playwright.chromium.launch(
                    executable_path="/usr/bin/chromium", args=["--no-sandbox"]
                )
                page = chromium.new_page()
                page.goto(f"http://127.0.0.1:{server.server_port}/index.html")
                begun = time.perf_counter()
                page.get_by_role("button", name="Download and recompute").click()
                page.wait_for_selector(".verify-ok, .verify-failed", timeout=600_000)
                took = time.perf_counter() - begun
                assert page.locator(".verify-ok").count() == 1
                chromium.close()
            server.shutdown()
    return took


def main() -> int:
    """Measure and print; status 1 when a limit is passed."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--objects", type=int, nargs="+", default=[10_000, 100_000])
    late = False
    print(f"{'objects':>9} {'browser':>10} {'python':>10} {'ratio':>7}")
    for objects in asked.parse_args().objects:
        archive, files = bundle(objects)
        begun = time.perf_counter()
        assert sampling.verify(files).ok
        python = time.perf_counter() - begun
        browser = in_browser(archive)
        print(f"{objects:>9} {browser:>9.2f}s {python:>9.2f}s {browser / python:>7.1f}")
        late = late or browser > LIMITS.get(objects, browser)
    return int(late)


if __name__ == "__main__":
    raise SystemExit(main())
