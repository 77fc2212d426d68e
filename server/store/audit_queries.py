"""Reading the audit log."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from server.store.audit import AuditEntry


def entries(words: str = "", action: str | None = None, noun: str | None = None) -> Select[tuple[AuditEntry]]:
    """Return the query of entries, newest first; ``words`` is looked for in the actor and the identifier."""
    query = select(AuditEntry).order_by(AuditEntry.seq.desc())
    if words:
        columns = (AuditEntry.actor, AuditEntry.noun_id)
        query = query.where(or_(*(column.icontains(words, autoescape=True) for column in columns)))
    if action is not None:
        query = query.where(AuditEntry.action == action)
    if noun is not None:
        query = query.where(AuditEntry.noun == noun)
    return query


def actions(session: Session) -> Sequence[str]:
    """Return the actions that occur in the log."""
    return session.scalars(select(AuditEntry.action).distinct().order_by(AuditEntry.action)).all()


def nouns(session: Session) -> Sequence[str]:
    """Return the nouns that occur in the log."""
    return session.scalars(select(AuditEntry.noun).distinct().order_by(AuditEntry.noun)).all()


def count_since(session: Session, noun: str, at: str, noun_id: str | None = None) -> int:
    """Return how many entries there are of a noun, or of one of its kind, from ``at`` on (text, as in the log)."""
    query = select(func.count()).where(AuditEntry.noun == noun, AuditEntry.at >= at)
    return session.scalar(query if noun_id is None else query.where(AuditEntry.noun_id == noun_id)) or 0
