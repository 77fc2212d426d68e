"""Waits until the server answers, then says where it is and, for a demonstration, how to sign in."""

from __future__ import annotations

import sys
import threading
from datetime import timedelta
from urllib.error import URLError
from urllib.request import urlopen

from server.commands.words import language, say
from server.config import from_environment
from server.demo import logins
from server.domain.texts import words

ANSWER_WITHIN = timedelta(seconds=60)


def announce(address: str) -> None:
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


if __name__ == "__main__":
    announce(sys.argv[1])
