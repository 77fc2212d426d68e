"""Tablets: enrolled by an inspector, revoked by the office. A token is shown once; only its hash is kept."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.domain.canonical import sha256
from server.domain.problems import Problem
from server.services.actors import Actor
from server.services.audit import Change, new_id, writes
from server.store.epochs import Epoch, current_epoch
from server.store.locks import Lock, hold
from server.store.rows import row_of
from server.store.users import Device, User

TOKEN_BYTES = 32


@writes("device.enrol")
def enrol(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    name: str,
    client: str,
    token: str | None = None,
    code_id: str | None = None,
) -> Change:
    """Enrol a tablet for the acting inspector. Returns ``(device, token)``.

    ``token`` is what the tablet had so far: where it is in force for the same account the tablet stays the one it
    was and keeps it, so that its entries stay in one order, whether or not the answer arrives. ``code_id`` names the
    code by which the inspector came in, where it was not the password. The first enrolment names the database's
    epoch. Problem ``inspector_missing`` for an account without an entry in the register of inspectors.
    """
    user = session.get(User, actor.id)
    if user is None or user.inspector_id is None:
        raise Problem("inspector_missing", at="username")
    _name_database(session, now)
    known = _of_token(session, user, token)
    if known is None or token is None:
        token = secrets.token_urlsafe(TOKEN_BYTES)
        known = Device(
            id=new_id(now),
            user_id=user.id,
            token_sha256=sha256(token.encode()),
            enrolled_at=now,
            last_seq=0,
            receipts=0,
        )
        session.add(known)
    known.name, known.client, known.seen_at = name, client, now
    body = {"name": name, "user": user.username, "client": client, **({"code": code_id} if code_id else {})}
    return Change("device", known.id, (known, token), body)


def heard(session: Session, device_id: str | None, now: datetime, unsent: int | None) -> None:
    """Note that a tablet was in contact and what it still holds. Nothing is decided by it, so the log stays silent."""
    device = session.get(Device, device_id)
    if device is not None:
        device.seen_at = now
        device.unsent = unsent if unsent is not None else device.unsent


@writes("device.revoke")
def revoke(session: Session, actor: Actor, now: datetime, *, device_id: str) -> Change:
    """Close a tablet's access; what it sent stays. Returns the device. Problem ``not_found``."""
    device = row_of(session, Device, device_id, lock=True)
    device.revoked_at = device.revoked_at or now
    return Change("device", device.id, device, {"name": device.name})


def revoke_all(session: Session, user_id: str, now: datetime) -> list[str]:
    """Close the access of every tablet of an account that has one. Returns their ids, in order."""
    in_force = (Device.user_id == user_id, Device.revoked_at.is_(None))
    closing = update(Device).where(*in_force).values(revoked_at=now).returning(Device.id)
    return sorted(session.scalars(closing))


def _name_database(session: Session, now: datetime) -> None:
    """Give the database its first epoch, once, however many tablets are enrolled at the same moment."""
    if current_epoch(session) is None:
        hold(session.connection(), Lock.EPOCH)
        if current_epoch(session) is None:
            session.add(Epoch(id=new_id(now), since=now))


def _of_token(session: Session, user: User, token: str | None) -> Device | None:
    """The account's tablet that had this token until now."""
    if not token:
        return None
    query = select(Device).where(Device.token_sha256 == sha256(token.encode()), Device.user_id == user.id)
    return session.scalar(query.where(Device.revoked_at.is_(None)).with_for_update())
