"""Result categories 检查结果: the national ones, and what an installation added or no longer offers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Boolean, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from server.domain import results
from server.domain.results import Category
from server.store.base import Base, Instant


class ResultCategory(Base):
    """A category that was added, or a national one about which somebody decided. Only ``offered`` ever changes: what
    was published under a code keeps its wording."""

    __tablename__ = "result_categories"

    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    zh: Mapped[str] = mapped_column(String(60))
    en: Mapped[str] = mapped_column(String(100))
    source: Mapped[str] = mapped_column(String(200))
    offered: Mapped[bool] = mapped_column(Boolean)
    entered_by: Mapped[str] = mapped_column(String(100))
    entered_at: Mapped[datetime] = mapped_column(Instant)


def rows(session: Session) -> dict[str, ResultCategory]:
    """Return what was decided here, by code, in the order in which it was entered."""
    query = select(ResultCategory).order_by(ResultCategory.entered_at, ResultCategory.code)
    return {row.code: row for row in session.scalars(query)}


def known(session: Session) -> dict[str, Category]:
    """Return every category by its code: the national ones first, then those that were added."""
    kept = rows(session)
    national = {
        code: replace(one, offered=kept[code].offered) if code in kept else one
        for code, one in results.categories().items()
    }
    added = {
        code: Category(code, row.zh, row.en, results.LOCAL, row.offered)
        for code, row in kept.items()
        if code not in national
    }
    return national | added


def offered(session: Session, also: Collection[str] = ()) -> dict[str, Category]:
    """Return the categories that can be chosen, with those of ``also`` that no longer are offered."""
    return {code: one for code, one in known(session).items() if one.offered or code in also}
