"""Keys of recipients 接收方密钥: with one, whoever a finding was handed over to says what became of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from server.store.base import Base, Instant
from server.store.handovers import Handover


class HandoverKey(Base):
    """The key of one hand-over, of which only the hash is kept; a new one puts the old one out of use."""

    __tablename__ = "handover_keys"

    handover_id: Mapped[str] = mapped_column(ForeignKey("handovers.id"), primary_key=True)
    key_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    made_by: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[datetime] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)
    handover: Mapped[Handover] = relationship()


def of_handover(session: Session, handover_id: str) -> HandoverKey | None:
    """Return the key of a hand-over, revoked or not; None when it never had one."""
    return session.get(HandoverKey, handover_id)


def of_hash(session: Session, sha256: str) -> HandoverKey | None:
    """Return the key with this hash that was not revoked."""
    query = select(HandoverKey).where(HandoverKey.key_sha256 == sha256, HandoverKey.revoked_at.is_(None))
    return session.scalar(query)
