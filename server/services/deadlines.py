"""The feed of deadlines: each account can open one, by a code that nobody can guess."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from server.domain.problems import Problem
from server.services.actors import Actor
from server.services.audit import Change, writes
from server.services.business_pages import CHANCE
from server.store.users import User


@writes("deadline.read", "deadline.feed")
def open_feed(session: Session, actor: Actor, now: datetime) -> Change:
    """Give the account a new code for its calendar; one that it had opens nothing any more. Returns the account.

    The code does not stand in the log. Problem: ``not_found``.
    """
    user = session.get(User, actor.id, with_for_update=True, populate_existing=True)
    if user is None:
        raise Problem("not_found", what=actor.name)
    again = user.calendar_code is not None
    user.calendar_code = secrets.token_hex(CHANCE)
    return Change("user", user.id, user, {"again": again})
