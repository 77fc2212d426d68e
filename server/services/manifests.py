"""Manifests: what a tablet says it sent of an inspection, compared with what is here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from server.domain import folding
from server.services.operations import next_receipt
from server.store import inspections_queries
from server.store.inspections import Inspection, Manifest, Operation, Quarantined
from server.store.users import Device


@dataclass(frozen=True)
class Standing:
    """How far a manifest is fulfilled. ``held``, ``failed`` and ``quarantined`` count entries that are here but
    do not count yet; ``photos`` are the hashes still missing."""

    manifest: Manifest
    expected: int
    received: int
    held: int
    failed: int
    quarantined: int
    photos: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether everything is here and nothing waits for a supervisor."""
        waits = self.held or self.failed or self.quarantined or self.photos
        return self.expected == self.received and not waits


def keep(
    session: Session,
    device: Device,
    inspection: Inspection,
    now: datetime,
    revision: int,
    operations: int,
    photos: Sequence[str],
) -> Manifest:
    """Keep a tablet's newest manifest for one revision; the same one again finds what was kept."""
    manifest = session.get(Manifest, (inspection.id, device.id, revision))
    said = sorted(set(photos))
    if manifest is None:
        manifest = Manifest(
            inspection_id=inspection.id,
            device_id=device.id,
            revision=revision,
            operations=operations,
            photos=said,
            complete=False,
            at=now,
        )
        session.add(manifest)
    elif (manifest.operations, manifest.photos) != (operations, said):
        manifest.operations, manifest.photos, manifest.at = operations, said, now
        manifest.complete, manifest.receipt = False, None
    return manifest


def of_all(session: Session, device: Device, inspection: Inspection, now: datetime) -> Manifest:
    """Keep a manifest that says no more than what is here, for a tablet that can no longer send its own."""
    taken, refused = inspections_queries.entries_of(session, inspection.id, device.id, inspection.revision)
    count = len(taken) + len(_strangers(taken, refused))
    return keep(session, device, inspection, now, inspection.revision, count, sorted(_named(taken)))


def compare(session: Session, manifest: Manifest, device: Device) -> Standing:
    """Return how a manifest stands; one that has become complete is marked so and given its receipt."""
    key = (manifest.inspection_id, manifest.device_id, manifest.revision)
    taken, refused = inspections_queries.entries_of(session, *key)
    wanted = {*manifest.photos, *_named(taken)}
    states = [row.state for row in taken]
    standing = Standing(
        manifest,
        expected=manifest.operations,
        received=len(taken) + len(_strangers(taken, refused)),
        held=states.count("held"),
        failed=states.count("failed"),
        quarantined=sum(row.seen_at is None for row in refused),
        photos=tuple(sorted(wanted - inspections_queries.here(session, wanted))),
    )
    if standing.complete and not manifest.complete:
        manifest.complete, manifest.receipt = True, next_receipt(device)
    return standing


def _strangers(taken: Sequence[Operation], refused: Sequence[Quarantined]) -> set[str]:
    """The entries of which only what is in quarantine was received."""
    ids = {row.id for row in taken}
    return {row.operation_id or row.id for row in refused if row.operation_id not in ids}


def _named(rows: Sequence[Operation]) -> set[str]:
    """The photos that a tablet's applied entries speak of, forgotten in its list or not."""
    entries = folding.effective([inspections_queries.as_entry(row) for row in rows if row.state == "applied"])
    photos = {entry.body["sha256"] for entry in entries if entry.kind == "photo"}
    return photos | {entry.body["strokes_sha256"] for entry in entries if entry.kind == "signature"}
