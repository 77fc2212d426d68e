"""Reading accounts."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload

from server.domain.problems import Problem
from server.store.inspectors import Inspector
from server.store.users import User


def accounts(words: str = "", role: str | None = None, active: bool | None = None) -> Select[tuple[User]]:
    """Return the query of accounts whose name, account name or certificate contains ``words``."""
    query = select(User).outerjoin(User.inspector).options(joinedload(User.inspector)).order_by(User.username)
    if words:
        columns = (User.username, User.name, Inspector.certificate)
        query = query.where(or_(*(column.icontains(words, autoescape=True) for column in columns)))
    if role is not None:
        query = query.where(User.role == role)
    if active is not None:
        query = query.where(User.active == active)
    return query


def inspector(session: Session, certificate: str) -> Inspector | None:
    """Return the inspector with this certificate number, or None."""
    return session.scalar(select(Inspector).where(Inspector.certificate == certificate))


def named(session: Session, username: str) -> User | None:
    """Return the account that signs in with this name, or None."""
    return session.scalar(select(User).where(User.username == username))


def closed(session: Session, usernames: Collection[str]) -> set[str]:
    """Return those of these names whose account is closed now."""
    query = select(User.username).where(User.username.in_(usernames), User.active.is_(False))
    return set(session.scalars(query))


def locked(session: Session, user_id: str) -> User:
    """Return an account that no other transaction changes until this one ends; :class:`Problem` ``not_found``."""
    # Rows that refer to the account may be added meanwhile: whoever adds one can hold the lock of the log already.
    user = session.get(User, user_id, with_for_update={"key_share": True, "of": User}, populate_existing=True)
    if user is None:
        raise Problem("not_found", what=user_id)
    return user
