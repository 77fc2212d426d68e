"""Accounts: made, signed in, changed. Passwords are kept as Argon2id hashes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain import permissions
from server.domain.problems import Problem
from server.services.actors import Actor
from server.services.audit import Change, new_id, writes
from server.services.devices import revoke_all
from server.store import enrolment_codes, users_queries
from server.store.users import User

LEAST_PASSWORD = 10
#: The Argon2 hash reads all of a password; a longer one only costs time.
MOST_PASSWORD = 200
USERNAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{1,59}")
#: ASCII alone, so that every mail server takes it.
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63}){0,5}")
_hasher = PasswordHasher()
# Verified against when no such account exists, so that the answer takes as long.
_NOBODY = _hasher.hash("nobody signs in with this")


@dataclass(frozen=True)
class Proven:
    """Who gave the right password a moment ago, and its hash then: it may be another one by now."""

    actor: Actor
    password_hash: str = field(repr=False)


@writes("user.edit", "user.add")
def add(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    username: str,
    name: str,
    role: str,
    password: str,
    authority: str = "",
    inspector_id: str | None = None,
    email: str = "",
) -> Change:
    """Make an account.

    Problems: ``username_invalid``, ``user_taken``, ``required`` (at name), ``too_long``, ``invalid_choice``,
    ``password_short``, ``inspector_missing``, ``email_invalid``.
    """
    if not USERNAME.fullmatch(username):
        raise Problem("username_invalid", at="username", username=username[:60])
    _check_name(name)
    if role not in permissions.ROLES:
        raise Problem("invalid_choice", at="role", value=role, choices=", ".join(permissions.ROLES))
    if session.scalar(select(User.id).where(User.username == username)):
        raise Problem("user_taken", at="username", username=username)
    if role == permissions.INSPECTOR and not inspector_id:
        raise Problem("inspector_missing", at="certificate")
    user = User(
        id=new_id(now),
        username=username,
        name=name.strip(),
        role=role,
        authority=authority,
        inspector_id=inspector_id,
        email=_email(email),
        password_hash=hash_password(password),
        language="zh",
        active=True,
        created_at=now,
    )
    session.add(user)
    return Change("user", user.id, user, {"username": username, "role": role})


@writes("user.edit", "user.change")
def change(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    user_id: str,
    active: bool | None = None,
    password: str | None = None,
    name: str | None = None,
    email: str | None = None,
    keep_access: bool = False,
) -> Change:
    """Change an account's name, address or password, or close and reopen it.

    Closing ends for good what was open by then: sessions, tablets, unused codes, the feed of deadlines. A new
    password ends the sessions, and the rest unless ``keep_access``. The log names the tablets.

    Problems: ``not_found``, ``user_self``, ``required`` (at name), ``too_long``, ``password_short``,
    ``email_invalid``.
    """
    user = users_queries.locked(session, user_id)
    if user.id == actor.id and active is False:
        raise Problem("user_self", at="active")
    if active is not None:
        user.active = active
    if name is not None:
        _check_name(name)
        user.name = name.strip()
    if email is not None:
        user.email = _email(email)
    if password is not None:
        user.password_hash = hash_password(password)
    body = {
        "active": user.active,
        "name": user.name,
        "email": user.email,
        "password_changed": password is not None,
    }
    if active is False or (password is not None and not keep_access):
        body["tablets_revoked"] = _end_access(session, user, now)
    return Change("user", user.id, user, body)


@writes("signed_in", "user.change_password")
def change_own_password(
    session: Session, actor: Actor, now: datetime, *, proven: Proven, password_hash: str
) -> Change:
    """Give the actor's own account the password of this hash, and return the account; its other sessions end.

    Its tablets stay: whoever knows the password signed in on them. Problem ``sign_in_failed`` when the account was
    closed or got another password since its present one was asked for.
    """
    user = holder(session, proven)
    user.password_hash = password_hash
    return Change("user", user.id, user)


def _end_access(session: Session, user: User, now: datetime) -> list[str]:
    """End whatever opens something for the account without its password; the ids of its tablets."""
    # A cookie that was good when the account was closed must not be good again when it is reopened.
    user.sign_outs += 1
    user.calendar_code = None
    # First the codes: a tablet that one of them enrols at this moment is found then.
    enrolment_codes.withdraw_open(session, user.id, now)
    return revoke_all(session, user.id, now)


def check_password(session: Session, username: str, password: str) -> Proven:
    """Return the active account with this name and password; else :class:`Problem` ``sign_in_failed``.

    It takes a good part of a second of computing and only reads: call it while no lock is held.
    """
    if len(password) > MOST_PASSWORD:
        raise Problem("sign_in_failed", at="password")
    user = session.scalar(select(User).where(User.username == username))
    try:
        _hasher.verify(user.password_hash if user else _NOBODY, password)
    except (VerifyMismatchError, InvalidHashError):
        raise Problem("sign_in_failed", at="password") from None
    if user is None or not user.active:
        raise Problem("sign_in_failed", at="password")
    return Proven(Actor(user.id, user.username, user.role, user.inspector_id), user.password_hash)


def holder(session: Session, proven: Proven) -> User:
    """Return the account whose password was right, held until the transaction ends.

    Problem ``sign_in_failed`` when it was closed or got another password since.
    """
    user = users_queries.locked(session, proven.actor.id)
    if not user.active or user.password_hash != proven.password_hash:
        raise Problem("sign_in_failed", at="password")
    return user


def hash_password(password: str) -> str:
    """Return the Argon2id hash of a password; ``password_short`` below the least length."""
    if len(password) < LEAST_PASSWORD:
        raise Problem("password_short", at="password", least=LEAST_PASSWORD)
    if len(password) > MOST_PASSWORD:
        raise Problem("too_long", at="password", most=MOST_PASSWORD)
    return _hasher.hash(password)


def _check_name(name: str) -> None:
    if not name.strip():
        raise Problem("required", at="name")
    if len(name) > 100:
        raise Problem("too_long", at="name", most=100)
    if any(ord(character) < 32 for character in name):
        raise Problem("control_character", at="name")


def _email(text: str) -> str:
    text = text.strip()
    if text and (len(text) > 254 or not _EMAIL.fullmatch(text)):
        raise Problem("email_invalid", at="email", value=text[:60])
    return text
