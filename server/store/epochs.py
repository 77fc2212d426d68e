"""The epoch: the name of this database, so that a tablet never sends one authority's records to another."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column

from server.store.base import Base, Id, Instant


class Epoch(Base):
    """A name that the database has or had; the newest counts. One restored from a backup is given a new one."""

    __tablename__ = "epochs"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    since: Mapped[datetime] = mapped_column(Instant)


def current_epoch(session: Session) -> str | None:
    """Return the epoch in force; None before the first tablet was enrolled."""
    return session.scalar(select(Epoch.id).order_by(Epoch.id.desc()).limit(1))
