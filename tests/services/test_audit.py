"""Every act of a service leaves one entry, and none without the right to it."""

from datetime import datetime

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from server.domain.problems import Problem
from server.services import audit, users
from server.services.actors import Actor
from server.store.audit import AuditEntry
from server.store.users import User
from tests.tampering import unguarded

PASSWORD = "long enough for all"


def add_user(session: Session, actor: Actor, now: datetime, name: str) -> User:
    return users.add(session, actor, now, username=name, name=name, role="supervisor", password=PASSWORD)


def test_an_act_leaves_one_entry_with_its_actor(
    session: Session, administrator: Actor, now: datetime
) -> None:
    user = add_user(session, administrator, now, "wang")
    entry = session.scalars(select(AuditEntry)).one()
    assert (entry.actor, entry.action, entry.noun_id) == ("administrator", "user.add", user.id)
    assert PASSWORD not in str(entry.body)


def test_without_the_right_nothing_happens(session: Session, supervisor: Actor, now: datetime) -> None:
    with pytest.raises(Problem) as refused:
        add_user(session, supervisor, now, "wang")
    assert refused.value.code == "forbidden"
    assert session.scalar(select(func.count(User.id))) == 0
    assert session.scalar(select(func.count(AuditEntry.seq))) == 0


def test_the_chain_holds_until_an_entry_is_altered(
    session: Session, administrator: Actor, now: datetime
) -> None:
    for name in ("wang", "li", "zhao"):
        add_user(session, administrator, now, name)
    assert audit.first_break(session) is None
    unguarded(session.connection())
    session.execute(update(AuditEntry).where(AuditEntry.seq == 2).values(actor="nobody"))
    session.expire_all()
    assert audit.first_break(session).seq == 2


def test_the_same_name_twice_is_refused_at_its_field(
    session: Session, administrator: Actor, now: datetime
) -> None:
    add_user(session, administrator, now, "wang")
    with pytest.raises(Problem) as refused:
        add_user(session, administrator, now, "wang")
    assert (refused.value.code, refused.value.at) == ("user_taken", "username")


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(
    session: Session, administrator: Actor, now: datetime
) -> None:
    add_user(session, administrator, now, "wang")
    for name, password in (("wang", "wrong password"), ("nobody", PASSWORD)):
        with pytest.raises(Problem) as refused:
            users.check_password(session, name, password)
        assert refused.value.code == "sign_in_failed"
    assert users.check_password(session, "wang", PASSWORD).actor.name == "wang"


def test_a_closed_account_cannot_sign_in(session: Session, administrator: Actor, now: datetime) -> None:
    user = add_user(session, administrator, now, "wang")
    users.change(session, administrator, now, user_id=user.id, active=False)
    with pytest.raises(Problem):
        users.check_password(session, "wang", PASSWORD)
