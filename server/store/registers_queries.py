"""Register entries as their columns, whatever the register: read by key, by id, or all of them in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from server.domain.registers import register
from server.store.inspections import Inspection
from server.store.objects import Division
from server.store.paging import Page, page
from server.store.registers import RegisterChange
from server.store.shelves import BATCH, SHELVES, Entry, Shelf, as_entries, column_of, entries, select_from


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
    first = column_of(SHELVES[noun], register(noun).key[0])
    for chunk in _chunks(sorted({key[0] for key in wanted})):
        for entry in entries(session, noun, select_from(noun).where(first.in_(chunk))):
            known[key_of(noun, entry.columns)] = entry
    return {key: entry for key, entry in known.items() if key in wanted}


def by_id(session: Session, noun: str, entry_id: str) -> Entry | None:
    """Return one entry, or None."""
    found = list(entries(session, noun, select_from(noun).where(SHELVES[noun].table.c.id == entry_id)))
    return found[0] if found else None


def every(session: Session, noun: str) -> Iterator[Entry]:
    """Yield all entries of a register in the order of their keys, without holding them all."""
    order = [column_of(SHELVES[noun], key) for key in register(noun).key]
    query = select_from(noun).order_by(*order).execution_options(yield_per=BATCH)
    return entries(session, noun, query)


def found(
    session: Session, noun: str, words: str, among: Sequence[str], equal: Mapping[str, str], number: int
) -> Page:
    """Return a page of entries, in the order of their keys.

    ``words`` is looked for in the columns ``among``; ``equal`` maps columns to the value that they have; for
    ``programmes`` the value is one of them.
    """
    shelf = SHELVES[noun]
    query = select_from(noun).order_by(*(column_of(shelf, key) for key in register(noun).key))
    if words:
        query = query.where(or_(*(column_of(shelf, key).icontains(words, autoescape=True) for key in among)))
    for key, value in equal.items():
        query = query.where(
            _has_programme(shelf, value) if key == "programmes" else column_of(shelf, key) == value
        )
    rows = page(session, query, number)
    return replace(rows, items=list(as_entries(session, noun, rows.items)))


def count(session: Session, noun: str) -> int:
    """Return how many entries of a register are active."""
    table = SHELVES[noun].table
    return session.scalar(select(func.count()).select_from(table).where(table.c.status == "active")) or 0


def _has_programme(shelf: Shelf, programme: str) -> ColumnElement[bool]:
    if shelf.programmes is None:
        raise KeyError("programmes")
    table, owner = shelf.programmes
    return exists().where(table.c[owner] == shelf.table.c.id, table.c.programme == programme)


def hanging(session: Session, noun: str, column: str, key: str) -> list[Entry]:
    """Return the entries of a register whose reference ``column`` says ``key``, the active ones first."""
    shelf = SHELVES[noun]
    query = select_from(noun).where(column_of(shelf, column) == key).order_by(shelf.table.c.status)
    return list(
        entries(session, noun, query.order_by(*(column_of(shelf, key) for key in register(noun).key)))
    )


def names(session: Session, noun: str, entries: Iterable[Entry], column: str) -> dict[str, tuple[str, str]]:
    """Return id and name of the entries of a register that others refer to in ``column``, by their key."""
    table = SHELVES[noun].table
    key = table.c[register(noun).key[0]]
    wanted = {entry.columns[column] for entry in entries}
    rows = session.execute(select(key, table.c.id, table.c.name).where(key.in_(wanted)))
    return {row[0]: (row[1], row[2]) for row in rows}


def visits(session: Session, object_id: str) -> Sequence[Inspection]:
    """Return the last fifty inspections of an object, the newest first."""
    query = select(Inspection).where(Inspection.object_id == object_id)
    return session.scalars(query.order_by(Inspection.id.desc()).limit(50)).all()


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


def since(session: Session, noun: str, entry_id: str, at: datetime) -> list[dict[str, Any]]:
    """Return the columns that an entry had at an instant, if its history goes back so far, and each version since."""
    found: list[dict[str, Any]] = []
    for change in history(session, noun, entry_id):
        found.insert(0, change.columns)
        if change.at <= at:
            break
    return found


def _chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), BATCH):
        yield values[start : start + BATCH]
