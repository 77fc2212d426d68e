"""A tablet's day over a slow link that loses requests: the real page in Chromium against the real server.

Chromium holds the page to the rate of the link and its latency. The server loses a share of the calls, by a seed: it
never hears of them, or does what they ask and its answer breaks off, or hears them and stays silent until the tablet
gives up. A link loses packets, which are sent again below HTTP; that a whole call is lost each time is worse than that.
"""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.wsgi import ClosingIterator

from server.app import create_app
from server.config import Settings
from server.store.engine import open_engine
from server.store.inspections import Inspection, Operation, Photo
from tests.browser.conftest import TABLET, serve, stop
from tests.browser.tablet import Tablet, modules
from tests.factories import Make
from tests.web.tablets import join, visit

#: 256 kbit/s both ways, and the way there and back takes this long.
BYTES_PER_SECOND = 32_000
LATENCY_MS = 200
FILL = Path(__file__).with_suffix(".js").read_text("utf-8")


@dataclass
class Lossy:
    """A WSGI application of which a share of the tablet's calls is lost; ``silence`` in seconds, 0 for none."""

    inner: WSGIApplication
    share: float
    silence: float
    dice: random.Random
    met: Counter[str] = field(default_factory=Counter)
    losing: threading.Event = field(default_factory=threading.Event)
    #: Clear while nothing may pass yet.
    open: threading.Event = field(default_factory=threading.Event)
    #: Set once nobody waits for an answer any more.
    over: threading.Event = field(default_factory=threading.Event)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        self.open.wait()
        call = environ["PATH_INFO"].startswith("/api/sync/") and self.losing.is_set()
        if not call or self.dice.random() >= self.share:
            return self.inner(environ, start_response)
        fate = self.dice.choice(["dropped", "answer lost", *(["silent"] if self.silence else [])])
        self.met[fate] += 1
        if fate == "answer lost":
            answer = ClosingIterator(self.inner(environ, lambda *_: lambda _: None))
            list(answer)
            answer.close()
        else:
            environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        if fate == "silent":
            self.over.wait(self.silence)
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", "1000")])
        return [b"{"]


@dataclass(frozen=True)
class Day:
    """What was carried over the link: photos in bytes, time in seconds, and what the head of the page said was
    still unsent, each figure once."""

    entries: int
    photos: int
    bytes: int
    seconds: float
    unsent: list[int]
    met: Counter[str]


def day(
    browser: Browser,
    database: str,
    folder: Path,
    *,
    visits: int,
    photos: int,
    side: int,
    loss: float,
    seed: int,
    silence: float = 0,
    patience: float = 60,
) -> Day:
    """Carry a day of ``visits`` with ``photos`` each, ``side`` pixels wide, to the server; nobody touches the tablet.

    ``AssertionError`` when not all is verified after ``patience`` seconds, or the server has not exactly that.
    """
    engine = open_engine(database)
    with Session(engine) as session:
        make = Make(session, datetime.now(UTC))
        user = make.user("inspector")
        made = [visit(make) for _ in range(visits)]
        for inspection in made:
            join(make, inspection, user.inspector_id)
        username, ids = user.username, [inspection.id for inspection in made]
        make.commit()
    settings = Settings(
        data=folder / "var", database=database, secret_key="a key for tests only, long enough"
    )
    app = create_app(settings)
    link = Lossy(app.wsgi_app, loss, silence, random.Random(seed))
    link.open.set()
    app.wsgi_app = link  # type: ignore[method-assign]
    server = serve(app)
    context = browser.new_context(viewport=TABLET, locale="zh-CN")  # type: ignore[arg-type]
    page = context.new_page()
    try:
        tablet = Tablet(page, f"http://127.0.0.1:{server.server_port}")
        tablet.sign_in(username, Make.PASSWORD)
        beside = tablet.beside()
        used = modules(beside, "store/database", "store/operations", "device/pictures")
        context.set_offline(True)
        given = {"visits": ids, "photos": photos, "side": side, "seed": seed}
        filled = beside.evaluate(FILL, {**given, "modules": used})
        beside.close()
        page.reload()
        expect(page.locator(".pill")).to_have_attribute(
            "data-unsent", str(filled["entries"] + filled["photos"])
        )
        link.losing.set()
        seconds, unsent = _carry(page, link, visits, patience)
    finally:
        context.close()
        link.over.set()
        stop(server)
    with Session(engine) as session:
        states = Counter(session.scalars(select(Inspection.state).where(Inspection.id.in_(ids))))
        kept = session.scalar(select(func.count()).select_from(Photo))
        entries = session.scalar(select(func.count()).where(Operation.state == "applied"))
    engine.dispose()
    assert states == {"in_review": visits}
    assert (kept, entries) == (filled["photos"], filled["entries"])
    return Day(filled["entries"], filled["photos"], filled["bytes"], seconds, unsent, link.met)


#: Notes each number of unsent entries and photos that the head of the page tells.
WATCH = """() => {
  window.told = [];
  const pill = document.querySelector(".pill");
  const note = () => window.told.at(-1) !== pill.dataset.unsent && window.told.push(pill.dataset.unsent);
  new MutationObserver(note).observe(pill, { attributes: true });
}"""


def _carry(page: Page, link: Lossy, visits: int, patience: float) -> tuple[float, list[int]]:
    """Let the network come back, slow, and wait; returns the seconds it took and what the page told meanwhile."""
    page.evaluate(WATCH)
    rates: dict[str, Any] = dict.fromkeys(("downloadThroughput", "uploadThroughput"), BYTES_PER_SECOND)
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    # The tablet goes on the moment it has a network: nothing passes before the network is slow.
    link.open.clear()
    page.context.set_offline(False)
    session.send("Network.emulateNetworkConditions", {"offline": False, "latency": LATENCY_MS, **rates})
    begun = time.monotonic()
    link.open.set()
    verified = page.locator(".pill [data-word=verified] b")
    expect(verified).to_have_text(str(visits), timeout=patience * 1000)
    return time.monotonic() - begun, [int(one) for one in page.evaluate("window.told")]
