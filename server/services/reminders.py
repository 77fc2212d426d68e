"""Reminders 提醒: what an account has to be told of today, taken for one mail, and what became of the mail.

What a mail holds is committed before it is sent, so that two runs at once never send the same; when it could not be
sent, that is taken back and the next run makes a new mail of what is due then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from server.domain.deadlines import days_left
from server.domain.permissions import INSPECTOR
from server.domain.problems import Problem
from server.domain.reminders import PAST, stage
from server.services.actors import Actor
from server.services.audit import Change, new_id, writes
from server.store import deadlines, reminders
from server.store.calendar import working_days
from server.store.deadline_rows import Deadline
from server.store.deadlines import Scope
from server.store.locks import Lock, hold
from server.store.reminders import Mail, Reminder
from server.store.users import User

#: The nearest deadlines that are looked at; a mail that holds more helps nobody.
MOST = 2_000
LONGEST_FAULT = 300
PATIENCE = timedelta(hours=1)


@dataclass(frozen=True)
class Due:
    """A deadline, its working days left, and the stage that it has reached."""

    deadline: Deadline
    left: int
    stage: int


@dataclass(frozen=True)
class Digest:
    """What one mail says."""

    mail: Mail
    due: Sequence[Due]


def due(session: Session, user: User, now: datetime, zone: ZoneInfo) -> list[Due]:
    """Return what an account has not been reminded of yet, the nearest first: an inspector of what the own teams have,
    a supervisor of what the own unit has, or the authority when the account has no unit."""
    calendar, today = working_days(session), now.astimezone(zone).date()
    given = reminders.given(session, user.id)
    found = []
    for row in deadlines.page(session, _scope(user), size=MOST, total=MOST).items:
        left = days_left(today, row.day, calendar)
        # Friday's deadline is past on Saturday, although no working day has passed.
        reached = PAST if row.day < today else stage(left)
        if reached is not None and (row.kind, row.key, row.day, reached) not in given:
            found.append(Due(row, left, reached))
    return found


@writes("reminder.send", "reminder.take")
def take(session: Session, actor: Actor, now: datetime, *, user_id: str, zone: ZoneInfo) -> Change:
    """Take what an account is to be told for one mail. Returns the :class:`Digest`; nothing is due in it when another
    run was quicker. Problem ``not_found``."""
    hold(session.connection(), Lock.REMINDERS)
    user = session.get(User, user_id, populate_existing=True)
    if user is None or not user.active or not user.email:
        raise Problem("not_found", what=user_id)
    rows = due(session, user, now, zone)
    mail = Mail(
        id=new_id(now), user_id=user.id, address=user.email, standing="sending", deadlines=len(rows), at=now
    )
    if rows:
        session.add(mail)
        session.flush()
    for one in rows:
        row = one.deadline
        key = {"kind": row.kind, "key": row.key, "day": row.day, "stage": one.stage}
        session.add(Reminder(user_id=user.id, mail_id=mail.id, **key))
    return Change("mail", mail.id, Digest(mail, rows), {"user": user.username, "deadlines": len(rows)})


@writes("reminder.send", "reminder.answer")
def answer(session: Session, actor: Actor, now: datetime, *, mail_id: str, fault: str = "") -> Change:
    """Write down that a mail was sent, or the ``fault`` that kept it: then it counts as never sent.

    Problem ``not_found`` unless it is being sent.
    """
    mail = session.get(Mail, mail_id, with_for_update=True, populate_existing=True)
    if mail is None or mail.standing != "sending":
        raise Problem("not_found", what=mail_id)
    mail.standing, mail.fault = ("failed", fault[:LONGEST_FAULT]) if fault else ("sent", "")
    if fault:
        for row in reminders.of_mail(session, mail_id):
            session.delete(row)
    return Change("mail", mail_id, mail, {"standing": mail.standing, "fault": mail.fault})


def _scope(user: User) -> Scope:
    if user.role == INSPECTOR:
        return Scope(user.username, user.inspector_id)
    return Scope(unit=user.inspector.unit if user.inspector else "")
