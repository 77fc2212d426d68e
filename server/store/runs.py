"""Long work in the background: how far it is, and whether anybody is still at it.

Each run holds a lock on a file of its own that ends with its process, however that ends. The file, not the
database, says how far the run is: a single transaction shows nothing before its end, and SQLite lets nobody else
write meanwhile.
"""

from __future__ import annotations

import fcntl
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

_WIDTH = 200


@dataclass(frozen=True)
class Progress:
    """``done`` of about ``total`` in a ``stage``; a total of 0 is not known."""

    stage: str
    done: int = 0
    total: int = 0


class Run:
    """A run of this process; use it as a context, so that its end is told."""

    def __init__(self, path: Path, handle: int) -> None:
        self._path = path
        self._handle = handle

    def report(self, stage: str, done: int = 0, total: int = 0) -> None:
        """Say how far the run is."""
        line = json.dumps([stage, done, total]).ljust(_WIDTH)
        os.pwrite(self._handle, line.encode("ascii"), 0)

    def end(self) -> None:
        """Say that nobody is at it any more."""
        self._path.unlink(missing_ok=True)
        os.close(self._handle)

    def __enter__(self) -> Run:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()


class Runs:
    """The runs of all processes that share a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def start(self, name: str) -> Run:
        """Begin a run; a run of this name that died before is replaced."""
        self.root.mkdir(parents=True, exist_ok=True)
        # Locked before it has its name, so that nobody finds it without its lock.
        handle, temporary = tempfile.mkstemp(dir=self.root)
        fcntl.flock(handle, fcntl.LOCK_EX)
        run = Run(self.root / name, handle)
        run.report("waiting")
        Path(temporary).replace(self.root / name)
        return run

    def look(self, name: str) -> Progress | None:
        """Return how far a run is, or None when nobody is at it: it has ended, or died, or never began."""
        try:
            handle = os.open(self.root / name, os.O_RDONLY)
        except FileNotFoundError:
            return None
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return Progress(*json.loads(os.pread(handle, _WIDTH, 0)))
        else:
            return None
        finally:
            os.close(handle)
