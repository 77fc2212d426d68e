"""The application in a process of its own, whose power can be cut at a chosen moment of the next request.

    python -m tests.web.power before|answer FILE

``before``: when the transaction is about to be committed; ``answer``: when all is done and nothing was answered yet. It
happens once FILE is there. Settings come from the environment; the port is the first line of the output.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterable
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

from sqlalchemy import Engine, event
from werkzeug.serving import WSGIRequestHandler, make_server

from server.app import create_app
from server.config import from_environment


class Quiet(WSGIRequestHandler):
    """Answers without a line for each."""

    def log(self, type: str, message: str, *values: object) -> None:
        """Say nothing."""


def main(moment: str, armed: Path) -> None:
    """Serve until the power is cut."""
    app = create_app(from_environment())
    inner = app.wsgi_app

    def cut(*_: object) -> None:
        if armed.exists():
            os.kill(os.getpid(), signal.SIGKILL)

    def whole(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        answer = inner(environ, start_response)
        cut()
        return answer

    if moment == "before":
        event.listen(Engine, "commit", cut)
    else:
        app.wsgi_app = whole  # type: ignore[method-assign]
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
