"""Everything that is due, whatever it is, by its day.

Each kind is asked for by itself along its index and cut off where the page ends; the pages are merged from these.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, literal, select
from sqlalchemy.orm import Session

from server.store.assignments import Assignment
from server.store.draws import Draw, TeamMember
from server.store.inspections import Inspection
from server.store.objections import Objection
from server.store.objects import Object
from server.store.paging import SIZE, Page
from server.store.plans import Plan
from server.store.publication_queue import PENDING
from server.store.rectifications import OPEN, Rectification
from server.store.reviews import Review

KINDS = ("publication", "answer", "rectification", "proof", "visit")


@dataclass(frozen=True)
class Scope:
    """Whose deadlines: all of the authority, or those of one account.

    Of an inspector they are those of the teams that he or she is in; of anybody else, of the inspections that the
    account reviewed and the rectifications that it ordered.
    """

    username: str = ""
    inspector_id: str | None = None

    def inspections(self) -> ColumnElement[bool] | None:
        """The condition on Inspection; None when all count."""
        if self.inspector_id:
            return Inspection.assignment_id.in_(self.assignments())
        if self.username:
            return Inspection.id.in_(select(Review.inspection_id).where(Review.reviewer == self.username))
        return None

    def assignments(self) -> Select[tuple[str]]:
        """The assignments of the inspector's teams."""
        member = (TeamMember.draw_id == Assignment.draw_id) & (TeamMember.team == Assignment.team)
        return (
            select(Assignment.id).join(TeamMember, member).where(TeamMember.inspector_id == self.inspector_id)
        )


@dataclass(frozen=True)
class Deadline:
    """What is due by a ``day``: ``id`` is of the inspection, rectification or assignment that its page shows, ``key``
    of what is due itself."""

    kind: str
    day: date
    provisional: bool
    id: str
    number: str
    name: str
    programme: str
    key: str


def page(
    session: Session,
    scope: Scope,
    kinds: Sequence[str] = KINDS,
    words: str = "",
    number: int = 1,
    size: int = SIZE,
) -> Page:
    """Return one page of what is due, the nearest day first."""
    queries = {kind: _query(kind, scope, words) for kind in kinds}
    total = sum(_count(session, query) for query in queries.values())
    number = min(max(1, number), max(1, -(-total // size)))
    parts = [
        [Deadline(kind, *row) for row in session.execute(_ordered(query).limit(number * size))]
        for kind, query in queries.items()
    ]
    merged = list(heapq.merge(*parts, key=attrgetter("day")))
    return Page(merged[(number - 1) * size : number * size], total, number, size)


def counts(session: Session, scope: Scope) -> dict[str, int]:
    """Return how many deadlines of each kind there are."""
    return {kind: _count(session, _query(kind, scope, "")) for kind in KINDS}


def _count(session: Session, query: Select[Any]) -> int:
    return session.scalar(select(func.count()).select_from(query.subquery())) or 0


def _ordered(query: Select[Any]) -> Select[Any]:
    columns = list(query.selected_columns)
    return query.order_by(columns[0], columns[-1])


def _query(kind: str, scope: Scope, words: str) -> Select[Any]:
    query = _QUERIES[kind](scope)
    if words:
        query = query.where(Object.name.icontains(words, autoescape=True))
    return query


def _publication(scope: Scope) -> Select[Any]:
    query = (
        select(Inspection.last_day, Inspection.last_day_provisional, Inspection.id, literal(""), Object.name)
        .add_columns(Inspection.programme, Inspection.id)
        .join(Object, Object.id == Inspection.object_id)
        .where(Inspection.state.in_(PENDING), Inspection.last_day.is_not(None))
    )
    return _among(query, scope.inspections())


def _answer(scope: Scope) -> Select[Any]:
    query = (
        select(Objection.last_day, Objection.last_day_provisional, Objection.inspection_id, Objection.number)
        .add_columns(Object.name, Inspection.programme, Objection.id)
        .join(Inspection, Inspection.id == Objection.inspection_id)
        .join(Object, Object.id == Inspection.object_id)
        .where(Objection.state == "received")
    )
    return _among(query, scope.inspections())


def _rectification(scope: Scope) -> Select[Any]:
    return _rectifications(scope).where(Rectification.state.in_(OPEN))


def _proof(scope: Scope) -> Select[Any]:
    return _rectifications(scope).where(Rectification.state == "proof_received")


def _rectifications(scope: Scope) -> Select[Any]:
    query = (
        select(Rectification.last_day, literal(False), Rectification.id, Rectification.number)
        .add_columns(Object.name, Inspection.programme, Rectification.id)
        .join(Inspection, Inspection.id == Rectification.inspection_id)
        .join(Object, Object.id == Inspection.object_id)
    )
    if scope.username and not scope.inspector_id:
        return query.where(Rectification.ordered_by == scope.username)
    return _among(query, scope.inspections())


def _visit(scope: Scope) -> Select[Any]:
    query = (
        select(Plan.last, literal(False), Assignment.id, Draw.number, Object.name, Plan.programme)
        .add_columns(Assignment.id)
        .select_from(Assignment)
        .join(Draw, Draw.id == Assignment.draw_id)
        .join(Plan, Plan.id == Draw.plan_id)
        .join(Object, Object.id == Assignment.object_id)
        .where(Assignment.state.in_(("assigned", "started")), Draw.voided_at.is_(None))
    )
    if scope.inspector_id:
        return query.where(Assignment.id.in_(scope.assignments()))
    return query.where(false()) if scope.username else query


def _among(query: Select[Any], condition: ColumnElement[bool] | None) -> Select[Any]:
    return query if condition is None else query.where(condition)


_QUERIES = {
    "publication": _publication,
    "answer": _answer,
    "rectification": _rectification,
    "proof": _proof,
    "visit": _visit,
}
