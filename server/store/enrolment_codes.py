"""Codes that enrol a tablet once: only the hash of each is kept, and what became of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Select, String, or_, select, update
from sqlalchemy.orm import Mapped, Session, contains_eager, mapped_column, relationship

from server.store.base import Base, Id, Instant
from server.store.users import Device, User


class EnrolmentCode(Base):
    """A code for one inspector's account. ``used_at`` is set once; ``device_id`` is the tablet that it enrolled."""

    __tablename__ = "enrolment_codes"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    code_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    made_by: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    device_id: Mapped[str | None] = mapped_column(ForeignKey("devices.id"))
    user: Mapped[User] = relationship()
    device: Mapped[Device | None] = relationship()

    def state(self, now: datetime) -> str:
        """Return what it is good for: used, withdrawn, expired or open."""
        if self.used_at is not None:
            return "used"
        if self.withdrawn_at is not None:
            return "withdrawn"
        return "open" if now < self.expires_at else "expired"


def listing(words: str = "") -> Select[tuple[EnrolmentCode]]:
    """Return the query of codes for accounts whose name contains ``words``, the latest first."""
    query = select(EnrolmentCode).join(EnrolmentCode.user).options(contains_eager(EnrolmentCode.user))
    if words:
        columns = (User.username, User.name)
        query = query.where(or_(*(column.icontains(words, autoescape=True) for column in columns)))
    return query.order_by(EnrolmentCode.made_at.desc(), EnrolmentCode.id.desc())


def of_hash(session: Session, sha256: str) -> EnrolmentCode | None:
    """Return the code with this hash."""
    return session.scalar(select(EnrolmentCode).where(EnrolmentCode.code_sha256 == sha256))


def use(session: Session, code: EnrolmentCode, now: datetime) -> bool:
    """Mark a code as used, unless somebody was first; whether it was this call."""
    unused = (EnrolmentCode.used_at.is_(None), EnrolmentCode.withdrawn_at.is_(None))
    mark = update(EnrolmentCode).where(EnrolmentCode.id == code.id, *unused).values(used_at=now)
    marked = session.execute(mark.returning(EnrolmentCode.id)).first()
    session.refresh(code)
    return marked is not None


def withdraw_open(session: Session, user_id: str, now: datetime) -> None:
    """Withdraw every code of an account that was not used."""
    unused = (EnrolmentCode.used_at.is_(None), EnrolmentCode.withdrawn_at.is_(None))
    session.execute(
        update(EnrolmentCode)
        .where(EnrolmentCode.user_id == user_id, EnrolmentCode.expires_at > now, *unused)
        .values(withdrawn_at=now)
    )
