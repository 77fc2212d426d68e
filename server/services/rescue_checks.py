"""Looking through a rescue file before any of it is taken in: whose entries it holds, what its photos are."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.documents import photos as pictures
from server.documents.rescue_files import FORMAT, Malformed, Piece, pieces
from server.domain import rescue_proofs
from server.domain.canonical import sha256
from server.domain.operations import GREATEST_NUMBER, LARGEST
from server.domain.problems import Problem
from server.services.photos import Stored
from server.store.epochs import Epoch
from server.store.files import FileStore
from server.store.users import Device

_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Rescue:
    """A rescue file that can be taken in. ``entries`` and ``photos`` are by tablet, entries as their JSON texts in
    their order; ``strangers`` counts the entries of tablets that are not enrolled here, which are left out; ``proven``
    tells whether the tablet's own proof stands in it, which tablets of an early release do not give."""

    device: str
    clock_offset_ms: int | None
    entries: Mapping[str, list[str]]
    photos: Mapping[str, list[Stored]]
    strangers: int
    proven: bool
    sha256: str


def check(session: Session, stream: BinaryIO, photo_limit: int, *, leave_strangers: bool = False) -> Rescue:
    """Return what an uploaded rescue file holds; nothing is kept. ``photo_limit`` is in bytes.

    Problems, all at ``file``, with the place in it: ``rescue_form`` where it stops being a rescue file,
    ``rescue_format`` for another format, ``rescue_epoch`` when it comes from another authority's server,
    ``rescue_stranger`` for entries of a tablet that is not enrolled here (unless ``leave_strangers``),
    ``rescue_photo_hash`` and ``rescue_photo_unreadable``; ``rescue_altered`` when it is not as its tablet made it, and
    ``rescue_unproven`` when it lacks the proof that its tablet always gives.
    """
    known = set(session.scalars(select(Device.id)))
    seen = _Seen(known)
    for piece in _pieces(stream, photo_limit):
        seen.take(piece)
    head = _head(session, seen)
    proven = _is_proven(session, seen, head["device"])
    if seen.strange and not leave_strangers:
        place, device = seen.strange[0]
        raise Problem("rescue_stranger", at="file", place=place, device=device[:40], count=len(seen.strange))
    return Rescue(
        device=head["device"],
        clock_offset_ms=head["clock_offset_ms"],
        entries=seen.entries,
        photos=_by_device(seen, head["device"], known),
        strangers=len(seen.strange),
        proven=proven,
        sha256=_digest(stream),
    )


def keep_photos(stream: BinaryIO, rescue: Rescue, photo_limit: int, files: FileStore) -> None:
    """Put the file's photos into the file store, outside any transaction."""
    wanted = {photo.sha256 for photos in rescue.photos.values() for photo in photos}
    for piece in _pieces(stream, photo_limit):
        if piece.at.startswith("photos/") and piece.value["sha256"] in wanted:
            files.put(base64.b64decode(piece.value["base64"]))


def _pieces(stream: BinaryIO, photo_limit: int) -> Iterator[Piece]:
    try:
        yield from pieces(stream, max(photo_limit * 4 // 3 + 4096, 16 * LARGEST))
    except Malformed as error:
        raise Problem("rescue_form", at="file", place=error.at) from None


class _Seen:
    """What was read so far."""

    def __init__(self, known: set[str]) -> None:
        self.known = known
        self.head: dict[str, Any] = {}
        self.entries: dict[str, list[str]] = defaultdict(list)
        self.strange: list[tuple[str, str]] = []
        self.photos: list[Stored] = []
        self.texts: list[str] = []
        self.owner: dict[str, str] = {}

    def take(self, piece: Piece) -> None:
        """Take one piece into account; Problems of :func:`check`."""
        if piece.at.startswith("operations/"):
            self.texts.append(sha256(piece.text.encode()))
            self._entry(piece)
        elif piece.at.startswith("photos/"):
            self.photos.append(_photo(piece))
        else:
            self.head[piece.at] = piece.value

    def _entry(self, piece: Piece) -> None:
        device = piece.value.get("device") if isinstance(piece.value, dict) else None
        if not isinstance(device, str):
            raise Problem("rescue_form", at="file", place=piece.at)
        body = piece.value.get("body")
        for name in ("sha256", "strokes_sha256"):
            named = body.get(name) if isinstance(body, dict) else None
            if isinstance(named, str) and self.owner.get(named) not in self.known:
                self.owner[named] = device
        if device in self.known:
            self.entries[device].append(piece.text)
        else:
            self.strange.append((piece.at, device))


def _head(session: Session, seen: _Seen) -> dict[str, Any]:
    head = seen.head
    if head.get("format") != FORMAT:
        raise Problem("rescue_format", at="file", format=FORMAT)
    if head.get("epoch") not in set(session.scalars(select(Epoch.id))):
        raise Problem("rescue_epoch", at="file", place="epoch")
    offset = head.get("clock_offset_ms")
    fits = isinstance(offset, int) and not isinstance(offset, bool) and abs(offset) <= GREATEST_NUMBER
    if offset is not None and not fits:
        raise Problem("rescue_form", at="file", place="clock_offset_ms")
    device = head.get("device")
    if device not in seen.known:
        raise Problem("rescue_stranger", at="file", place="device", device=str(device)[:40], count=1)
    return {"device": device, "clock_offset_ms": offset}


def _is_proven(session: Session, seen: _Seen, device_id: str) -> bool:
    device = session.get_one(Device, device_id)
    if "proof" not in seen.head:
        if rescue_proofs.is_given_by(device.client):
            raise Problem("rescue_unproven", at="file", device=device.name)
        return False
    try:
        photos = [photo.sha256 for photo in seen.photos]
        expected = rescue_proofs.proof(device.token_sha256, seen.head, seen.texts, photos)
        proven = rescue_proofs.fits(seen.head["proof"], expected)
    except TypeError:
        proven = False
    if not proven:
        raise Problem("rescue_altered", at="file", device=device.name)
    return True


def _photo(piece: Piece) -> Stored:
    value = piece.value if isinstance(piece.value, dict) else {}
    name, text = value.get("sha256"), value.get("base64")
    if not isinstance(name, str) or not _HASH.fullmatch(name) or not isinstance(text, str):
        raise Problem("rescue_form", at="file", place=piece.at)
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Problem("rescue_form", at="file", place=piece.at) from None
    if hashlib.sha256(data).hexdigest() != name:
        raise Problem("rescue_photo_hash", at="file", place=piece.at)
    try:
        return Stored(name, len(data), pictures.examine(data))
    except pictures.Unreadable:
        limit = pictures.MOST_PIXELS // 10_000
        raise Problem("rescue_photo_unreadable", at="file", place=piece.at, limit=limit) from None


def _by_device(seen: _Seen, carrier: str, known: set[str]) -> dict[str, list[Stored]]:
    """A photo belongs to the tablet whose entry names it; one that only strangers name is left out."""
    found: dict[str, list[Stored]] = defaultdict(list)
    for photo in seen.photos:
        owner = seen.owner.get(photo.sha256, carrier)
        if owner in known:
            found[owner].append(photo)
    return found


def _digest(stream: BinaryIO) -> str:
    stream.seek(0)
    return hashlib.file_digest(stream, "sha256").hexdigest()


__all__ = ["Rescue", "check", "keep_photos"]
