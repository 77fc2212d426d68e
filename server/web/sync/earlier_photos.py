"""Photos of an earlier inspection, small enough to be taken along by whoever looks back at it."""

from __future__ import annotations

from base64 import b64encode
from functools import lru_cache
from pathlib import Path

from server.documents import photos
from server.store import inspections_queries
from server.store.files import FileStore
from server.web import edge
from server.web.database import db

#: Of each inspection: a tablet takes all its visits along.
MOST = 4


def looked_back_at(inspection_id: str) -> list[dict[str, str]]:
    """Return the first photos that count of an inspection as ``{"caption", "data"}``, a data address of a JPEG.

    One whose file is not here, or is no photo, is left out: the visit can do without it.
    """
    inspection, files = inspections_queries.get(db.session(), inspection_id), FileStore(edge.settings().files)
    found = []
    for photo in (inspection.folded or {}).get("photos", []):
        if len(found) < MOST and files.has(photo["sha256"]):
            data = _small(files.root, photo["sha256"])
            found += [{"caption": photo.get("caption") or "", "data": data}] if data else []
    return found


@lru_cache(maxsize=256)
def _small(folder: Path, sha256: str) -> str:
    """A photo never changes, and making it small is slow."""
    try:
        made = photos.thumbnail(FileStore(folder).get(sha256))
    except photos.Unreadable:
        return ""
    return f"data:image/jpeg;base64,{b64encode(made).decode()}"
