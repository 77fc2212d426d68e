"""Signing in and out, and what is kept of those who are not let in.

Only who has the password adds to the log, and an address that the throttle refuses once in a while: everybody else
could fill a log of which nothing is ever deleted. Failed tries are counted at their account.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, func, select, update
from sqlalchemy.orm import Session

from server.domain.permissions import PUBLIC
from server.services.actors import Actor
from server.services.audit import Change, append, instant, writes
from server.services.users import Proven, holder
from server.store import audit_queries, users_queries
from server.store.locks import Lock, hold
from server.store.users import User

#: An address that is refused stands in the log once in this time, and so many addresses at most.
QUIET = timedelta(hours=24)
MOST_ADDRESSES = 50


@dataclass(frozen=True)
class SignedIn:
    """An account that is signed in, when it was before, and how many tries failed since."""

    user: User
    before: datetime | None
    failed_tries: int


@writes("signed_in", "user.sign_in")
def sign_in(session: Session, actor: Actor, now: datetime, *, proven: Proven, address: str) -> Change:
    """Let the account in whose password was right, and begin to count failed tries anew. Returns :class:`SignedIn`.

    The log has the address and how many tries had failed. Problem ``sign_in_failed`` when the account was changed
    since.
    """
    user = holder(session, proven)
    told = SignedIn(user, user.signed_in_at, user.failed_tries)
    user.signed_in_at, user.failed_tries = now, 0
    return Change("user", user.id, told, {"address": address, "failed_tries": told.failed_tries})


@writes("signed_in", "user.sign_out")
def sign_out(session: Session, actor: Actor, now: datetime) -> Change:
    """End every session that the actor's account has open."""
    user = users_queries.locked(session, actor.id)
    user.sign_outs += 1
    return Change("user", user.id)


def count_failed(session: Session, username: str) -> None:
    """Add one to the failed tries of the account of this name, if there is one."""
    own = select(User.id).where(User.username == username).scalar_subquery()
    any_one = select(func.min(User.id)).scalar_subquery()
    # A name that is nobody's costs a write as well: the time of the answer does not tell that it is nobody's.
    row = update(User).where(User.id == func.coalesce(own, any_one))
    more = User.failed_tries + case((User.username == username, 1), else_=0)
    session.execute(row.values(failed_tries=more), execution_options={"synchronize_session": False})


def is_worth_noting(session: Session, now: datetime, address: str) -> bool:
    """Whether a refused address stands in the log: not again within :data:`QUIET`, and not when it has many."""
    since = instant(now - QUIET)
    if audit_queries.count_since(session, "address", since, address):
        return False
    return audit_queries.count_since(session, "address", since) < MOST_ADDRESSES


def note_refusal(session: Session, now: datetime, *, address: str, username: str, limit: str) -> None:
    """Put into the log that the throttle began to refuse an address, where that is worth noting.

    The account that was tried stands there if there is one: what is no account's name may be a password that was
    typed into the wrong field. ``last`` says that no further address will stand there for the time being.
    """
    hold(session.connection(), Lock.AUDIT)
    if not is_worth_noting(session, now, address):
        return
    user = users_queries.named(session, username)
    noted = audit_queries.count_since(session, "address", instant(now - QUIET))
    body = {
        "limit": limit,
        "last": noted + 1 == MOST_ADDRESSES,
        **({"account": user.username} if user else {}),
    }
    actor = Actor("", "public", PUBLIC)
    append(session, actor, now, "sign_in.refuse", Change("address", address, body=body))
