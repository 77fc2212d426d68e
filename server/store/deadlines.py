"""Everything that is due, whatever it is, by its day.

Lists and counts read keys alone, along the index of each kind; names are looked up for the rows of one page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    Subquery,
    func,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from server.store.assignments import Assignment
from server.store.deadline_rows import KINDS, shown
from server.store.draws import Draw, TeamMember
from server.store.handovers import OPEN as AWAITED
from server.store.handovers import Handover
from server.store.inspections import Inspection
from server.store.inspectors import Inspector
from server.store.objections import Objection
from server.store.objects import Object
from server.store.paging import SIZE, Page
from server.store.penalties import PENDING as UNSHOWN
from server.store.penalties import Penalty
from server.store.plans import Plan
from server.store.publication_queue import PENDING
from server.store.rectifications import OPEN, Rectification
from server.store.reviews import Review
from server.store.teams_queries import serving


@dataclass(frozen=True)
class Scope:
    """Whose deadlines: all of the authority, those of a ``unit``, or those of one account.

    Of a unit they are those of the teams that it leads. Of an inspector they are those of the teams that he or she is
    in; of anybody else, of the inspections that the account reviewed, the rectifications that it ordered, what it
    handed over and the penalties that it entered.
    """

    username: str = ""
    inspector_id: str | None = None
    unit: str = ""

    def visits(self) -> Select[tuple[str]] | None:
        """The assignments of the inspector's teams; None when teams do not matter."""
        if not self.inspector_id:
            return None
        member = (TeamMember.draw_id == Assignment.draw_id) & (TeamMember.team == Assignment.team)
        query = select(Assignment.id).join(TeamMember, member)
        return query.where(TeamMember.inspector_id == self.inspector_id, serving())


