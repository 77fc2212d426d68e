"""The write side's frame: permission first, then the act, then its one entry in the audit log."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain import audit, identifiers, permissions
from server.domain.problems import Problem
from server.services.actors import Actor
from server.store.audit import AuditEntry
from server.store.locks import Lock, hold

P = ParamSpec("P")


@dataclass(frozen=True)
class Change:
    """What a service did: the noun and its identifier, what the log says of it, and what the caller gets."""

    noun: str
    noun_id: str
    value: Any = None
    body: dict[str, Any] = field(default_factory=dict)


def writes(
    permission: str, action: str | None = None
) -> Callable[
    [Callable[Concatenate[Session, Actor, datetime, P], Change]],
    Callable[Concatenate[Session, Actor, datetime, P], Any],
]:
    """Make a function that returns a :class:`Change` a service.

    The service refuses actors without ``permission`` (:class:`Problem` ``forbidden``), appends one audit entry
    called ``action`` (the permission's name unless given) and returns the change's value. It never commits.
    """
    permissions.PERMISSIONS[permission]

    def decorate(
        act: Callable[Concatenate[Session, Actor, datetime, P], Change],
    ) -> Callable[Concatenate[Session, Actor, datetime, P], Any]:
        @wraps(act)
        def service(session: Session, actor: Actor, now: datetime, *args: P.args, **kwargs: P.kwargs) -> Any:
            if not permissions.holds(actor.role, permission):
                raise Problem("forbidden", permission=permission)
            change = act(session, actor, now, *args, **kwargs)
            append(session, actor, now, action or permission, change)
            return change.value

        service.permission = permission  # type: ignore[attr-defined]
        return service

    return decorate


def append(session: Session, actor: Actor, now: datetime, action: str, change: Change) -> AuditEntry:
    """Add one entry to the chain. Bodies hold canonical JSON values only: no secrets, no floats."""
    hold(session.connection(), Lock.AUDIT)
    session.flush()
    last = session.execute(
        select(AuditEntry.seq, AuditEntry.hash).order_by(AuditEntry.seq.desc()).limit(1)
    ).first()
    entry = {
        "seq": last.seq + 1 if last else 1,
        "at": instant(now),
        "actor": actor.name,
        "action": action,
        "noun": change.noun,
        "noun_id": change.noun_id,
        "body": change.body,
        "previous": last.hash if last else audit.FIRST,
    }
    row = AuditEntry(**entry, hash=audit.entry_hash(entry))
    session.add(row)
    session.flush()
    return row


def instant(now: datetime) -> str:
    """Return an instant as the text that stands in the log; such texts sort as the instants do."""
    return now.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def new_id(now: datetime) -> str:
    """Return a fresh UUIDv7: the one place where the services take randomness for identifiers."""
    return identifiers.make(now, secrets.token_bytes(10))


def new_ids(now: datetime, count: int) -> list[str]:
    """Return fresh UUIDv7s in ascending order, so that rows inserted in this order go to the end of an index."""
    return identifiers.make_many(now, secrets.token_bytes(10 * count))


def first_break(session: Session) -> audit.Break | None:
    """Return where the stored chain first fails, or None."""
    query = select(AuditEntry).order_by(AuditEntry.seq).execution_options(yield_per=1000)
    with closing(session.scalars(query)) as rows:
        return audit.first_break(as_dict(row) for row in rows)


def as_dict(row: AuditEntry) -> dict[str, Any]:
    """Return an entry as the mapping that was hashed."""
    names = ("seq", "at", "actor", "action", "noun", "noun_id", "body", "previous", "hash")
    return {name: getattr(row, name) for name in names}
