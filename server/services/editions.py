"""Editions 版本: entered as data by an administrator, and counting only once a second person has confirmed them.

Nothing that was judged or published before is judged anew: an inspection keeps the state of the editions with which its
visit began (docs/decisions/editions.md).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from server.domain import canonical, editions
from server.domain.problems import Problem
from server.domain.workflow import advance
from server.services.actors import Actor
from server.services.audit import Change, new_id, writes
from server.services.reasons import written_reason
from server.store import editions_queries
from server.store.editions import Edition
from server.store.locks import Lock, hold


@writes("edition.enter")
def enter(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    kind: str,
    programme: str,
    typed: Mapping[str, Any],
) -> Change:
    """Propose an edition; ``typed`` are the fields of its form as text. Returns the edition.

    Problem ``edition_invalid`` with a part for each field that is wrong.
    """
    content = editions.read(kind, programme, typed, editions_queries.current(session))
    text = canonical.dumps(content)
    told = editions.told(kind, content)
    edition = Edition(
        id=new_id(now),
        kind=kind,
        programme=programme,
        **{**told, "first": date.fromisoformat(told["first"])},
        content=text,
        sha256=canonical.sha256(text.encode()),
        state="proposed",
        entered_by=actor.id,
        entered_name=actor.name,
        entered_at=now,
    )
    session.add(edition)
    return Change("edition", edition.id, edition, _said(edition))


@writes("edition.confirm")
def confirm(session: Session, actor: Actor, now: datetime, *, edition_id: str) -> Change:
    """Let an edition count from now on. Returns it.

    Problems: ``edition_own`` for whoever entered it, ``wrong_state``, ``edition_invalid`` when it no longer fits what
    was confirmed meanwhile.
    """
    hold(session.connection(), Lock.EDITIONS)
    edition = editions_queries.get(session, edition_id, lock=True)
    _by_another(edition, actor)
    state = advance("edition", edition.state, "confirm")
    known = editions_queries.current(session)
    editions.check(edition.kind, edition.programme, json.loads(edition.content), known)
    edition.place = editions_queries.next_place(session)
    _decide(edition, actor, now, state)
    return Change("edition", edition.id, edition, {**_said(edition), "place": edition.place})


@writes("edition.confirm", "edition.decline")
def decline(session: Session, actor: Actor, now: datetime, *, edition_id: str, reason: str) -> Change:
    """Refuse an edition for a reason. Returns it.

    Problems: ``edition_own``, ``reason_required``, ``too_long``, ``control_character``, ``wrong_state``.
    """
    reason = written_reason(reason)
    edition = editions_queries.get(session, edition_id, lock=True)
    _by_another(edition, actor)
    _decide(edition, actor, now, advance("edition", edition.state, "decline"), reason)
    return Change("edition", edition.id, edition, {**_said(edition), "reason": reason})


@writes("edition.enter", "edition.withdraw")
def withdraw(session: Session, actor: Actor, now: datetime, *, edition_id: str) -> Change:
    """Take back what is not confirmed yet. Returns the edition. Problem ``wrong_state``."""
    edition = editions_queries.get(session, edition_id, lock=True)
    _decide(edition, actor, now, advance("edition", edition.state, "withdraw"))
    return Change("edition", edition.id, edition, _said(edition))


def _by_another(edition: Edition, actor: Actor) -> None:
    if actor.id == edition.entered_by:
        raise Problem("edition_own")


def _decide(edition: Edition, actor: Actor, now: datetime, state: str, reason: str = "") -> None:
    edition.state, edition.reason = state, reason
    edition.decided_by, edition.decided_name, edition.decided_at = actor.id, actor.name, now


def _said(edition: Edition) -> dict[str, Any]:
    names = ("kind", "programme", "code", "title", "sha256")
    return {name: getattr(edition, name) for name in names}
