"""Photos of inspections: stored by their hash before anything is said about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.documents import photos as pictures
from server.domain.canonical import sha256
from server.domain.problems import Problem
from server.services.actors import Actor
from server.services.audit import Change, writes
from server.services.operations import next_receipt
from server.store import devices_queries
from server.store.files import FileStore
from server.store.inspections import Photo
from server.store.users import Device


@dataclass(frozen=True)
class Stored:
    """A photo whose bytes are on the disk."""

    sha256: str
    size: int
    seen: pictures.Examined


def store(digest: str, data: bytes, files: FileStore) -> Stored:
    """Check a photo and put it into the file store, outside any transaction: both take their time.

    Problems: ``photo_hash`` when the bytes do not have this hash, ``photo_unreadable``.
    """
    if sha256(data) != digest:
        raise Problem("photo_hash", at="sha256")
    try:
        seen = pictures.examine(data)
    except pictures.Unreadable:
        raise Problem("photo_unreadable", at="sha256", limit=pictures.MOST_PIXELS // 10_000) from None
    files.put(data)
    return Stored(digest, len(data), seen)


@writes("sync.send", "photo.receive")
def receive(session: Session, actor: Actor, now: datetime, *, stored: Stored) -> Change:
    """Take note of a stored photo. Returns its row; the same photo again finds the row of the first time."""
    device = devices_queries.locked(session, actor.device_id)
    device.seen_at = now
    if device.unsent:
        device.unsent -= 1
    row = keep(session, device, now, stored)
    return Change("photo", stored.sha256, row, {"size": stored.size, "device": device.id})


def keep(session: Session, device: Device, now: datetime, stored: Stored) -> Photo:
    """Return the row of a stored photo, with a receipt for the tablet that it came from first."""
    return session.get(Photo, stored.sha256) or _kept(
        session,
        Photo(
            sha256=stored.sha256,
            size=stored.size,
            mime=stored.seen.mime,
            width=stored.seen.width,
            height=stored.seen.height,
            device_id=device.id,
            received_at=now,
            receipt=next_receipt(device),
        ),
    )


def _kept(session: Session, row: Photo) -> Photo:
    """Keep the row, or find the one that another process kept in the meantime."""
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        known = session.get(Photo, row.sha256)
        if known is None:
            raise
        return known
    return row
