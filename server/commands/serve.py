"""``fair-scale serve``: the production server, which says where it is once it answers."""

from __future__ import annotations

import argparse
import os
import socket
import sys
import threading
from datetime import timedelta
from urllib.error import URLError
from urllib.request import urlopen

from granian import Granian
from granian.constants import Interfaces

from server.commands.words import language, say
from server.config import from_environment
from server.demo import logins
from server.domain.texts import words

THREADS = 8
ANSWER_WITHIN = timedelta(seconds=60)


def arguments(parser: argparse.ArgumentParser, speech: str) -> None:
    """Where to listen and with how many processes."""
    parser.add_argument("--host", default="127.0.0.1", help=say("serve.host", speech))
    parser.add_argument("--port", type=int, default=8000, help=say("serve.port", speech))
    workers = min(4, os.cpu_count() or 1)
    parser.add_argument("--workers", type=int, default=workers, help=say("serve.workers", speech))


def run(chosen: argparse.Namespace) -> int:
    """Serve until interrupted."""
    _check_port(chosen.host, chosen.port)
    os.environ.setdefault("FAIR_SCALE_BASE_URL", f"http://{chosen.host}:{chosen.port}")
    from_environment()
    address = f"http://{'127.0.0.1' if chosen.host == '0.0.0.0' else chosen.host}:{chosen.port}"  # noqa: S104
    threading.Thread(target=_announce, args=(address,), daemon=True).start()
    Granian(
        "server.wsgi:app",
        address=chosen.host,
        port=chosen.port,
        interface=Interfaces.WSGI,
        workers=chosen.workers,
        blocking_threads=THREADS,
        websockets=False,
        workers_kill_timeout=10,
        log_level="error",
    ).serve()
    return 0


def _check_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise RuntimeError(say("serve.taken", port=port)) from None


def _announce(address: str) -> None:
    """Wait for the health check, then print addresses and, for a demonstration, its accounts."""
    pause, waited = threading.Event(), timedelta()
    step = timedelta(milliseconds=100)
    while waited < ANSWER_WITHIN:
        try:
            with urlopen(f"{address}/healthz", timeout=2):  # noqa: S310
                break
        except (URLError, OSError):
            pause.wait(step.total_seconds())
            waited += step
    else:
        sys.stderr.write(say("serve.silent", address=address) + "\n")
        return
    lines = [say("serve.ready", address=address)]
    if logins.is_demo(from_environment()):
        lines += _demo(address)
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


def _demo(address: str) -> list[str]:
    rows = [
        say(
            "demo.login",
            role=words("role", login.role, language()),
            username=login.username,
            password=login.password,
        )
        for login in logins.PRINTED
    ]
    tablet = say("demo.tablet", address=address, username=logins.TABLET.username)
    return [say("demo.logins"), *rows, tablet]
