"""One row by its identifier."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy.orm import Session

from server.domain.problems import Problem
from server.store.base import Base

Row = TypeVar("Row", bound=Base)


def row_of(session: Session, model: type[Row], key: str, *, lock: bool = False) -> Row:
    """Return a row, on demand read anew and locked until the transaction ends; :class:`Problem` ``not_found``."""
    # Only the row itself: PostgreSQL refuses to lock what an outer join may lack.
    how: dict[str, Any] = {"with_for_update": {"of": model}, "populate_existing": True} if lock else {}
    row = session.get(model, key, **how)
    if row is None:
        raise Problem("not_found", what=key)
    return row
