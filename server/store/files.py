"""Content-addressed files: a file's name is the SHA-256 of its bytes, so it can be stored twice but never changed."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from server.domain.canonical import sha256


class FileStore:
    """Files below ``root``, in 256 folders. A stored file is on the disk before :meth:`put` returns."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, digest: str) -> Path:
        """Where the file with this hash is or would be; ``ValueError`` for anything that is no hash."""
        if len(digest) != 64 or set(digest) - set("0123456789abcdef"):
            raise ValueError(digest)
        return self.root / digest[:2] / digest

    def has(self, digest: str) -> bool:
        """Whether the file is here."""
        return self.path(digest).exists()

    def get(self, digest: str) -> bytes:
        """Return the bytes; ``FileNotFoundError`` when they are not here."""
        return self.path(digest).read_bytes()

    def put(self, data: bytes) -> str:
        """Keep ``data`` durably and return its hash. A crash leaves either the whole file or none."""
        digest = sha256(data)
        target = self.path(digest)
        if target.exists():
            # Whoever is just storing the same may not have come so far yet.
            _sync_folder(target.parent)
            return digest
        if not target.parent.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            _sync_folder(self.root)
        handle, name = tempfile.mkstemp(dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _sync_folder(target.parent)
        return digest


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
