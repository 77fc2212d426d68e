"""Reading published outcomes: the public list and its count, one outcome with its versions, the whole as a stream.

The list is the busiest question of all, so it is asked in plain SQL: the identifiers of one page come from the
covering index ``ix_outcomes_list`` alone, and only then are the rows of that page read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Boolean, Date, Row, Select, TextClause, select, text
from sqlalchemy.orm import Session, undefer

from server.store.assignments import Assignment
from server.store.base import Instant
from server.store.inspections import Inspection
from server.store.outcomes import Outcome

COLUMNS = (
    "number", "version", "programme", "object_number", "object_name", "address", "division",
    "inspected_on", "verdict", "category", "published_at", "content_sha256",
)  # fmt: skip
MOST_WORDS = 5
_CLAUSES = {
    "programme": "programme = :programme",
    "verdict": "verdict = :verdict",
    "category": "category = :category",
    "division": "division >= :division AND division < :division_end",
    "first": "inspected_on >= :first",
    "last": "inspected_on <= :last",
}


@dataclass(frozen=True)
class Search:
    """What a list of outcomes is narrowed to. ``division`` is a code or the beginning of one, ``first`` and
    ``last`` are days of inspection, both inclusive; every word of ``words`` must occur in name, number, address
    or the name of the division."""

    words: str = ""
    programme: str | None = None
    verdict: str | None = None
    category: str | None = None
    division: str | None = None
    first: date | None = None
    last: date | None = None


_STAMP = (
    "(SELECT max(seq) FROM audit_entries), "
    "(SELECT id FROM outcomes WHERE current = true ORDER BY published_at DESC, id DESC LIMIT 1)"
)
_SHOWN = text(
    "SELECT o.number, o.version, o.current, o.programme, o.draw_id, o.object_number, o.object_name, o.address, "
    "o.division, o.inspected_on, o.verdict, o.category, o.reason, o.content_sha256, o.published_at, "
    "d.opened_at, p.zh AS place_zh, p.en AS place_en, "
    "CASE WHEN o.version = :version OR (:version = 0 AND o.current = true) THEN o.content END AS content, "
    "(SELECT x.number FROM outcomes x WHERE x.object_id = o.object_id AND x.current = true "
    "AND x.inspected_on > o.inspected_on ORDER BY x.inspected_on DESC, x.published_at DESC LIMIT 1) AS later, "
    "(EXISTS (SELECT 1 FROM replies r WHERE r.inspection_id = o.inspection_id) "
    "OR EXISTS (SELECT 1 FROM objections b WHERE b.number = o.number)) AS answered, "
    "EXISTS (SELECT 1 FROM penalties p2 WHERE p2.inspection_id = o.inspection_id) AS penalised "
    "FROM outcomes o LEFT JOIN draws d ON d.id = o.draw_id LEFT JOIN divisions p ON p.code = o.division "
    "WHERE o.number = :number ORDER BY o.version DESC"
).columns(current=Boolean, inspected_on=Date, published_at=Instant, opened_at=Instant)


@dataclass(frozen=True)
class _Where:
    sql: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Listed:
    """One page of a list, and the stamp of the moment it was read (:func:`stamp`)."""

    rows: list[dict[str, Any]]
    stamp: tuple[Any, ...]


def listed(session: Session, search: Search, number: int, size: int) -> Listed:
    """Return page ``number`` (from 1) of the outcomes in force, newest first: the mappings of :data:`COLUMNS`,
    days and instants as RFC 3339 text. Beyond the end it is empty."""
    where = _where(session, search)
    query = (
        f"WITH page AS (SELECT id FROM outcomes WHERE {where.sql} "  # noqa: S608 - all of it stands in this file
        "ORDER BY published_at DESC, id DESC LIMIT :size OFFSET :skip) "
        f"SELECT {', '.join(COLUMNS)}, {_STAMP} FROM outcomes WHERE id IN (SELECT id FROM page) "
        "ORDER BY published_at DESC, id DESC"
    )
    values = {**where.values, "size": size, "skip": (number - 1) * size}
    found = session.execute(_text(query), values).all()
    moment = tuple(found[0][len(COLUMNS) :]) if found else stamp(session)
    return Listed([_plain(row) for row in found], moment)


def count(session: Session, search: Search) -> int:
    """Return how many outcomes in force ``search`` finds."""
    where = _where(session, search)
    query = f"SELECT count(*) FROM outcomes WHERE {where.sql}"  # noqa: S608 - as above
    return session.execute(_text(query), where.values).scalar_one()


def stamp(session: Session) -> tuple[Any, ...]:
    """Return a value that is another one after every publication.

    It costs two steps in an index. Each service appends to the audit log under a lock, so its newest number moves
    with every change that has been committed; the newest outcome is there for rows that came in otherwise.
    """
    return tuple(session.execute(_text(f"SELECT {_STAMP}")).one())


def shown(session: Session, number: str, version: int | None = None) -> list[Row[Any]]:
    """Return what the page of an outcome says, one row for each version, newest first: the columns of the outcome,
    ``opened_at`` of its draw, ``place_zh`` and ``place_en`` of its division, ``later`` (the number of the latest
    outcome of the same object, if that was inspected later), ``answered`` (whether the business has replied or
    objected), ``penalised`` (whether a penalty was entered), and ``content`` of the version asked for alone, the one
    in force unless said."""
    return list(session.execute(_SHOWN, {"number": number, "version": version or 0}))


def content(session: Session, number: str, version: int) -> str | None:
    """Return the frozen document of a version: exactly the text whose hash was published."""
    query = "SELECT content FROM outcomes WHERE number = :number AND version = :version"
    return session.execute(text(query), {"number": number, "version": version}).scalar()


def of_object(session: Session, object_id: str, content: bool = False) -> list[Outcome]:
    """Return the outcomes in force of one object, the latest inspection first; their documents on demand."""
    query = _of_object(object_id)
    return list(session.scalars(query.options(undefer(Outcome.content)) if content else query))


def of_draw(session: Session, draw_id: str) -> Iterator[Row[tuple[str, str, str, str]]]:
    """Return the stratum, programme, verdict and document of every outcome in force that came from a draw."""
    query = (
        select(Assignment.stratum, Outcome.programme, Outcome.verdict, Outcome.content)
        .join(Inspection, Inspection.id == Outcome.inspection_id)
        .join(Assignment, Assignment.id == Inspection.assignment_id)
        .where(Outcome.draw_id == draw_id, Outcome.current)
        .order_by(Assignment.order, Assignment.programme)
    )
    yield from session.execute(query.execution_options(yield_per=200))


def everything(session: Session) -> Iterator[Row[tuple[str, int, bool, str, str]]]:
    """Return number, version, current, content and content_sha256 of every published version, in the order of
    publication, a few hundred at a time."""
    columns = (Outcome.number, Outcome.version, Outcome.current, Outcome.content, Outcome.content_sha256)
    query = select(*columns).order_by(Outcome.published_at, Outcome.id)
    yield from session.execute(query.execution_options(yield_per=200))


def _of_object(object_id: str) -> Select[tuple[Outcome]]:
    query = select(Outcome).where(Outcome.object_id == object_id, Outcome.current)
    return query.order_by(Outcome.inspected_on.desc(), Outcome.published_at.desc())


def _where(session: Session, search: Search) -> _Where:
    parts, values = ["current = true"], {}
    for name, clause in _CLAUSES.items():
        value = getattr(search, name)
        if value is not None:
            parts.append(clause)
            values[name] = value.isoformat() if isinstance(value, date) and _is_sqlite(session) else value
    if search.division is not None:
        values["division_end"] = search.division + ":"  # the character after 9
    for place, word in enumerate(search.words.split()[:MOST_WORDS]):
        parts.append(_word_clause(session, place))
        values |= {f"word_{place}": word, f"like_{place}": f"%{_escaped(word)}%"}
    return _Where(" AND ".join(parts), values)


def _word_clause(session: Session, place: int) -> str:
    like = f"{'LIKE' if _is_sqlite(session) else 'ILIKE'} :like_{place} ESCAPE '!'"
    return (
        f"(number = :word_{place} OR object_number = :word_{place} OR object_name {like} OR address {like} "  # noqa: S608
        f"OR division IN (SELECT code FROM divisions WHERE zh {like} OR en {like}))"
    )


def _escaped(word: str) -> str:
    return word.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _plain(row: Any) -> dict[str, Any]:
    found = dict(zip(COLUMNS, row, strict=False))
    found["inspected_on"] = _day(found["inspected_on"])
    found["published_at"] = _instant(found["published_at"])
    return found


def _day(value: date | str) -> str:
    return value if isinstance(value, str) else value.isoformat()


def _instant(value: datetime | str) -> str:
    """SQLite hands plain SQL the text that it keeps, 2026-03-05 01:02:03.000000 in UTC."""
    if isinstance(value, str):
        return f"{value[:10]}T{value[11:19]}Z"
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@lru_cache(maxsize=1024)
def _text(query: str) -> TextClause:
    return text(query)
