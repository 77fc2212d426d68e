"""Taking in the files that a business hands in: photos and PDF, kept as received."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy.orm import Session

from server.documents import photos
from server.domain.canonical import sha256
from server.domain.problems import Problem
from server.services.audit import new_id
from server.store import evidence
from server.store.evidence import Evidence
from server.store.files import FileStore

MOST = 10
#: Bytes that the businesses of one inspection can hand in altogether, so that nobody fills the disk with a code.
ALTOGETHER = 500 << 20


@dataclass(frozen=True)
class Upload:
    """A file as it came: the name that it had, and its bytes."""

    name: str
    data: bytes

    @cached_property
    def mime(self) -> str:
        """The media type by the bytes; what the name or the browser claims counts for nothing.

        Problem ``evidence_format`` at ``files``. A photo is unpacked for it, once.
        """
        if self.data.startswith(b"%PDF-"):
            return "application/pdf"
        try:
            return photos.examine(self.data).mime
        except photos.Unreadable:
            raise Problem("evidence_format", at="files", name=_plain(self.name)) from None


def examine(uploads: Sequence[Upload]) -> None:
    """Look at each file while no transaction is open: :func:`keep` looks again and finds it done.

    Problems at ``files``: ``evidence_many``, ``evidence_format``.
    """
    if len(uploads) > MOST:
        raise Problem("evidence_many", at="files", most=MOST)
    for upload in uploads:
        upload.mime  # noqa: B018 - to work it out is what it is asked for


def keep(
    session: Session,
    arrived: datetime,
    owner: tuple[str, str, str],
    uploads: Sequence[Upload],
    files: FileStore,
) -> list[str]:
    """Keep ``uploads`` for an ``owner`` (inspection, noun, id of the noun); returns their hashes.

    Problems at ``files``: ``evidence_many``, ``evidence_format``, ``evidence_enough``; then nothing is kept.
    """
    examine(uploads)
    inspection_id, noun, noun_id = owner
    there = evidence.size_of(session, inspection_id)
    if uploads and there + sum(len(upload.data) for upload in uploads) > ALTOGETHER:
        raise Problem("evidence_enough", at="files", most=ALTOGETHER >> 20)
    for upload in uploads:
        session.add(
            Evidence(
                id=new_id(arrived),
                inspection_id=inspection_id,
                noun=noun,
                noun_id=noun_id,
                sha256=files.put(upload.data),
                mime=upload.mime,
                name=_plain(upload.name),
                size=len(upload.data),
                received_at=arrived,
            )
        )
    return [sha256(upload.data) for upload in uploads]


def _plain(name: str) -> str:
    return "".join(character for character in name if character.isprintable())[-200:]
