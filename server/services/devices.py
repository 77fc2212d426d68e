"""Tablets: enrolled by an inspector, revoked by the office. A token is shown once; only its hash is kept."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from server.domain.canonical import sha256
from server.domain.problems import Problem
from server.services.actors import Actor
from server.services.audit import Change, new_id, writes
from server.store.epochs import Epoch, current_epoch
from server.store.users import Device, User

TOKEN_BYTES = 32


@writes("device.enrol")
def enrol(session: Session, actor: Actor, now: datetime, *, name: str, client: str) -> Change:
    """Enrol a tablet for the acting inspector. Returns ``(device, token)``.

    The first enrolment names the database's epoch. Problem ``inspector_missing`` for an account without an entry
    in the register of inspectors.
    """
    user = session.get(User, actor.id)
    if user is None or user.inspector_id is None:
        raise Problem("inspector_missing", at="username")
    if current_epoch(session) is None:
        session.add(Epoch(id=new_id(now), since=now))
    token = secrets.token_urlsafe(TOKEN_BYTES)
    device = Device(
        id=new_id(now),
        name=name,
        user_id=user.id,
        token_sha256=sha256(token.encode()),
        client=client,
        enrolled_at=now,
        seen_at=now,
        last_seq=0,
        receipts=0,
    )
    session.add(device)
    return Change(
        "device", device.id, (device, token), {"name": name, "user": user.username, "client": client}
    )


@writes("device.revoke")
def revoke(session: Session, actor: Actor, now: datetime, *, device_id: str) -> Change:
    """Close a tablet's access; what it sent stays. Returns the device. Problem ``not_found``."""
    device = session.get(Device, device_id)
    if device is None:
        raise Problem("not_found", what=device_id)
    device.revoked_at = device.revoked_at or now
    return Change("device", device.id, device, {"name": device.name})
