"""Editions, found; and the catalogue that the confirmed ones make."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, undefer

from server.domain.problems import Problem
from server.domain.programmes import Catalogue, Entry, catalogue
from server.store.editions import Edition


def current(session: Session) -> Catalogue:
    """Return the catalogue of all that is confirmed at this moment.

    One narrow query says which entries there are; what they hold never changes, so it is read once.
    """
    query = select(Edition.id).where(Edition.state == "confirmed").order_by(Edition.place)
    ids = tuple(session.scalars(query))
    made = _known.get(ids)
    return made if made is not None else _known.put(ids, _read(session, ids))


def get(session: Session, edition_id: str, *, lock: bool = False) -> Edition:
    """Return an edition with its content, on demand read anew and locked; Problem ``not_found``."""
    query = select(Edition).where(Edition.id == edition_id).options(undefer(Edition.content))
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found = session.scalar(query)
    if found is None:
        raise Problem("not_found", what=edition_id)
    return found


def place_before(session: Session, programme: str, at: datetime) -> int:
    """Return the place of the last entry of a programme that was confirmed before an instant; 0 for none."""
    query = select(func.max(Edition.place)).where(
        Edition.state == "confirmed", Edition.programme == programme
    )
    return session.scalar(query.where(Edition.decided_at < at)) or 0


def next_place(session: Session) -> int:
    """Return the place of the next confirmed edition; the caller holds the lock."""
    return (session.scalar(select(func.max(Edition.place))) or 0) + 1


def listing(
    words: str = "", kind: str | None = None, state: str | None = None, programme: str | None = None
) -> Select[tuple[Edition]]:
    """Return the query of all editions, the newest first."""
    query = select(Edition).order_by(Edition.entered_at.desc(), Edition.id.desc())
    for column, value in ((Edition.kind, kind), (Edition.state, state), (Edition.programme, programme)):
        if value:
            query = query.where(column == value)
    for word in words.split():
        told = Edition.title + " " + Edition.code + " " + Edition.source + " " + Edition.programme
        query = query.where(told.icontains(word, autoescape=True))
    return query


class _Kept:
    """Catalogues by the identifiers of their entries, which no two databases share; the oldest is dropped."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._made: dict[tuple[str, ...], Catalogue] = {(): catalogue()}

    def get(self, ids: tuple[str, ...]) -> Catalogue | None:
        return self._made.get(ids)

    def put(self, ids: tuple[str, ...], made: Catalogue) -> Catalogue:
        while len(self._made) >= self._most:
            self._made.pop(next(iter(self._made)), None)
        self._made[ids] = made
        return made


_known = _Kept(32)


def _read(session: Session, ids: tuple[str, ...]) -> Catalogue:
    query = select(Edition.place, Edition.id, Edition.kind, Edition.programme, Edition.content)
    rows = session.execute(query.where(Edition.id.in_(ids)).order_by(Edition.place))
    return catalogue(Entry(*row) for row in rows)
