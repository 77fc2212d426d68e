"""Replies 陈述申辩: received from the business, shown beside the public result once a supervisor released them.

What is checked before the release: that it names no persons and tells no business secrets, which are removed from
what is public (市场监督管理行政处罚信息公示规定 of 2021, mark A).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from server.domain import workflow
from server.domain.problems import Problem
from server.domain.writing import written
from server.services.actors import Actor
from server.services.audit import Change, new_id, writes
from server.store import inspections_queries, replies
from server.store.replies import Reply

#: No more are taken in for one inspection.
MOST = 10
LONGEST_REASON = 500


@writes("business.write", "reply.receive")
def receive(session: Session, actor: Actor, now: datetime, *, inspection_id: str, text: str) -> Change:
    """Take in what a business says to an inspection that was finished. Returns the reply.

    Problems: ``required``, ``too_long``, ``control_character`` at ``reply``; ``wrong_state``; ``business_enough``.
    """
    inspection = inspections_queries.lock(session, inspection_id)
    inspection.state = workflow.advance("inspection", inspection.state, "reply")
    if len(replies.of_inspection(session, inspection.id)) >= MOST:
        raise Problem("business_enough", most=MOST)
    reply = Reply(
        id=new_id(now),
        inspection_id=inspection.id,
        text=written(text, "reply"),
        state="received",
        received_at=now,
    )
    session.add(reply)
    return Change("reply", reply.id, reply, {"inspection": inspection.id})


@writes("reply.decide", "reply.release")
def release(session: Session, actor: Actor, now: datetime, *, reply_id: str) -> Change:
    """Show a reply beside the public result. Returns it. Problem: ``wrong_state``."""
    reply = replies.lock(session, reply_id)
    reply.state = workflow.advance("reply", reply.state, "release")
    reply.decided_by, reply.decided_at, reply.reason = actor.name, now, ""
    return Change("reply", reply.id, reply, {"inspection": reply.inspection_id})


@writes("reply.decide", "reply.withhold")
def withhold(session: Session, actor: Actor, now: datetime, *, reply_id: str, reason: str) -> Change:
    """Do not show a reply, with the reason, which the business reads. Returns it.

    Problems: ``wrong_state``, and ``required``, ``too_long``, ``control_character`` at ``reason``.
    """
    reply = replies.lock(session, reply_id)
    reply.state = workflow.advance("reply", reply.state, "withhold")
    reply.reason = written(reason, "reason", LONGEST_REASON)
    reply.decided_by, reply.decided_at = actor.name, now
    return Change("reply", reply.id, reply, {"inspection": reply.inspection_id, "reason": reply.reason})
