"""Register entries as their columns, whatever the register: read by key, by id, or all of them in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, select
from sqlalchemy.orm import Session

from server.domain.registers import register
from server.store.inspectors import Absence, Inspector, InspectorProgramme, Recusal
from server.store.instruments import Instrument
from server.store.objects import Division, Object, ObjectProgramme
from server.store.products import Product
from server.store.registers import RegisterChange

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


def divisions(session: Session) -> dict[str, dict[str, str]]:
    """Return the names {zh, en} of every division by its code, in the order of the codes."""
    rows = session.execute(select(Division.code, Division.zh, Division.en).order_by(Division.code))
    return {code: {"zh": zh, "en": en} for code, zh, en in rows}


def has_entries(session: Session, noun: str) -> bool:
    """Whether a register has any entry."""
    return session.execute(select(SHELVES[noun].table.c.id).limit(1)).first() is not None


def by_key(session: Session, noun: str, keys: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], Entry]:
    """Return the entries that have one of these keys, by key."""
    wanted = set(keys)
    known = {}
    first = _column(SHELVES[noun], register(noun).key[0])
    for chunk in _chunks(sorted({key[0] for key in wanted})):
        for entry in _entries(session, noun, _select(noun).where(first.in_(chunk))):
            known[key_of(noun, entry.columns)] = entry
    return {key: entry for key, entry in known.items() if key in wanted}


def by_id(session: Session, noun: str, entry_id: str) -> Entry | None:
    """Return one entry, or None."""
    found = list(_entries(session, noun, _select(noun).where(SHELVES[noun].table.c.id == entry_id)))
    return found[0] if found else None


def every(session: Session, noun: str) -> Iterator[Entry]:
    """Yield all entries of a register in the order of their keys, without holding them all."""
    order = [_column(SHELVES[noun], key) for key in register(noun).key]
    query = _select(noun).order_by(*order).execution_options(yield_per=BATCH)
    return _entries(session, noun, query)


def key_of(noun: str, columns: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the key of an entry."""
    return tuple(columns[key] for key in register(noun).key)


def ids_of(session: Session, noun: str, keys: Iterable[str]) -> dict[str, str]:
    """Return the id of each entry of a register with a key of one column; unknown keys are left out."""
    table = SHELVES[noun].table
    column = table.c[register(noun).key[0]]
    found: dict[str, str] = {}
    for chunk in _chunks(sorted(set(keys))):
        found |= dict(session.execute(select(column, table.c.id).where(column.in_(chunk))).all())
    return found


def versions(session: Session, noun: str, ids: Iterable[str]) -> dict[str, int]:
    """Return the version of each entry, and keep others from changing them until the transaction ends."""
    table = SHELVES[noun].table
    found: dict[str, int] = {}
    for chunk in _chunks(sorted(ids)):
        query = select(table.c.id, table.c.version).where(table.c.id.in_(chunk)).order_by(table.c.id)
        found |= dict(session.execute(query.with_for_update()).all())
    return found


def history(session: Session, noun: str, entry_id: str) -> Sequence[RegisterChange]:
    """Return every version of an entry, the newest first."""
    return session.scalars(
        select(RegisterChange)
        .where(RegisterChange.noun == noun, RegisterChange.entry_id == entry_id)
        .order_by(RegisterChange.version.desc())
    ).all()


def _column(shelf: Shelf, key: str) -> ColumnElement[Any]:
    return shelf.references[key][1] if key in shelf.references else shelf.table.c[key]


def _select(noun: str) -> Select[Any]:
    shelf = SHELVES[noun]
    keys = [key for key in register(noun).keys if key != "programmes" or not shelf.programmes]
    source: Any = shelf.table
    for foreign, other in shelf.references.values():
        source = source.join(other.table, shelf.table.c[foreign] == other.table.c.id)  # type: ignore[attr-defined]
    columns = [_column(shelf, key).label(f"c_{key}") for key in keys]
    return select(shelf.table.c.id, shelf.table.c.version, *columns).select_from(source)


def _entries(session: Session, noun: str, query: Select[Any]) -> Iterator[Entry]:
    shelf, keys = SHELVES[noun], register(noun).keys
    plain = [key for key in keys if key != "programmes" or not shelf.programmes]
    rows = iter(session.execute(query))
    while batch := list(islice(rows, BATCH)):
        programmes = _programmes(session, shelf, [row[0] for row in batch])
        for entry_id, version, *values in batch:
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


def _chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), BATCH):
        yield values[start : start + BATCH]
