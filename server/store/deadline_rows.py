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
            query = _ROWS[kind](wanted)
            found |= {(place, row[-1]): Deadline(kind, *row) for row in session.execute(query)}
    return [found[place, key] for place, key in keys]


def _inspections(keys: Sequence[str]) -> Select[Any]:
    return (
        select(Inspection.last_day, Inspection.last_day_provisional, Inspection.id, literal(""), Object.name)
        .add_columns(Inspection.programme, Inspection.id)
        .join(Object, Object.id == Inspection.object_id)
        .where(Inspection.id.in_(keys))
    )


def _objections(keys: Sequence[str]) -> Select[Any]:
    return (
        select(Objection.last_day, Objection.last_day_provisional, Objection.inspection_id, Objection.number)
        .add_columns(Object.name, Inspection.programme, Objection.id)
        .join(Inspection, Inspection.id == Objection.inspection_id)
        .join(Object, Object.id == Inspection.object_id)
        .where(Objection.id.in_(keys))
    )


def _orders(keys: Sequence[str]) -> Select[Any]:
    return (
        select(Rectification.last_day, literal(False), Rectification.id, Rectification.number)
        .add_columns(Object.name, Inspection.programme, Rectification.id)
        .join(Inspection, Inspection.id == Rectification.inspection_id)
        .join(Object, Object.id == Inspection.object_id)
        .where(Rectification.id.in_(keys))
    )


def _handovers(keys: Sequence[str]) -> Select[Any]:
    return (
        select(Handover.last_day, literal(False), Handover.id, Handover.number)
        .add_columns(Object.name, Inspection.programme, Handover.id)
        .join(Inspection, Inspection.id == Handover.inspection_id)
        .join(Object, Object.id == Inspection.object_id)
        .where(Handover.id.in_(keys))
    )


def _penalties(keys: Sequence[str]) -> Select[Any]:
    return (
        select(Penalty.last_day, Penalty.last_day_provisional, Penalty.handover_id, Handover.number)
        .add_columns(Object.name, Inspection.programme, Penalty.id)
        .join(Handover, Handover.id == Penalty.handover_id)
        .join(Inspection, Inspection.id == Penalty.inspection_id)
        .join(Object, Object.id == Inspection.object_id)
        .where(Penalty.id.in_(keys))
    )


def _visits(keys: Sequence[str]) -> Select[Any]:
    return (
        select(Plan.last, literal(False), Assignment.id, Draw.number, Object.name, Assignment.programme)
        .add_columns(Assignment.id)
        .select_from(Assignment)
        .join(Draw, Draw.id == Assignment.draw_id)
        .join(Plan, Plan.id == Draw.plan_id)
        .join(Object, Object.id == Assignment.object_id)
        .where(Assignment.id.in_(keys))
    )


_ROWS = {
    "publication": _inspections,
    "answer": _objections,
    "rectification": _orders,
    "proof": _orders,
    "handover": _handovers,
    "penalty": _penalties,
    "visit": _visits,
}
