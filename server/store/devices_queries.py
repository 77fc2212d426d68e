"""Reading tablets: lists, one under a lock, the receipts that one was given."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, contains_eager

from server.domain import canonical
from server.domain.problems import Problem
from server.store.inspections import Manifest, Operation, Photo, Quarantined
from server.store.users import Device, User


def listing(words: str = "", state: str | None = None) -> Select[tuple[Device]]:
    """Return the query of tablets whose name or account contains ``words``, the latest contact first.

    ``state``: enrolled, unsent (the tablet said at its last contact that it holds entries) or revoked.
    """
    query = select(Device).join(Device.user).options(contains_eager(Device.user).joinedload(User.inspector))
    if words:
        columns = (Device.name, User.name, User.username)
        query = query.where(or_(*(column.icontains(words, autoescape=True) for column in columns)))
    conditions = {
        "enrolled": Device.revoked_at.is_(None),
        "unsent": Device.unsent > 0,
        "revoked": Device.revoked_at.is_not(None),
    }
    if state is not None:
        query = query.where(conditions[state])
    return query.order_by(Device.seen_at.desc().nulls_last(), Device.name, Device.id)


def in_force(session: Session, user_id: str) -> Sequence[Device]:
    """Return the tablets of an account whose access is open, by name."""
    query = select(Device).where(Device.user_id == user_id, Device.revoked_at.is_(None))
    return session.scalars(query.order_by(Device.name, Device.id)).all()


def locked(session: Session, device_id: str | None) -> Device:
    """Return a tablet that no other transaction changes until this one ends; ``device_unknown``."""
    query = select(Device).where(Device.id == device_id).with_for_update()
    device = session.scalar(query.execution_options(populate_existing=True))
    if device is None:
        raise Problem("device_unknown")
    return device


def held_elsewhere(session: Session, contents: Mapping[str, str]) -> list[tuple[str, Any]]:
    """Return the entries and photos that are here with exactly this content: ``contents`` maps identifiers to the
    SHA-256 of the content (of a photo both are one). ``(kind, row)``, in no order; the kind of an entry that is in
    quarantine, and nowhere else, is "quarantined"."""
    entries = session.scalars(select(Operation).where(Operation.id.in_(contents)))
    photos = session.scalars(select(Photo).where(Photo.sha256.in_(contents)))
    found: list[tuple[str, Any]] = [("operation", row) for row in entries if row.sha256 == contents[row.id]]
    stuck = session.scalars(select(Quarantined).where(Quarantined.operation_id.in_(contents)))
    others = {row.operation_id: row for row in stuck if _digest(row.raw) == contents[row.operation_id]}
    found += [("quarantined", row) for id, row in others.items() if id not in {row.id for _, row in found}]
    return [*found, *(("photo", row) for row in photos if contents[row.sha256] == row.sha256)]


def _digest(raw: str) -> str | None:
    """The SHA-256 of an entry's canonical JSON; None for what has no such form, which no tablet made."""
    try:
        return canonical.digest(json.loads(raw))
    except (TypeError, ValueError, RecursionError):
        return None


def receipts(session: Session, device_id: str, since: int, limit: int) -> list[tuple[str, Any]]:
    """Return what a tablet was given receipts for after number ``since``: ``(kind, row)`` in their order."""
    found: list[tuple[str, Any]] = []
    for kind, model in (("operation", Operation), ("photo", Photo), ("inspection", Manifest)):
        query = select(model).where(model.device_id == device_id, model.receipt > since)
        rows: Sequence[Any] = session.scalars(query.order_by(model.receipt).limit(limit)).all()
        found += [(kind, row) for row in rows]
    return sorted(found, key=lambda entry: entry[1].receipt)[:limit]
