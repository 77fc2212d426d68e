"""How far a command is, on the terminal; and an end to it that leaves nothing half-written."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from .notes import text_of

SECONDS = {True: 0.2, False: 10.0}  # between two lines, on a terminal and in a file


class Display:
    """Writes the progress to standard error: over the same line on a terminal, else a line now and then."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._terminal = sys.stderr.isatty()
        self._next = time.monotonic() + SECONDS[self._terminal]

    def __call__(self, what: str, done: int, whole: int) -> None:
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + SECONDS[self._terminal]
        share = f" {100 * done // whole:3} %" if whole else " …"
        line = text_of(what, self._language) + share
        sys.stderr.write(f"\r\x1b[K{line}" if self._terminal else f"{line}\n")
        if self._terminal and whole and done >= whole:
            sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


@contextmanager
def stoppable() -> Iterator[None]:
    """Let the request to end (SIGTERM) be answered as Ctrl-C is: what was begun is cleared away."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    try:
        before = signal.signal(signal.SIGTERM, stop)
    except ValueError:  # not in the main thread, where signals are nobody's business
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
