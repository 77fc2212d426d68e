"""Servers started for a measurement, on loopback, and stopped after it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from server.commands.serve import THREADS

BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Server:
    """A running server."""

    pid: int
    port: int

    def memory(self) -> float:
        """Resident memory of the process and its children, in MB."""
        return sum(_resident(pid) for pid in (self.pid, *_children(self.pid))) / 1e6


def granian(port: int) -> list[str]:
    """The command of the production server with one process."""
    threads = ["--blocking-threads", str(THREADS), "--no-ws", "--log-level", "warning"]
    return [
        *(str(BIN / "granian"), "--interface", "wsgi", "--workers", "1", *threads),
        *("--host", "127.0.0.1", "--port", str(port), "server.wsgi:app"),
    ]


def gunicorn(port: int) -> list[str]:
    """The command of the other candidate with one process."""
    return [
        *(str(BIN / "gunicorn"), "--worker-class", "gthread", "--workers", "1", "--threads", str(THREADS)),
        *("--keep-alive", "60", "--bind", f"127.0.0.1:{port}", "server.wsgi:app"),
    ]


def datasette(port: int, database: Path) -> list[str]:
    """The command of Datasette over the same file. It need not suggest facets, which costs it further queries."""
    return [
        *(str(BIN / "datasette"), "serve", str(database), "--host", "127.0.0.1", "--port", str(port)),
        *("--setting", "suggest_facets", "off"),
    ]


@contextmanager
def running(
    command: Sequence[str], port: int, ready: str, environment: Mapping[str, str]
) -> Iterator[Server]:
    """Start a server, wait for its first answer, stop it at the end. ``RuntimeError`` when it does not answer."""
    process = subprocess.Popen(
        command, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(process, f"http://127.0.0.1:{port}{ready}")
        yield Server(process.pid, port)
    finally:
        process.terminate()
        process.wait(timeout=20)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(process: subprocess.Popen[bytes], address: str) -> None:
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            with urlopen(address, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError(f"no answer from {address}")


def _children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [one for child in map(int, found) for one in (child, *_children(child))]


def _resident(pid: int) -> int:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
