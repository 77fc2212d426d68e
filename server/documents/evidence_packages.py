"""An evidence package as one .zip whose bytes depend on its content alone."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from typing import IO

EARLIEST = (1980, 1, 1, 0, 0, 0)


def write(target: IO[bytes], contents: Iterable[tuple[str, bytes]]) -> None:
    """Write files, by name and bytes, in their order: one time for all, and nothing compressed."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, data in contents:
            entry = zipfile.ZipInfo(name, EARLIEST)
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
