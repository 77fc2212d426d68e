"""The calendar of working days: one row per day it covers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Boolean, Date, String, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from server.store.base import Base


class CalendarDay(Base):
    """A day, whether it is worked, the name of the holiday or make-up day, and where that is from."""

    __tablename__ = "calendar_days"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    working: Mapped[bool] = mapped_column(Boolean)
    name: Mapped[str] = mapped_column(String(60), default="")
    source: Mapped[str] = mapped_column(String(100))


def working_days(session: Session) -> dict[date, bool]:
    """Return whether each covered day is worked, as domain.deadlines reads it; other days are provisional."""
    return dict(session.execute(select(CalendarDay.day, CalendarDay.working)).all())


def days(session: Session, year: int) -> Sequence[CalendarDay]:
    """Return the covered days of a year in their order."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    query = select(CalendarDay).where(CalendarDay.day.between(first, last)).order_by(CalendarDay.day)
    return session.scalars(query).all()


def span(session: Session) -> tuple[date, date] | None:
    """Return the first and the last covered day, or None when no day is covered."""
    first, last = session.execute(select(func.min(CalendarDay.day), func.max(CalendarDay.day))).one()
    return (first, last) if first else None
