"""Accounts: what is refused, how passwords are kept, who closes whom."""

from datetime import datetime

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.problems import Problem
from server.services import deadlines, devices, enrolment_codes, users
from server.services.actors import Actor
from server.store.audit import AuditEntry
from server.store.enrolment_codes import EnrolmentCode
from server.store.users import User

PASSWORD = "long enough for all"


def add(session: Session, actor: Actor, now: datetime, **columns: object) -> User:
    given = {"username": "zhou", "name": "周以宁", "role": "supervisor", "password": PASSWORD}
    return users.add(session, actor, now, **{**given, **columns})


@pytest.mark.parametrize(
    ("columns", "code", "at"),
    [
        ({"username": ""}, "username_invalid", "username"),
        ({"username": "a"}, "username_invalid", "username"),
        ({"username": "周以宁"}, "username_invalid", "username"),
        ({"username": "zhou\n"}, "username_invalid", "username"),
        ({"name": "\t"}, "required", "name"),
        ({"name": "周\x00"}, "control_character", "name"),
        ({"role": "device"}, "invalid_choice", "role"),
        ({"password": "123456789"}, "password_short", "password"),
        ({"password": "x" * 201}, "too_long", "password"),
        ({"role": "inspector"}, "inspector_missing", "certificate"),
    ],
)
def test_a_wrong_account_is_refused_at_its_field(
    session: Session, administrator: Actor, now: datetime, columns: dict, code: str, at: str
) -> None:
    with pytest.raises(Problem) as refused:
        add(session, administrator, now, **columns)
    assert (refused.value.code, refused.value.at) == (code, at)
    assert session.scalars(select(User)).all() == []


def test_passwords_are_kept_as_argon2id_hashes_and_never_logged(
    session: Session, administrator: Actor, now: datetime
) -> None:
    user = add(session, administrator, now)
    users.change(session, administrator, now, user_id=user.id, password="another long password")
    assert user.password_hash.startswith("$argon2id$")
    assert PasswordHasher().verify(user.password_hash, "another long password")
    said = str([entry.body for entry in session.scalars(select(AuditEntry))])
    assert PASSWORD not in said
    assert "another long password" not in said


def test_the_same_password_is_never_kept_as_the_same_text(
    session: Session, administrator: Actor, now: datetime
) -> None:
    one, two = (add(session, administrator, now, username=name) for name in ("zhou", "wu"))
    assert one.password_hash != two.password_hash


def test_a_change_keeps_what_it_does_not_name(session: Session, administrator: Actor, now: datetime) -> None:
    user = add(session, administrator, now)
    before = user.password_hash
    users.change(session, administrator, now, user_id=user.id, name=" 周照野 ")
    assert (user.name, user.password_hash, user.active) == ("周照野", before, True)


def test_nobody_closes_their_own_account(session: Session, administrator: Actor, now: datetime) -> None:
    user = add(session, administrator, now, role="administrator")
    own = Actor(user.id, user.username, user.role)
    with pytest.raises(Problem) as refused:
        users.change(session, own, now, user_id=user.id, active=False)
    assert refused.value.code == "user_self"


def test_a_very_long_password_is_turned_away_before_it_is_hashed(
    session: Session, administrator: Actor, now: datetime
) -> None:
    add(session, administrator, now)
    with pytest.raises(Problem) as refused:
        users.check_password(session, "zhou", "x" * 1_000_000)
    assert refused.value.code == "sign_in_failed"


def tablet(session, now, user):
    actor = Actor(user.id, user.username, user.role, user.inspector_id)
    device, _ = devices.enrol(session, actor, now, name="平板", client="1")
    return device


def test_closing_an_account_ends_for_good_what_it_had_open(session, make, administrator, now):
    user = make.user("inspector")
    device, actor = tablet(session, now, user), Actor(user.id, user.username, user.role)
    other = tablet(session, now, make.user("inspector"))
    enrolment_codes.make(session, administrator, now, username=user.username)
    deadlines.open_feed(session, actor, now)
    for active in (False, True):
        users.change(session, administrator, now, user_id=user.id, active=active)
    for row in (device, other):
        session.refresh(row)
    assert (user.active, user.sign_outs, user.calendar_code) == (True, 1, None)
    assert (device.revoked_at, other.revoked_at) == (now, None)
    assert session.scalars(select(EnrolmentCode)).one().state(now) == "withdrawn"
    closed = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "user.change").order_by(AuditEntry.seq)
    ).all()
    assert [one.body.get("tablets_revoked") for one in closed] == [[device.id], None]


def test_a_new_password_ends_the_tablets_unless_they_are_to_be_kept(session, make, administrator, now):
    kept, ended, renamed = (make.user("inspector") for _ in range(3))
    rows = {user.id: tablet(session, now, user) for user in (kept, ended, renamed)}
    new = "another long password"
    users.change(session, administrator, now, user_id=kept.id, password=new, keep_access=True)
    users.change(session, administrator, now, user_id=ended.id, password=new)
    users.change(session, administrator, now, user_id=renamed.id, name="新名")
    for row in rows.values():
        session.refresh(row)
    assert [rows[user.id].revoked_at for user in (kept, ended, renamed)] == [None, now, None]
