"""Signing in: what the log and the account keep of it, and what an attacker cannot make it keep."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from server.domain.problems import Problem
from server.services import sign_ins, users
from server.store.audit import AuditEntry
from tests.factories import Make


def signed_in(session, now, user, password=Make.PASSWORD):
    who = users.check_password(session, user.username, password)
    return sign_ins.sign_in(session, who.actor, now, proven=who, address="192.0.2.1")


def refusals(session):
    query = select(AuditEntry).where(AuditEntry.action == "sign_in.refuse").order_by(AuditEntry.seq)
    return session.scalars(query).all()


def refuse(session, now, address="192.0.2.1", username="nobody"):
    sign_ins.note_refusal(session, now, address=address, username=username, limit="10 per minute")


def test_signing_in_is_one_entry_that_tells_how_many_tries_had_failed(session, make, now):
    user = make.user()
    for _ in range(3):
        sign_ins.count_failed(session, user.username)
    first = signed_in(session, now, user)
    sign_ins.count_failed(session, user.username)
    second = signed_in(session, now + timedelta(hours=1), user)
    assert (first.before, first.failed_tries, second.before, second.failed_tries) == (None, 3, now, 1)
    entries = session.scalars(select(AuditEntry).order_by(AuditEntry.seq)).all()
    assert [(one.action, one.actor, one.noun_id) for one in entries] == [
        ("user.sign_in", user.username, user.id)
    ] * 2
    assert [one.body["failed_tries"] for one in entries] == [3, 1]
    assert entries[0].body["address"] == "192.0.2.1"


def test_a_failed_try_counts_at_its_account_alone_and_leaves_no_entry(session, make):
    one, other = make.user(), make.user()
    for name in (one.username, one.username, "nobody"):
        sign_ins.count_failed(session, name)
    for user in (one, other):
        session.refresh(user)
    assert (one.failed_tries, other.failed_tries) == (2, 0)
    assert session.scalar(select(AuditEntry)) is None


@pytest.mark.parametrize("change", [{"password": "another long password"}, {"active": False}])
def test_who_was_changed_since_the_password_was_checked_is_not_let_in(
    session, make, administrator, now, change
):
    user = make.user()
    who = users.check_password(session, user.username, Make.PASSWORD)
    users.change(session, administrator, now, user_id=user.id, **change)
    with pytest.raises(Problem) as refused:
        sign_ins.sign_in(session, who.actor, now, proven=who, address="192.0.2.1")
    assert refused.value.code == "sign_in_failed"


def test_a_refused_address_stands_in_the_log_once_a_day(session, now):
    for hours in (0, 1, 23):
        refuse(session, now + timedelta(hours=hours))
    assert len(refusals(session)) == 1
    refuse(session, now + timedelta(hours=25))
    assert [(one.noun, one.noun_id) for one in refusals(session)] == [("address", "192.0.2.1")] * 2


def test_an_attacker_with_many_addresses_cannot_fill_the_log(session, now):
    for n in range(sign_ins.MOST_ADDRESSES + 10):
        refuse(session, now, f"2001:db8::{n:x}")
    noted = refusals(session)
    assert len(noted) == sign_ins.MOST_ADDRESSES
    assert [one.body["last"] for one in noted] == [False] * (len(noted) - 1) + [True]
    refuse(session, now + timedelta(hours=25), "192.0.2.9")
    assert refusals(session)[-1].noun_id == "192.0.2.9"


def test_what_is_no_accounts_name_does_not_stand_in_the_log(session, make, now):
    user = make.user()
    refuse(session, now, "192.0.2.1", user.username)
    refuse(session, now, "192.0.2.2", "a password in the wrong field")
    one, other = refusals(session)
    assert one.body["account"] == user.username
    assert "account" not in other.body and "password" not in str(other.body)
