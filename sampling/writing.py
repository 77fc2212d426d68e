"""A file that is there whole or not at all, and is never written over."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from .notes import DrawError


@contextmanager
def new_file(target: Path) -> Iterator[BinaryIO]:
    """Write `target` under another name; it appears at the end of the block, when that did not fail.

    DrawError when there is a file already, before or after the writing.
    """
    if target.exists():
        raise DrawError("file_exists", str(target))
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        _appear(name, target)
    finally:
        Path(name).unlink(missing_ok=True)


def _appear(name: str, target: Path) -> None:
    try:
        os.link(name, target)
    except FileExistsError:
        raise DrawError("file_exists", str(target)) from None
    except OSError:
        # Not every file system has links; on those a file that came up meanwhile is still not written over.
        if target.exists():
            raise DrawError("file_exists", str(target)) from None
        Path(name).rename(target)
