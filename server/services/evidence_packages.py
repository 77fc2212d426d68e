"""Evidence packages 证据包: what an inspection rests on, frozen file by file when it is handed over.

Every file lies in the file store under its hash and is named by the manifest, so the package that is made of a
manifest has the same bytes whenever it is made, whatever happened to the inspection since.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from server.domain import canonical
from server.domain.problems import Problem
from server.services.audit import as_dict
from server.store import corrections, draws_queries, objections, rectifications, replies
from server.store.audit import AuditEntry
from server.store.files import FileStore
from server.store.inspections import Inspection, Operation, Photo
from server.store.outcomes import Outcome

FORMAT = "fair-scale-evidence/1"
MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
SUFFIXES = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}


def gather(session: Session, inspection: Inspection, paper: bytes, files: FileStore) -> dict[str, Any]:
    """Keep every file of the evidence and return the part of a manifest that lists them.

    ``paper`` is the on-site record as PDF. ``files`` of the answer are ``[{"name", "sha256", "size"}]`` in the order
    of their names, ``missing`` the hashes of photos that were recorded and never received, ``audit_head`` and
    ``draw_log_head`` the newest entry of either log at this moment.
    """
    photos, missing = _photos(session, inspection)
    made = {"record.json": _json(inspection.folded), "record.pdf": paper, **_logs(session, inspection)}
    made |= {f"outcome-v{row.version}.json": row.content.encode() for row in _outcomes(session, inspection)}
    kept = [_entry(name, files.put(data), len(data)) for name, data in made.items()]
    return {
        "format": FORMAT,
        "inspection": inspection.id,
        "revision": inspection.revision,
        "files": sorted([*kept, *photos], key=lambda entry: entry["name"]),
        "missing": missing,
        "audit_head": _audit_head(session),
        "draw_log_head": _draw_log_head(session),
    }


def _photos(session: Session, inspection: Inspection) -> tuple[list[dict[str, Any]], list[str]]:
    """The photos and the drawn signature as received, numbered in the order in which they count."""
    folded = inspection.folded
    wanted = [photo["sha256"] for photo in folded["photos"]]
    if folded.get("signature"):
        wanted.append(folded["signature"]["strokes_sha256"])
    query = select(Photo).where(Photo.sha256.in_(wanted))
    here = {row.sha256: row for row in session.scalars(query)}
    named = [
        _entry(f"photos/{place:03d}.{SUFFIXES.get(here[digest].mime, 'bin')}", digest, here[digest].size)
        for place, digest in enumerate(wanted, 1)
        if digest in here
    ]
    return named, sorted(set(wanted) - here.keys())


def _logs(session: Session, inspection: Inspection) -> dict[str, bytes]:
    query = select(Operation).where(Operation.inspection_id == inspection.id)
    entries = session.scalars(query.order_by(Operation.device_id, Operation.seq))
    lines = [event.line for event in draws_queries.events(session, inspection.assignment.draw_id)]
    return {
        "operations.jsonl": _lines(_operation(row) for row in entries),
        "audit.jsonl": _lines(as_dict(row) for row in _audit(session, inspection)),
        "draw-log.jsonl": "".join(f"{line}\n" for line in lines).encode(),
    }


def _operation(row: Operation) -> dict[str, Any]:
    """An entry with the text that was received, and what was made of it."""
    return {
        "device": row.device_id,
        "seq": row.seq,
        "received_at": row.received_at.isoformat(timespec="milliseconds"),
        "clock_offset_ms": row.clock_offset_ms,
        "state": row.state,
        "place": row.place,
        "sha256": row.sha256,
        "raw": row.raw,
    }


def _audit(session: Session, inspection: Inspection) -> Iterable[AuditEntry]:
    """What the log says of the inspection, its visit, its outcome, and what came of it."""
    nouns = {
        "inspection": [inspection.id],
        "assignment": [inspection.assignment_id],
        "outcome": [row.id for row in _outcomes(session, inspection)],
        "correction": [row.id for row in corrections.of_inspection(session, inspection.id)],
        "rectification": [row.id for row in rectifications.of_inspection(session, inspection.id)],
        "objection": [row.id for row in objections.of_inspection(session, inspection.id)],
        "reply": [row.id for row in replies.of_inspection(session, inspection.id)],
    }
    about = [and_(AuditEntry.noun == noun, AuditEntry.noun_id.in_(ids)) for noun, ids in nouns.items() if ids]
    return session.scalars(select(AuditEntry).where(or_(*about)).order_by(AuditEntry.seq))


def _outcomes(session: Session, inspection: Inspection) -> list[Outcome]:
    query = select(Outcome).where(Outcome.inspection_id == inspection.id).order_by(Outcome.version)
    return list(session.scalars(query))


def _audit_head(session: Session) -> dict[str, Any] | None:
    query = select(AuditEntry.seq, AuditEntry.hash).order_by(AuditEntry.seq.desc()).limit(1)
    row = session.execute(query).first()
    return {"seq": row.seq, "hash": row.hash} if row else None


def _draw_log_head(session: Session) -> dict[str, Any] | None:
    head = draws_queries.head(session)
    return {"seq": head[0], "hash": head[1]} if head else None


def _entry(name: str, digest: str, size: int) -> dict[str, Any]:
    return {"name": name, "sha256": digest, "size": size}


def _json(value: Any) -> bytes:
    return canonical.dumps(value).encode()


def _lines(rows: Iterable[Any]) -> bytes:
    return b"".join(_json(row) + b"\n" for row in rows)


def contents(manifest: str, files: FileStore) -> Iterator[tuple[str, bytes]]:
    """Yield the name and the bytes of each file of a manifest, then the manifest and the list of all hashes.

    A file whose bytes are not those of the manifest stops it: :class:`Problem` ``package_damaged``.
    """
    sums = []
    for entry in json.loads(manifest)["files"]:
        name, digest = entry["name"], entry["sha256"]
        data = files.get(digest) if files.has(digest) else None
        if data is None or canonical.sha256(data) != digest:
            raise Problem("package_damaged", name=name)
        sums.append((digest, name))
        yield name, data
    sums.append((canonical.sha256(manifest.encode()), MANIFEST))
    yield MANIFEST, manifest.encode()
    # The form that sha256sum -c reads.
    yield SUMS, "".join(f"{digest}  {name}\n" for digest, name in sums).encode()
