"""What tablets send: batches of entries, and the manifest that closes a visit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from server.domain.problems import Problem
from server.services import inspections, manifests
from server.services.actors import Actor
from server.services.applying import apply_waiting
from server.services.audit import Change, writes
from server.services.operations import Arrival, take
from server.store import devices_queries, inspections_queries
from server.store.inspections import Operation


@writes("sync.send", "sync.receive")
def receive(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    entries: Sequence[str],
    clock_offset_ms: int | None = None,
    unsent: int | None = None,
) -> Change:
    """Take a batch of the acting tablet: each entry as the JSON text that it sent.

    Returns a row for each, in their order: the stored ``Operation`` in its present state, or the ``Quarantined``.
    ``clock_offset_ms`` is the server's clock less the tablet's; ``unsent`` is how many entries and photos it still
    holds after this batch.
    """
    device = devices_queries.locked(session, actor.device_id)
    before = device.receipts
    arrival = Arrival(session, device, now, clock_offset_ms)
    rows = take(arrival, entries)
    apply_waiting(session, device)
    device.seen_at = now
    device.unsent = unsent if unsent is not None else device.unsent
    states = Counter(row.state if isinstance(row, Operation) else "quarantined" for row in rows)
    body = {"entries": len(entries), "receipts": device.receipts - before, **states}
    return Change("device", device.id, rows, body)


@writes("sync.send", "sync.finish")
def finish(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    inspection_id: str,
    revision: int,
    operations: int,
    photos: Sequence[str],
    zone: ZoneInfo,
) -> Change:
    """Compare a tablet's manifest with what is here; when all tablets' are complete, the review begins.

    Returns the :class:`manifests.Standing` of this manifest. Problems: ``not_found``, ``operation_not_yours``.
    """
    device = devices_queries.locked(session, actor.device_id)
    inspection = inspections_queries.lock(session, inspection_id)
    if not inspections_queries.in_team(session, inspection, actor.inspector_id):
        raise Problem("operation_not_yours", at="inspection")
    manifest = manifests.keep(session, device, inspection, now, revision, operations, photos)
    standing = manifests.compare(session, manifest, device)
    device.seen_at = now
    inspections.settle(session, now, inspection, zone)
    body: dict[str, Any] = {"device": device.id, "revision": revision, "complete": standing.complete}
    return Change("inspection", inspection.id, standing, body)
