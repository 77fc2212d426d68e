"""Browser tests: a page that fails on any console error, a server on a free port."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from tests.browser.bundles import three_visits
from tests.browser.fake_sync import FakeSync, create_app
from tests.browser.tablet import Tablet

TABLET = {"width": 820, "height": 1180}
#: For how many seconds a server that has been stopped may be at what it was asked last.
LAST_CALLS = 60
#: How often a server looks whether it is to end: it has hundreds of ends in a run.
LOOK_SECONDS = 0.02
#: The slow hash of the tablet's lock, done quickly: tests ask whether a secret fits, not how long it takes.
CHEAP_SECRETS = """(() => {
  const original = SubtleCrypto.prototype.deriveBits;
  SubtleCrypto.prototype.deriveBits = function (algorithm, ...given) {
    return original.call(this, { ...algorithm, iterations: Math.min(algorithm.iterations, 1000) }, ...given);
  };
})()"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what drives Chromium."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()) or "playwright" in getattr(
            item, "fixturenames", ()
        ):
            item.add_marker(pytest.mark.browser)


class Quiet(WSGIRequestHandler):
    """Answers without a line for each."""

    def log(self, type: str, message: str, *values: object) -> None:
        """Say nothing."""


class Counted:
    """An application that knows how many calls are at work in it."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.calls = 0
        self.changed = threading.Condition()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        self._count(1)
        try:
            return self.app(environ, start_response)
        finally:
            self._count(-1)

    def _count(self, step: int) -> None:
        with self.changed:
            self.calls += step
            self.changed.notify_all()

    def wait(self) -> None:
        """Wait until no call is at work."""
        with self.changed:
            assert self.changed.wait_for(lambda: not self.calls, LAST_CALLS)


def serve(app: Flask) -> BaseWSGIServer:
    """Serve an application on a free port of this machine, in threads of this process, until ``stop``."""
    server = make_server("127.0.0.1", 0, Counted(app), threaded=True, request_handler=Quiet)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(LOOK_SECONDS,), daemon=True).start()
    return server


def stop(server: BaseWSGIServer) -> None:
    """End a server. What a page asked last is done by then: the next test has its database in the same place."""
    server.shutdown()
    server.server_close()
    server.app.wait()


@pytest.fixture
def served() -> Iterator[Callable[[Flask], str]]:
    """Serves applications until the test ends; returns their address."""
    servers = []

    def start(app: Flask) -> str:
        servers.append(serve(app))
        return f"http://127.0.0.1:{servers[-1].server_port}"

    yield start
    for server in servers:
        stop(server)


@pytest.fixture
def fake() -> FakeSync:
    """A server in memory with three visits."""
    return FakeSync(three_visits())


@pytest.fixture
def address(fake: FakeSync, served: Callable[[Flask], str]) -> str:
    """The address of the fake server."""
    return served(create_app(fake))


@pytest.fixture(scope="module")
def modules(browser: Browser) -> Iterator[Page]:
    """A page that can import the client's modules."""
    server = serve(create_app(FakeSync(three_visits())))
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/field/manifest.webmanifest")
    yield page
    page.close()
    stop(server)


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A tablet: its own storage, its camera allowed."""
    context = browser.new_context(viewport=TABLET, locale="zh-CN", permissions=["camera"], has_touch=True)
    context.add_init_script(CHEAP_SECRETS)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page of the tablet; what it logs as an error fails the test at its end."""
    page = context.new_page()
    errors = watch(page)
    yield page
    assert errors() == []


@pytest.fixture
def tablet(page: Page, address: str) -> Tablet:
    """A tablet that is signed in and has the visits."""
    tablet = Tablet(page, address)
    tablet.sign_in()
    return tablet


def watch(page: Page) -> Callable[[], list[str]]:
    """Collect the page's errors, without those that only say that a request did not succeed."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(f"{error.message}\n{error.stack}"))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    expected = ("Failed to load resource", "ERR_INTERNET_DISCONNECTED")
    return lambda: [error for error in errors if not any(text in error for text in expected)]
