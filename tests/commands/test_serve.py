"""The production server answers on every worker, again and again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

from server.commands.serve import address_of
from tests.ports import free_port


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def served(sqlite_url: str, tmp_path: Path, port: int):
    """A running `fair-scale serve`; gives what it has said once it says where it is."""
    environment = {
        **os.environ,
        "FAIR_SCALE_DATA": str(tmp_path),
        "FAIR_SCALE_DATABASE": sqlite_url,
        "FAIR_SCALE_SECRET_KEY": "a key for tests only, long enough",
        "LANG": "en_GB.UTF-8",
    }
    command = [sys.executable, "-m", "server.cli", "serve", "--port", str(port), "--workers", "2"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process.stdout.readline()
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=30)


def test_it_says_where_it_is_and_every_worker_answers(served: str, port: int) -> None:
    assert f"http://127.0.0.1:{port}" in served
    for _ in range(40):
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=30) as answer:
            assert answer.read() == b"ok\n"


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),
        ("::", "http://[::1]:8000"),
        ("scale.example", "http://scale.example:8000"),
    ],
)
def test_the_address_leads_to_the_server_wherever_it_listens(host, address):
    assert address_of(host, 8000) == address
