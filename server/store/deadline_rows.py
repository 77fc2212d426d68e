"""What is due as a page shows it: names and numbers, looked up by key for the rows of one page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, literal, select
from sqlalchemy.orm import Session

from server.store.assignments import Assignment
from server.store.draws import Draw
from server.store.handovers import Handover
from server.store.inspections import Inspection
from server.store.objections import Objection
from server.store.objects import Object
from server.store.penalties import Penalty
from server.store.plans import Plan
from server.store.rectifications import Rectification

KINDS = ("publication", "answer", "rectification", "proof", "handover", "penalty", "visit")


@dataclass(frozen=True)
class Deadline:
    """What is due by a ``day``: ``id`` is of the inspection, rectification, hand-over or assignment that its page
    shows, ``key`` of what is due itself."""

    kind: str
    day: date
    provisional: bool
    id: str
    number: str
    name: str
    programme: str
    key: str


def shown(session: Session, keys: Sequence[Any]) -> list[Deadline]:
    """Return what a page shows, in the order of ``keys``: (place of the kind, key)."""
    found = {}
    for place, kind in enumerate(KINDS):
        wanted = [key for at, key in keys if at == place]
        if wanted:
            query = _QUERIES[kind]
            query = query.where(list(query.selected_columns)[-1].in_(wanted))
            found |= {(place, row[-1]): Deadline(kind, *row) for row in session.execute(query)}
    return [found[place, key] for place, key in keys]


def _of(table: type[Any], day: Any, provisional: Any, page: Any, number: Any) -> Select[Any]:
    """The query of what is due by rows of a table that belong to an inspection, or of inspections themselves."""
    query = select(day, provisional, page, number, Object.name, Inspection.programme, table.id).select_from(
        table
    )
    if table is not Inspection:
        query = query.join(Inspection, Inspection.id == table.inspection_id)
    return query.join(Object, Object.id == Inspection.object_id)


_ORDERS = _of(Rectification, Rectification.last_day, literal(False), Rectification.id, Rectification.number)
#: The fields of a :class:`Deadline` after its kind, in their order.
_QUERIES = {
    "publication": _of(
        Inspection, Inspection.last_day, Inspection.last_day_provisional, Inspection.id, literal("")
    ),
    "answer": _of(
        Objection,
        Objection.last_day,
        Objection.last_day_provisional,
        Objection.inspection_id,
        Objection.number,
    ),
    "rectification": _ORDERS,
    "proof": _ORDERS,
    "handover": _of(Handover, Handover.last_day, literal(False), Handover.id, Handover.number),
    "penalty": _of(
        Penalty, Penalty.last_day, Penalty.last_day_provisional, Penalty.handover_id, Handover.number
    ).join(Handover, Handover.id == Penalty.handover_id),
    "visit": select(Plan.last, literal(False), Assignment.id, Draw.number, Object.name, Assignment.programme)
    .add_columns(Assignment.id)
    .select_from(Assignment)
    .join(Draw, Draw.id == Assignment.draw_id)
    .join(Plan, Plan.id == Draw.plan_id)
    .join(Object, Object.id == Assignment.object_id),
}
