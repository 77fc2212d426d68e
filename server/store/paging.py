"""One page of a list, with the count of the whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

SIZE = 20


@dataclass(frozen=True)
class Page:
    """``items`` of page ``number`` (from 1); ``total`` counts the whole list."""

    items: list[Any]
    total: int
    number: int
    size: int = SIZE

    @property
    def count(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))


def page(session: Session, query: Select[Any], number: int, size: int = SIZE) -> Page:
    """Run ``query`` for one page. A number beyond the end gives the last page; rows of one column are unwrapped."""
    total = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    number = min(max(1, number), max(1, -(-total // size)))
    rows = session.execute(query.limit(size).offset((number - 1) * size)).unique()
    items = [row[0] if len(row) == 1 else row for row in rows]
    return Page(items, total, number, size)
