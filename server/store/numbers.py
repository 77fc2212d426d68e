"""The numbers of a year: P2026-0001 of a plan, D of a draw, R of a rectification, T of a hand-over, 2026-000001."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session


def number_after(session: Session, column: InstrumentedAttribute[str], head: str, places: int) -> str:
    """Return the number after the last one in a column that begins with ``head``, filled up to ``places``.

    Without gaps as long as those who ask take turns (:mod:`server.store.locks`).
    """
    # As texts, the ten-thousandth of four places would stand before the second.
    newest = (func.length(column).desc(), column.desc())
    found = select(column).where(column.startswith(head, autoescape=True)).order_by(*newest).limit(1)
    last = session.scalar(found)
    return f"{head}{int(last.removeprefix(head)) + 1 if last else 1:0{places}d}"
