"""The door for entries of tablets: kept as received, then applied in the order of the tablet's own numbers.

What is kept is never changed. An entry that makes no sense, or that claims an id or number already taken by other
content, goes to quarantine; one that makes sense but cannot be applied is kept as failed. Both are a supervisor's
task, and the tablet goes on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from server.domain import operations
from server.domain.canonical import sha256
from server.domain.problems import Problem
from server.services.audit import new_id
from server.store.inspections import Inspection, Operation, Quarantined
from server.store.users import Device


@dataclass(frozen=True)
class Arrival:
    """What becomes of a batch: the tablet, when it is now, and how its clock differs from ours."""

    session: Session
    device: Device
    now: datetime
    clock_offset_ms: int | None = None


def take(arrival: Arrival, raw: str) -> Operation | Quarantined:
    """Keep one entry as received; the same content again finds what was kept."""
    entry: Any = None
    try:
        if len(raw.encode()) > operations.LARGEST:
            raise Problem("operation_too_large", limit=f"{operations.LARGEST // 1024} KB")
        entry = _parsed(raw)
        return _keep(arrival, operations.read(entry, device=arrival.device.id, now=arrival.now), raw)
    except Problem as problem:
        return _quarantine(arrival, entry if isinstance(entry, dict) else {}, raw, problem)


def next_receipt(device: Device) -> int:
    """Return the number of a tablet's next receipt; its row is locked."""
    device.receipts += 1
    return device.receipts


def fault_of(problem: Problem) -> dict[str, Any]:
    """Return a problem as it is kept, to be worded for each reader in turn."""
    return {"code": problem.code, "at": problem.at, "values": dict(problem.values)}


def _parsed(raw: str) -> Any:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        raise Problem("operation_form") from None


def _keep(arrival: Arrival, read: operations.Operation, raw: str) -> Operation:
    session, device = arrival.session, arrival.device
    known = _known(session, device, read)
    if known is not None:
        return known
    if session.get(Inspection, read.inspection) is None:
        raise Problem("operation_inspection", at="inspection")
    row = Operation(
        id=read.id,
        device_id=device.id,
        seq=read.seq,
        inspection_id=read.inspection,
        revision=read.revision,
        at=read.at,
        kind=read.kind,
        body=read.body,
        raw=raw,
        sha256=read.sha256,
        clock_offset_ms=arrival.clock_offset_ms,
        received_at=arrival.now,
        state="held",
        receipt=next_receipt(device),
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        # Another process took the same id between our look and our write.
        known = _known(session, device, read)
        if known is None:
            raise
        return known
    return row


def _known(session: Session, device: Device, read: operations.Operation) -> Operation | None:
    same_id = session.get(Operation, read.id)
    if same_id is not None:
        if same_id.sha256 != read.sha256:
            raise Problem("operation_id_taken", at="id")
        return same_id
    query = select(Operation.id).where(Operation.device_id == device.id, Operation.seq == read.seq)
    if session.scalar(query) is not None:
        raise Problem("operation_seq_taken", at="seq")
    return None


def _quarantine(arrival: Arrival, entry: dict[str, Any], raw: str, problem: Problem) -> Quarantined:
    digest = sha256(raw.encode())
    device_id = arrival.device.id
    query = select(Quarantined).where(Quarantined.device_id == device_id, Quarantined.sha256 == digest)
    row = arrival.session.scalar(query)
    if row is None:
        own = entry.get("device") == device_id
        row = Quarantined(
            id=new_id(arrival.now),
            operation_id=_text(entry.get("id")) or "",
            device_id=device_id,
            inspection_id=_text(entry.get("inspection")),
            seq=_number(entry.get("seq")) if own else None,
            revision=_number(entry.get("revision")),
            raw=raw,
            sha256=digest,
            problem=fault_of(problem),
            received_at=arrival.now,
        )
        arrival.session.add(row)
        arrival.session.flush()
    return row


def _text(claimed: Any) -> str | None:
    """An identifier that an entry claims, fit to be stored."""
    if not isinstance(claimed, str):
        return None
    return claimed.encode("ascii", "replace").decode().replace("\x00", "?")[:100]


def _number(claimed: Any) -> int | None:
    fits = isinstance(claimed, int) and not isinstance(claimed, bool) and 1 <= claimed < 2**31
    return claimed if fits else None


def waiting(session: Session, device: Device) -> list[Operation]:
    """Return the entries that can be applied now, and move the tablet's number on: a gap holds what follows it.

    An entry below the number filled a gap that a supervisor had passed over.
    """
    held = {row.seq: row for row in session.scalars(_held(device))}
    query = select(Quarantined.seq).where(
        Quarantined.device_id == device.id, Quarantined.seq > device.last_seq
    )
    filled = set(session.scalars(query)) if held else set()
    ready = [row for seq, row in sorted(held.items()) if seq <= device.last_seq]
    following = device.last_seq + 1
    while following in held or following in filled:
        if following in held:
            ready.append(held[following])
        device.last_seq = following
        following += 1
    return ready


def missing(session: Session, device: Device) -> tuple[int, int] | None:
    """Return the first and last number that a tablet's held entries wait for, or None."""
    first = session.scalar(_held(device).order_by(None).order_by(Operation.seq).limit(1))
    return (device.last_seq + 1, first.seq - 1) if first else None


def _held(device: Device) -> Any:
    return (
        select(Operation)
        .where(Operation.device_id == device.id, Operation.state == "held")
        .order_by(Operation.seq)
    )


def set_states(device: Device, rows: Iterable[Operation], state: str) -> None:
    """Give entries a state and a new receipt that tells it."""
    for row in rows:
        row.state = state
        row.receipt = next_receipt(device)