def page(
    session: Session,
    scope: Scope,
    kinds: Sequence[str] = KINDS,
    words: str = "",
    number: int = 1,
    size: int = SIZE,
    total: int | None = None,
) -> Page:
    """Return one page of what is due, the nearest day first. ``total`` is counted unless it is given."""
    if total is None:
        total = sum(counts(session, scope, kinds, words).values())
    number = min(max(1, number), max(1, -(-total // size)))
    due = _due(scope, kinds, words, number * size)
    query = select(due.c.place, due.c.key).order_by(due.c.day, due.c.place, due.c.key)
    keys = session.execute(query.limit(size).offset((number - 1) * size)).all()
    return Page(shown(session, keys), total, number, size)


def counts(session: Session, scope: Scope, kinds: Sequence[str] = KINDS, words: str = "") -> dict[str, int]:
    """Return how many deadlines of each kind there are."""
    chosen = _chosen(scope, words)
    numbers = []
    for kind in kinds:
        _, key, conditions = _DUE[kind](chosen)
        numbers.append(select(func.count(key)).where(*conditions).scalar_subquery())
    return dict(zip(kinds, session.execute(select(*numbers)).one(), strict=True))


def units(session: Session) -> list[str]:
    """Return the units that inspectors belong to, in their order."""
    query = select(Inspector.unit).where(Inspector.unit != "").distinct().order_by(Inspector.unit)
    return list(session.scalars(query))


@dataclass(frozen=True)
class _Chosen:
    """Which deadlines count: those of a unit, those that an account reviewed or ordered, those of some visits and
    their inspections, which a statement reads once, however often it asks."""

    unit: str
    username: str
    visits: CTE | None
    inspections: CTE | None

    def of_unit(self, column: Any) -> list[ColumnElement[bool]]:
        """The condition on a unit."""
        return [column == self.unit] if self.unit else []

    def visited(self, column: Any) -> list[ColumnElement[bool]]:
        """The condition on the id of an assignment."""
        return [] if self.visits is None else [column.in_(select(self.visits.c.id))]

    def inspected(self, column: Any) -> list[ColumnElement[bool]]:
        """The condition on the id of an inspection."""
        return [] if self.inspections is None else [column.in_(select(self.inspections.c.id))]

    def reviewed(self, column: Any) -> list[ColumnElement[bool]]:
        """The condition on the id of an inspection that the account reviewed."""
        reviews = select(Review.inspection_id).where(Review.reviewer == self.username)
        return [column.in_(reviews)] if self.username else []


def _chosen(scope: Scope, words: str) -> _Chosen:
    team = scope.visits()
    username = "" if scope.inspector_id else scope.username
    if team is None and not words:
        return _Chosen(scope.unit, username, None, None)
    query = select(Assignment.id) if team is None else team
    if words:
        named = select(Object.id).where(Object.name.icontains(words, autoescape=True))
        query = query.where(Assignment.object_id.in_(named))
    visits = query.cte("chosen_visits")
    inspections = select(Inspection.id).where(Inspection.assignment_id.in_(select(visits.c.id)))
    return _Chosen(scope.unit, username, visits, inspections.cte("chosen_inspections"))


def _due(scope: Scope, kinds: Sequence[str], words: str, most: int) -> Subquery:
    """The first ``most`` of each kind: the place of the kind in :data:`KINDS`, the day, the key."""
    chosen = _chosen(scope, words)
    queries = []
    for kind in kinds:
        day, key, conditions = _DUE[kind](chosen)
        place = literal_column(str(KINDS.index(kind))).label("place")
        query = select(place, day.label("day"), key.label("key")).where(*conditions)
        queries.append(query.order_by(day, key).limit(most).subquery().select())
    return union_all(*queries).subquery()


#: The day, the key, and the conditions of a kind.
_Due = tuple[Any, Any, list[ColumnElement[bool]]]


def _publication(chosen: _Chosen) -> _Due:
    conditions = [
        *chosen.of_unit(Inspection.unit),
        *(Inspection.state.in_(PENDING), Inspection.last_day.is_not(None)),
        *chosen.inspected(Inspection.id),
        *chosen.reviewed(Inspection.id),
    ]
    return Inspection.last_day, Inspection.id, conditions


def _answer(chosen: _Chosen) -> _Due:
    conditions = [
        *chosen.of_unit(Objection.unit),
        Objection.state == "received",
        *chosen.inspected(Objection.inspection_id),
        *chosen.reviewed(Objection.inspection_id),
    ]
    return Objection.last_day, Objection.id, conditions


def _rectification(chosen: _Chosen) -> _Due:
    return _rectifications(chosen, Rectification.state.in_(OPEN))


def _proof(chosen: _Chosen) -> _Due:
    return _rectifications(chosen, Rectification.state == "proof_received")


def _rectifications(chosen: _Chosen, state: ColumnElement[bool]) -> _Due:
    conditions = [*chosen.of_unit(Rectification.unit), state, *chosen.inspected(Rectification.inspection_id)]
    if chosen.username:
        conditions.append(Rectification.ordered_by == chosen.username)
    return Rectification.last_day, Rectification.id, conditions


def _handover(chosen: _Chosen) -> _Due:
    conditions = [
        *chosen.of_unit(Handover.unit),
        *(Handover.state.in_(AWAITED), Handover.last_day.is_not(None)),
        *chosen.inspected(Handover.inspection_id),
    ]
    if chosen.username:
        conditions.append(Handover.handed_over_by == chosen.username)
    return Handover.last_day, Handover.id, conditions


def _penalty(chosen: _Chosen) -> _Due:
    conditions = [
        *chosen.of_unit(Penalty.unit),
        *(Penalty.state == UNSHOWN, Penalty.last_day.is_not(None)),
        *chosen.inspected(Penalty.inspection_id),
    ]
    if chosen.username:
        conditions.append(Penalty.entered_by == chosen.username)
    return Penalty.last_day, Penalty.id, conditions


def _visit(chosen: _Chosen) -> _Due:
    conditions = [
        *chosen.of_unit(Assignment.unit),
        *(Assignment.draw_id == Draw.id, Draw.plan_id == Plan.id, Draw.voided_at.is_(None)),
        Assignment.state.in_(("assigned", "started")),
        *chosen.visited(Assignment.id),
    ]
    if chosen.username:
        # Visits are nobody's but the inspectors'.
        conditions.append(Assignment.id.is_(None))
    return Plan.last, Assignment.id, conditions


_DUE = {
    "publication": _publication,
    "answer": _answer,
    "rectification": _rectification,
    "proof": _proof,
    "handover": _handover,
    "penalty": _penalty,
    "visit": _visit,
}
