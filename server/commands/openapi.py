"""``fair-scale openapi``: the description of the programming interface, as the running server publishes it."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from server.app import create_app
from server.commands.words import say
from server.config import Settings


def arguments(parser: argparse.ArgumentParser, speech: str) -> None:
    """Where to write."""
    parser.add_argument("file", nargs="?", help=say("openapi.file", speech))


def run(chosen: argparse.Namespace) -> int:
    """Write the description to a file, or to standard output."""
    text = description()
    if chosen.file:
        Path(chosen.file).write_text(text, "utf-8")
    else:
        sys.stdout.write(text)
    return 0


def description() -> str:
    """Return the OpenAPI document as JSON with sorted keys; it depends on no installation."""
    app = create_app(Settings(database="sqlite://", secret_key="not used: no session is signed here"))  # noqa: S106
    described = app.test_client().get("/api/openapi.json").get_json()
    return json.dumps(described, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
