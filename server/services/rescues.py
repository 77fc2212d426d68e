"""Rescue files: what a tablet could not send, carried to the office by hand and taken in through the same door."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from server.services import inspections, interventions, manifests
from server.services.actors import Actor
from server.services.applying import apply_waiting
from server.services.audit import Change, writes
from server.services.operations import Arrival, take
from server.services.photos import keep
from server.services.rescue_checks import Rescue
from server.store import devices_queries, inspections_queries
from server.store.inspections import Operation, Quarantined
from server.store.users import Device

_BATCH = 500


@dataclass(frozen=True)
class Taken:
    """What became of a rescue file: how many entries and photos it held and how many were new, the states in which
    the entries are now, and whether it bore its tablet's proof."""

    entries: int
    photos: int
    new: int
    states: Counter[str]
    proven: bool


@writes("inspection.resolve", "entry.rescue")
def take_in(session: Session, actor: Actor, now: datetime, *, rescue: Rescue, zone: ZoneInfo) -> Change:
    """Take the entries and photos of a checked file in as if their tablets had sent them. Returns :class:`Taken`.

    The same file again changes nothing. For an enrolment that can no longer say itself that all was sent, because
    its access was closed or the tablet has another one now, the file says so. Problem ``device_unknown``.
    """
    ids = sorted({*rescue.entries, *rescue.photos, rescue.device})
    devices = [devices_queries.locked(session, device_id) for device_id in ids]
    rows: list[Operation | Quarantined] = []
    new = 0
    for device in devices:
        taken = _taken(session, device, now, rescue)
        photos = [keep(session, device, now, photo) for photo in rescue.photos.get(device.id, ())]
        fresh = sum(row.received_at == now for row in (*taken, *photos))
        if device.unsent:
            device.unsent = max(0, device.unsent - fresh)
        rows, new = rows + taken, new + fresh
    session.flush()
    brought = {row.inspection_id for row in rows if row.received_at == now and not _is_its_own(row, rescue)}
    touched = inspections_queries.locked(session, filter(None, brought)).values()
    interventions.note(session, touched, "rescue", by=actor, at=now)
    for device in devices:
        silent = device.revoked_at is not None or device.id != rescue.device
        _compare(session, now, device, rows, zone, silent)
    states = Counter(row.state if isinstance(row, Operation) else "quarantined" for row in rows)
    photo_count = sum(map(len, rescue.photos.values()))
    body: dict[str, Any] = {
        "file": rescue.sha256,
        "tablets": ids,
        "entries": len(rows),
        "photos": photo_count,
        "left_out": rescue.strangers,
        "proven": rescue.proven,
        **states,
    }
    return Change("device", rescue.device, Taken(len(rows), photo_count, new, states, rescue.proven), body)


def _is_its_own(row: Operation | Quarantined, rescue: Rescue) -> bool:
    """Whether the tablet that made the file has shown that it made the entry; else whoever brought it may have."""
    return rescue.proven and row.device_id == rescue.device


def _taken(session: Session, device: Device, now: datetime, rescue: Rescue) -> list[Operation | Quarantined]:
    arrival = Arrival(session, device, now, rescue.clock_offset_ms)
    entries = rescue.entries.get(device.id, [])
    rows: list[Operation | Quarantined] = []
    for start in range(0, len(entries), _BATCH):
        rows += take(arrival, entries[start : start + _BATCH])
    apply_waiting(session, device)
    return rows


def _compare(
    session: Session,
    now: datetime,
    device: Device,
    rows: Sequence[Operation | Quarantined],
    zone: ZoneInfo,
    silent: bool,
) -> None:
    """Compare the tablet's manifests again, or the one that the file stands for."""
    touched: Collection[str] = {
        row.inspection_id for row in rows if row.device_id == device.id and row.inspection_id
    }
    for inspection in inspections_queries.locked(session, touched).values():
        known = inspections_queries.manifests_of(session, inspection, device)
        if silent and not any(one.revision == inspection.revision for one in known):
            known = [*known, manifests.of_all(session, device, inspection, now)]
        for manifest in known:
            manifests.compare(session, manifest, device)
        inspections.settle(session, now, inspection, zone)
