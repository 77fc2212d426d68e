"""Reading the imports: the list, and the names of their files."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session, defer

from server.store.paging import Page, page
from server.store.registers import Import


def found(session: Session, number: int) -> Page:
    """Return a page of the imports, the newest first."""
    query = select(Import).options(defer(Import.faults), defer(Import.warnings), defer(Import.sample))
    return page(session, query.order_by(Import.at.desc(), Import.id.desc()), number)


def filenames(session: Session, ids: Iterable[str]) -> dict[str, str]:
    """Return what the files of imports were called, by the import's id."""
    query = select(Import.id, Import.filename).where(Import.id.in_(set(ids)))
    return dict(session.execute(query).all())
