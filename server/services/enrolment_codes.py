"""Codes that enrol a tablet without a password: made and withdrawn by the office, used once by a tablet."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain import enrolment_codes, permissions
from server.domain.canonical import sha256
from server.domain.problems import Problem
from server.services.actors import Actor
from server.services.audit import Change, new_id, writes
from server.store import enrolment_codes as stored
from server.store.enrolment_codes import EnrolmentCode
from server.store.rows import row_of
from server.store.users import User


@writes("device.invite", "device.invite")
def make(session: Session, actor: Actor, now: datetime, *, username: str) -> Change:
    """Make a code for an inspector's account; an unused one that it has is withdrawn. Returns ``(row, code)``.

    The code itself stands neither in the database nor in the log. Problems: ``enrolment_code_account`` for an
    account that is none, is closed or is no inspector's.
    """
    user = session.scalar(select(User).where(User.username == username))
    fits = user is not None and user.active and user.role == permissions.INSPECTOR and user.inspector_id
    if user is None or not fits:
        raise Problem("enrolment_code_account", at="username", username=username[:60])
    stored.withdraw_open(session, user.id, now)
    code = enrolment_codes.of_chance(secrets.token_bytes(enrolment_codes.LENGTH))
    row = EnrolmentCode(
        id=new_id(now),
        user=user,
        code_sha256=_hash(code),
        made_by=actor.name,
        made_at=now,
        expires_at=now + enrolment_codes.GOOD_FOR,
    )
    session.add(row)
    return Change("enrolment_code", row.id, (row, code), {"user": user.username})


@writes("device.invite", "device.withdraw")
def withdraw(session: Session, actor: Actor, now: datetime, *, code_id: str) -> Change:
    """Withdraw a code that nobody used yet. Returns it. Problems: ``not_found``, ``enrolment_code_over``."""
    row = row_of(session, EnrolmentCode, code_id)
    if row.state(now) != "open":
        raise Problem("enrolment_code_over")
    row.withdrawn_at = now
    return Change("enrolment_code", row.id, row, {"user": row.user.username})


def use(session: Session, now: datetime, text: str) -> EnrolmentCode:
    """Return the code that somebody scanned or typed, used from now on; its account is who enrols.

    Problems: ``enrolment_code_unknown``; ``enrolment_code_over`` when it was used or withdrawn, has expired, or
    its account was closed.
    """
    row = stored.of_hash(session, _hash(enrolment_codes.read(text)))
    if row is None:
        raise Problem("enrolment_code_unknown", at="code")
    if row.state(now) != "open" or not row.user.active or not stored.use(session, row, now):
        raise Problem("enrolment_code_over", at="code")
    return row


def _hash(code: str) -> str:
    return sha256(code.encode())
