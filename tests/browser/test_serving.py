"""What the browser tests stand on: a server that is stopped has done what it was asked."""

from __future__ import annotations

import threading
from urllib.request import urlopen

from flask import Flask

from tests.browser.conftest import serve, stop


def test_a_server_that_was_stopped_is_at_nothing_any_more() -> None:
    app = Flask("slow")
    came, go_on, done = threading.Event(), threading.Event(), threading.Event()

    @app.get("/")
    def slow() -> str:
        came.set()
        go_on.wait(60)
        done.set()
        return ""

    server = serve(app)
    asking = threading.Thread(target=lambda: urlopen(f"http://127.0.0.1:{server.server_port}/").read())
    asking.start()
    assert came.wait(60)
    threading.Timer(0.2, go_on.set).start()
    stop(server)
    assert done.is_set()
    asking.join()
