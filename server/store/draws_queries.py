"""Reading draws, their public log and their teams."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, func, or_, select, text
from sqlalchemy.orm import Session, contains_eager

from server.domain.problems import Problem
from server.store import plans_queries
from server.store.draws import Draw, DrawEvent
from server.store.numbers import number_after
from server.store.plans import Plan
from server.store.rows import row_of

#: Every public page ends with it, so it is asked in plain SQL.
_HEAD = text("SELECT seq, hash FROM draw_events ORDER BY seq DESC LIMIT 1")


def get(session: Session, draw_id: str, lock: bool = False) -> Draw:
    """Return a draw, locked for this transaction on demand; :class:`Problem` ``not_found``."""
    return row_of(session, Draw, draw_id, lock=lock)


def numbered(session: Session, number: str) -> Draw:
    """Return the draw of a number such as D2026-0001; :class:`Problem` ``not_found``."""
    draw = session.scalar(select(Draw).where(Draw.number == number))
    if draw is None:
        raise Problem("not_found", what=number)
    return draw


def listing(
    words: str = "", state: str | None = None, programme: str | None = None, plan_id: str | None = None
) -> Select[tuple[Draw]]:
    """Return the query of draws, newest first; ``words`` are looked for in what is public from the start."""
    query = select(Draw).join(Draw.plan).options(contains_eager(Draw.plan))
    query = query.order_by(Draw.committed_at.desc(), Draw.id.desc())
    if words:
        columns = (Draw.number, Draw.title, Draw.commitment, Plan.number, Plan.title)
        query = query.where(or_(*(column.icontains(words, autoescape=True) for column in columns)))
    if state:
        query = query.where(Draw.state == state)
    if programme:
        query = query.where(plans_queries.of_programme(programme))
    if plan_id:
        query = query.where(Draw.plan_id == plan_id)
    return query


def drawn_numbers(session: Session) -> dict[str, str]:
    """Return the number of every draw that has taken place, by id, newest first."""
    query = select(Draw.id, Draw.number).where(Draw.drawn_at.is_not(None)).order_by(Draw.drawn_at.desc())
    return dict(session.execute(query).all())


def next_number(session: Session, year: int) -> str:
    """Return the next free number of a year: D2026-0001."""
    return number_after(session, Draw.number, f"D{year}-", 4)


def with_entropy(session: Session, entropy: str) -> str | None:
    """Return the number of the draw that used this public value, if any, spaced in whatever way."""
    same = func.replace(Draw.entropy, " ", "") == entropy.replace(" ", "")
    return session.scalar(select(Draw.number).where(same).limit(1))


def rounds_named(session: Session) -> set[int]:
    """Return the rounds of the beacon that draws have named and not yet recorded."""
    kept = session.scalars(select(Draw.sources).where(Draw.state == "committed"))
    return {source["round"] for sources in kept for source in sources if "round" in source}


def head(session: Session) -> tuple[int, str] | None:
    """Return the number and hash of the newest line of the public log, or None: one look into an index."""
    row = session.execute(_HEAD).first()
    return (row.seq, row.hash) if row else None


def list_sizes(session: Session, draw_id: str) -> dict[str, int]:
    """Return how many bytes each list and the result of a draw have, by the file's name, without reading them."""
    columns = {
        "frame.tsv": Draw.frame_tsv,
        "roster.tsv": Draw.roster_tsv,
        "recusals.tsv": Draw.recusals_tsv,
        "result.json": Draw.result_json,
    }
    query = select(*(func.length(column) for column in columns.values())).where(Draw.id == draw_id)
    return {name: size or 0 for name, size in zip(columns, session.execute(query).one(), strict=True)}


def newest_event(session: Session) -> DrawEvent | None:
    """Return the newest line of the public log, or None."""
    return session.scalar(select(DrawEvent).order_by(DrawEvent.seq.desc()).limit(1))


def events(session: Session, draw_id: str) -> list[DrawEvent]:
    """Return the events of one draw in their order."""
    return list(
        session.scalars(select(DrawEvent).where(DrawEvent.draw_id == draw_id).order_by(DrawEvent.seq))
    )


def voided(session: Session, draw_id: str) -> dict[str, Any]:
    """Return what the public log says of the end of a voided draw (``reason``; ``begun`` and ``finished``, how many
    inspections it withdrew, where there were any); empty for a draw that was not voided."""
    query = select(DrawEvent.line).where(DrawEvent.draw_id == draw_id, DrawEvent.event == "voided")
    line = session.scalar(query)
    return json.loads(line)["body"] if line else {}


def log_lines(session: Session, after: int = 0) -> Iterable[str]:
    """Return the lines of the public log in their order, the whole of it or those after an entry's number."""
    query = select(DrawEvent.line).where(DrawEvent.seq > after).order_by(DrawEvent.seq)
    return session.scalars(query.execution_options(yield_per=1000))
