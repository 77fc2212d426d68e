"""Ratings 评价: sums by unit and year. No row is of one visit."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Integer, Select, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from server.store.base import Base, Id, Json


class Rating(Base):
    """The sums of a ``unit`` in a ``year`` (``domain.ratings``): ``visits`` and ``answers`` are shown, ``waiting`` are
    those of the visits since, which are too few to be shown."""

    __tablename__ = "ratings"
    __table_args__ = (UniqueConstraint("unit", "year"),)

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    unit: Mapped[str] = mapped_column(String(100))
    year: Mapped[int] = mapped_column(Integer)
    visits: Mapped[int] = mapped_column(Integer, default=0)
    answers: Mapped[Any] = mapped_column(Json)
    waiting: Mapped[Any] = mapped_column(Json)


def of_unit(session: Session, unit: str, year: int) -> Rating | None:
    """Return the sums of a unit in a year as they stand in the database now."""
    query = select(Rating).where(Rating.unit == unit, Rating.year == year)
    return session.scalar(query.execution_options(populate_existing=True))


def listing(words: str = "") -> Select[tuple[Rating]]:
    """Return the query of what is shown, the newest year first; units of which nothing is shown are left out."""
    query = select(Rating).where(Rating.visits > 0)
    if words:
        query = query.where(Rating.unit.icontains(words, autoescape=True))
    return query.order_by(Rating.year.desc(), Rating.unit)
