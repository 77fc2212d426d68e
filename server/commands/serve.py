"""``fair-scale serve``: the production server, which says where it is once it answers."""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys

from granian import Granian
from granian.constants import Interfaces

from server.commands.words import say
from server.config import from_environment

#: More of them wait for one another: they share one interpreter.
THREADS = 4
#: Where this machine finds what listens everywhere.
HERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104


def arguments(parser: argparse.ArgumentParser, speech: str) -> None:
    """Where to listen and with how many processes."""
    parser.add_argument("--host", default="127.0.0.1", help=say("serve.host", speech))
    parser.add_argument("--port", type=int, default=8000, help=say("serve.port", speech))
    workers = min(4, os.cpu_count() or 1)
    parser.add_argument("--workers", type=int, default=workers, help=say("serve.workers", speech))


def run(chosen: argparse.Namespace) -> int:
    """Serve until interrupted."""
    _check_port(chosen.host, chosen.port)
    address = address_of(chosen.host, chosen.port)
    os.environ.setdefault("FAIR_SCALE_BASE_URL", address)
    from_environment()
    server = Granian(
        "server.wsgi:app",
        address=chosen.host,
        port=chosen.port,
        interface=Interfaces.WSGI,
        workers=chosen.workers,
        blocking_threads=THREADS,
        websockets=False,
        workers_kill_timeout=10,
        log_level="error",
    )
    # A process of its own: workers are forked, and a thread here could leave them a lock that nobody opens.
    herald = subprocess.Popen([sys.executable, "-m", "server.commands.announcing", address])  # noqa: S603
    try:
        server.serve()
    finally:
        herald.terminate()
        herald.wait()
    return 0


def address_of(host: str, port: int) -> str:
    """Return the address at which this machine finds the server; labels lead there unless a base URL is set."""
    name = HERE.get(host, host)
    return f"http://{f'[{name}]' if ':' in name else name}:{port}"


def _check_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise RuntimeError(say("serve.taken", port=port)) from None
