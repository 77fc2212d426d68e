"""The feed of deadlines: each account can open one, by a code that nobody can guess."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from server.services.actors import Actor
from server.services.audit import Change, writes
from server.services.business_pages import CHANCE
from server.store import users_queries


@writes("deadline.read", "deadline.feed")
def open_feed(session: Session, actor: Actor, now: datetime) -> Change:
    """Give the account a new code for its calendar; one that it had opens nothing any more. Returns the account.

    The code does not stand in the log. Problem: ``not_found``.
    """
    user = users_queries.locked(session, actor.id)
    again = user.calendar_code is not None
    user.calendar_code = secrets.token_hex(CHANCE)
    return Change("user", user.id, user, {"again": again})
