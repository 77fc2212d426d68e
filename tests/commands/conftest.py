"""An installation of its own for each test of the command line."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest

from server import cli
from server.config import Settings, from_environment


@pytest.fixture
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings of an empty folder that commands find in their environment."""
    monkeypatch.setenv("FAIR_SCALE_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("FAIR_SCALE_DATABASE", raising=False)
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    return from_environment()


@pytest.fixture
def fair_scale(
    installation: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Run a command; returns its status and what it wrote to standard output and standard error."""

    def run(*arguments: str, stdin: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", StringIO(stdin))
        status = cli.main(arguments)
        written = capsys.readouterr()
        return status, written.out, written.err

    return run
