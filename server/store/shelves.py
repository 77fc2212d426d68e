"""Where each register is kept, and its entries as columns, whatever the register."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, select
from sqlalchemy.orm import Session

from server.domain.registers import register
from server.store.inspectors import Absence, Inspector, InspectorProgramme, Recusal
from server.store.instruments import Instrument
from server.store.objects import Object, ObjectProgramme
from server.store.products import Product

BATCH = 2000


@dataclass(frozen=True)
class Shelf:
    """Where a register is kept. ``references`` maps a column that points into another register to the foreign key
    here and the key there; ``programmes`` is the table of programmes and the name of its foreign key."""

    table: Table
    references: Mapping[str, tuple[str, ColumnElement[Any]]] = field(default_factory=dict)
    programmes: tuple[Table, str] | None = None


@dataclass(frozen=True)
class Entry:
    """A register entry: ``columns`` are JSON values by the keys of the register's columns."""

    id: str
    version: int
    columns: dict[str, Any]


def _table(model: Any) -> Table:
    return model.__table__


_TO_OBJECT = ("object_id", _table(Object).c.number)
_TO_INSPECTOR = ("inspector_id", _table(Inspector).c.certificate)
SHELVES: dict[str, Shelf] = {
    "object": Shelf(_table(Object), programmes=(_table(ObjectProgramme), "object_id")),
    "inspector": Shelf(_table(Inspector), programmes=(_table(InspectorProgramme), "inspector_id")),
    "instrument": Shelf(_table(Instrument), {"object": _TO_OBJECT}),
    "product": Shelf(_table(Product), {"object": _TO_OBJECT}),
    "recusal": Shelf(_table(Recusal), {"certificate": _TO_INSPECTOR, "object": _TO_OBJECT}),
    "absence": Shelf(_table(Absence), {"certificate": _TO_INSPECTOR}),
}


def column_of(shelf: Shelf, key: str) -> ColumnElement[Any]:
    """Return a column in SQL; that of a reference is the key in the other register."""
    return shelf.references[key][1] if key in shelf.references else shelf.table.c[key]


def select_from(noun: str) -> Select[Any]:
    """Return the query of all entries of a register, rows as :func:`as_entries` takes them."""
    shelf = SHELVES[noun]
    keys = [key for key in register(noun).keys if key != "programmes" or not shelf.programmes]
    source: Any = shelf.table
    for foreign, other in shelf.references.values():
        source = source.join(other.table, shelf.table.c[foreign] == other.table.c.id)  # type: ignore[attr-defined]
    columns = [column_of(shelf, key).label(f"c_{key}") for key in keys]
    return select(shelf.table.c.id, shelf.table.c.version, *columns).select_from(source)


def entries(session: Session, noun: str, query: Select[Any]) -> Iterator[Entry]:
    """Yield the entries that a narrowed :func:`select_from` finds, without holding them all."""
    rows = iter(session.execute(query))
    while batch := list(islice(rows, BATCH)):
        yield from as_entries(session, noun, batch)


def as_entries(session: Session, noun: str, rows: Sequence[Any]) -> Iterator[Entry]:
    """Yield the entries of rows of :func:`select_from`."""
    shelf, keys = SHELVES[noun], register(noun).keys
    plain = [key for key in keys if key != "programmes" or not shelf.programmes]
    programmes = _programmes(session, shelf, [row[0] for row in rows])
    for entry_id, version, *values in rows:
        columns = {key: _json(value) for key, value in zip(plain, values, strict=True)}
        if shelf.programmes:
            columns["programmes"] = programmes.get(entry_id, [])
        yield Entry(entry_id, version, {key: columns[key] for key in keys})


def _programmes(session: Session, shelf: Shelf, ids: Sequence[str]) -> dict[str, list[str]]:
    if not shelf.programmes:
        return {}
    table, owner = shelf.programmes
    query = select(table.c[owner], table.c.programme).where(table.c[owner].in_(ids))
    found: dict[str, list[str]] = {}
    for entry_id, programme in session.execute(query.order_by(table.c.programme)):
        found.setdefault(entry_id, []).append(programme)
    return found


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
