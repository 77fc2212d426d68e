"""A page of Chromium in which the tablet's judging runs, and the server's judging in the same form."""

from __future__ import annotations

import functools
import http.server
import json
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from server.domain.programmes import RecordError, load
from tests.chromium import chromium_options

CLIENT = Path(__file__).parents[2] / "field_client"
JUDGE = """async ([programme, tables, records]) => {
  const { evaluate, prepare, RecordError } = await import("/core/verdicts/index.js");
  await prepare(programme);
  const judge = (record) => {
    try { return evaluate(programme, record, tables); }
    catch (error) {
      if (!(error instanceof RecordError)) throw error;
      return { error: error.code, at: error.at, values: error.values };
    }
  };
  return JSON.stringify(JSON.parse(records).map(judge));
}"""


def judged_in_python(programme: str, records: Sequence[Any]) -> list[dict[str, Any]]:
    """The results of the server, or ``error``, ``at`` and ``values`` of records that cannot be judged."""
    rules = load(programme)
    return [_judged(rules.evaluate, record) for record in records]


def _judged(evaluate: Callable[[Any], dict[str, Any]], record: Any) -> dict[str, Any]:
    try:
        return json.loads(json.dumps(evaluate(record)))
    except RecordError as error:
        return {"error": error.code, "at": error.at, "values": error.values}


def tables_of(programme: str) -> dict[str, Any]:
    """What a tablet has of a programme to judge with."""
    rules = load(programme)
    return {"limits": rules.limits, "checklist": rules.checklist}


class VerdictsPage:
    """Opens with ``with``. It has a thread of its own, because Playwright allows one running instance in each."""

    def __enter__(self) -> VerdictsPage:
        handler = functools.partial(_Quiet, directory=str(CLIENT))
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self._thread = ThreadPoolExecutor(max_workers=1)
        try:
            self._thread.submit(self._open).result()
        except Exception:
            self._stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.submit(self._close).result()
        self._stop()

    def run(self, script: str, argument: object = None) -> Any:
        """What a function of JavaScript returns for an argument."""
        return self._thread.submit(lambda: self._page.evaluate(script, argument)).result()

    def judged(
        self, programme: str, records: Sequence[Any], tables: dict[str, Any] | None = None
    ) -> list[dict[str, Any]]:
        """The results of the tablet, in the form of `judged_in_python`, in one call for all records."""
        return json.loads(self.run(JUDGE, [programme, tables or tables_of(programme), json.dumps(records)]))

    def _open(self) -> None:
        self._playwright = sync_playwright().start()
        try:
            self._browser = self._playwright.chromium.launch(**chromium_options())
        except Exception:
            self._playwright.stop()
            raise
        self._page: Page = self._browser.new_page()
        self._page.goto(f"http://127.0.0.1:{self._server.server_port}/core/verdicts/index.js")

    def _close(self) -> None:
        self._browser.close()
        self._playwright.stop()

    def _stop(self) -> None:
        self._thread.shutdown()
        self._server.shutdown()
        self._server.server_close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        return
