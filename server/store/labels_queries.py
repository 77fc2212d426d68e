"""What labels are made of: objects and instruments of the registers, narrowed by what an office needs."""

from __future__ import annotations

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import contains_eager

from server.store.instruments import Instrument
from server.store.objects import Object, ObjectProgramme


def objects(
    words: str = "", division: str | None = None, programme: str | None = None
) -> Select[tuple[Object]]:
    """Return the query of active objects, by number."""
    query = _narrowed(select(Object), division, programme)
    if words:
        query = query.where(_any(words, Object.number, Object.name, Object.address))
    return query.order_by(Object.number)


def instruments(
    words: str = "", division: str | None = None, programme: str | None = None
) -> Select[tuple[Instrument]]:
    """Return the query of instruments in use at active objects, object by object."""
    query = select(Instrument).join(Instrument.object).options(contains_eager(Instrument.object))
    query = _narrowed(query, division, programme).where(Instrument.status == "active")
    if words:
        query = query.where(_any(words, Instrument.number, Object.number, Object.name, Object.address))
    return query.order_by(Object.number, Instrument.number)


def _narrowed(query: Select, division: str | None, programme: str | None) -> Select:
    query = query.where(Object.status == "active")
    if division:
        query = query.where(Object.division == division)
    if programme:
        query = query.where(Object.programmes.any(ObjectProgramme.programme == programme))
    return query


def _any(words: str, *columns: object) -> object:
    return or_(*(column.icontains(words, autoescape=True) for column in columns))  # type: ignore[attr-defined]
