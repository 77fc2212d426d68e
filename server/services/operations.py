"""The door for entries of tablets: kept as received, then applied in the order of the tablet's own numbers.

What is kept is never changed. An entry that makes no sense, or that claims an id or number already taken by other
content, goes to quarantine; one that makes sense but cannot be applied is kept as failed. Both are a supervisor's
task, and the tablet goes on.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
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
    """Where a batch comes in: the tablet, when it is now, and how its clock differs from ours (in ms)."""

    session: Session
    device: Device
    now: datetime
    clock_offset_ms: int | None = None


@dataclass
class _Known:
    """What was received before, and which inspections there are."""

    by_id: dict[str, Operation]
    seqs: set[int]
    inspections: set[str]


def take(arrival: Arrival, raws: Sequence[str]) -> list[Operation | Quarantined]:
    """Keep entries as received, each as its JSON text; the same content again finds what was kept.

    Returns a row for each in their order. An id that another process takes at the same moment is read again.
    """
    entries = [_read(arrival, raw) for raw in raws]
    try:
        with arrival.session.begin_nested():
            return _keep_all(arrival, raws, entries)
    except IntegrityError:
        with arrival.session.begin_nested():
            return _keep_all(arrival, raws, entries)


def next_receipt(device: Device) -> int:
    """Return the number of a tablet's next receipt; its row is locked."""
    device.receipts += 1
    return device.receipts


def fault_of(problem: Problem) -> dict[str, Any]:
    """Return a problem as it is kept, to be worded for each reader in turn."""
    return {"code": problem.code, "at": problem.at, "values": dict(problem.values)}


def _read(arrival: Arrival, raw: str) -> tuple[Any, operations.Operation | Problem]:
    """What an entry parses to, and what it is or why it makes no sense.

    Read even when it is too large: its number is no gap, and its inspection waits for whoever looks at it.
    """
    entry: Any = None
    try:
        entry = _parsed(raw)
        if len(raw.encode()) > operations.LARGEST:
            raise Problem("operation_too_large", limit=f"{operations.LARGEST // 1024} KB")
        return entry, operations.read(entry, device=arrival.device.id, now=arrival.now)
    except Problem as problem:
        return entry, problem


def _parsed(raw: str) -> Any:
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        raise Problem("operation_form") from None


def _keep_all(
    arrival: Arrival, raws: Sequence[str], entries: Sequence[tuple[Any, operations.Operation | Problem]]
) -> list[Operation | Quarantined]:
    known = _known(arrival, [read for _, read in entries if isinstance(read, operations.Operation)])
    rows: list[Operation | Quarantined] = []
    with arrival.session.no_autoflush:
        for raw, (entry, read) in zip(raws, entries, strict=True):
            try:
                if isinstance(read, Problem):
                    raise read
                rows.append(_keep(arrival, known, read, raw))
            except Problem as problem:
                claimed = entry if isinstance(entry, dict) else {}
                rows.append(_quarantine(arrival, claimed, raw, problem))
    arrival.session.flush()
    return rows


def _known(arrival: Arrival, reads: Sequence[operations.Operation]) -> _Known:
    session, device = arrival.session, arrival.device
    ids, seqs = {read.id for read in reads}, {read.seq for read in reads}
    same_id = select(Operation).where(Operation.id.in_(ids))
    same_seq = select(Operation.seq).where(Operation.device_id == device.id, Operation.seq.in_(seqs))
    there = select(Inspection.id).where(Inspection.id.in_({read.inspection for read in reads}))
    return _Known(
        by_id={row.id: row for row in session.scalars(same_id)},
        seqs=set(session.scalars(same_seq)),
        inspections=set(session.scalars(there)),
    )


def _keep(arrival: Arrival, known: _Known, read: operations.Operation, raw: str) -> Operation:
    row = known.by_id.get(read.id)
    if row is not None and row.sha256 != read.sha256:
        raise Problem("operation_id_taken", at="id")
    if row is not None:
        return row
    if read.seq in known.seqs:
        raise Problem("operation_seq_taken", at="seq")
    if read.inspection not in known.inspections:
        raise Problem("operation_inspection", at="inspection")
    row = Operation(
        id=read.id,
        device_id=arrival.device.id,
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
        receipt=next_receipt(arrival.device),
    )
    arrival.session.add(row)
    known.by_id[read.id] = row
    known.seqs.add(read.seq)
    return row


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
