"""Reminders 提醒 by mail: which account was reminded of what, and how each mail fared."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Integer, Select, String, exists, func, or_, select
from sqlalchemy.orm import Mapped, Session, aliased, contains_eager, mapped_column, relationship

from server.domain.permissions import INSPECTOR, SUPERVISOR
from server.store.base import Base, Id, Instant
from server.store.users import User

STATES = ("sending", "sent", "failed")


class Mail(Base):
    """One digest to one account: ``standing`` is sending until the mail server answered; ``fault`` is what it said."""

    __tablename__ = "mails"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), index=True)
    address: Mapped[str] = mapped_column(String(254))
    standing: Mapped[str] = mapped_column(String(10), index=True)
    deadlines: Mapped[int] = mapped_column(Integer)
    at: Mapped[datetime] = mapped_column(Instant, index=True)
    fault: Mapped[str] = mapped_column(String(300), default="")
    user: Mapped[User] = relationship()


class Reminder(Base):
    """That an account was reminded of what is due (``kind`` and ``key`` of :class:`server.store.deadlines.Deadline`)
    on a ``day``, at a ``stage`` of domain.reminders. A day that is moved is reminded of anew."""

    __tablename__ = "reminders"

    user_id: Mapped[str] = mapped_column(ForeignKey("users.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    key: Mapped[str] = mapped_column(Id, primary_key=True)
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    stage: Mapped[int] = mapped_column(Integer, primary_key=True)
    mail_id: Mapped[str] = mapped_column(ForeignKey("mails.id"), index=True)


def accounts(session: Session) -> Sequence[User]:
    """Return the accounts that get reminders: active, with an address, of those who meet deadlines."""
    query = select(User).where(User.active.is_(True), User.email != "")
    return session.scalars(query.where(User.role.in_((INSPECTOR, SUPERVISOR))).order_by(User.username)).all()


def given(session: Session, user_id: str) -> set[tuple[str, str, date, int]]:
    """Return kind, key, day and stage of everything that an account was reminded of."""
    query = select(Reminder.kind, Reminder.key, Reminder.day, Reminder.stage)
    return {tuple(row) for row in session.execute(query.where(Reminder.user_id == user_id))}


def of_mail(session: Session, mail_id: str) -> Sequence[Reminder]:
    """Return what a mail reminds of."""
    return session.scalars(select(Reminder).where(Reminder.mail_id == mail_id)).all()


def abandoned(session: Session, before: datetime) -> Sequence[str]:
    """Return the mails that nobody has said anything of since ``before``: whoever sent them is gone."""
    return session.scalars(select(Mail.id).where(Mail.standing == "sending", Mail.at < before)).all()


def listing(state: str | None, words: str = "") -> Select[tuple[Mail]]:
    """Return the query of the mails, the latest first."""
    query = select(Mail).join(Mail.user).options(contains_eager(Mail.user))
    if state:
        query = query.where(Mail.standing == state)
    if words:
        columns = (User.username, User.name, Mail.address)
        query = query.where(or_(*(column.icontains(words, autoescape=True) for column in columns)))
    return query.order_by(Mail.at.desc(), Mail.id.desc())


def unreached(session: Session) -> int:
    """Return how many accounts the last mail did not reach."""
    later = aliased(Mail)
    newest = ~exists().where(later.user_id == Mail.user_id, later.id > Mail.id)
    return (
        session.scalar(select(func.count()).select_from(Mail).where(Mail.standing == "failed", newest)) or 0
    )
