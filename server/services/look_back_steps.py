"""What becomes of the findings that a plan goes back to: drawn or passed over, looked back at or missed."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain import workflow
from server.store import look_backs
from server.store.assignments import Assignment
from server.store.draws import Draw
from server.store.look_backs import LookBack


def follow(session: Session, plan_id: str, object_id: str, action: str) -> None:
    """Take the ``action`` of domain.workflow with each finding of a plan at an object, where its state allows it.

    A plan that is no look-back has none.
    """
    for row, at in look_backs.of_plan(session, plan_id):
        if at == object_id:
            _step(row, action)


def drawn(session: Session, draw: Draw) -> None:
    """Tell the findings of a look-back's plan whose objects were drawn from those that were passed over."""
    rows = look_backs.of_plan(session, draw.plan_id)
    if rows:
        chosen = set(session.scalars(select(Assignment.object_id).where(Assignment.draw_id == draw.id)))
        for row, at in rows:
            _step(row, "draw" if at in chosen else "pass_over")


def voided(session: Session, draw: Draw) -> None:
    """Let the findings of a look-back's plan wait for its next draw; what was looked back at stays so."""
    for row, _ in look_backs.of_plan(session, draw.plan_id):
        _step(row, "void")


def _step(row: LookBack, action: str) -> None:
    if workflow.allows("look_back", row.state, action):
        row.state = workflow.advance("look_back", row.state, action)
