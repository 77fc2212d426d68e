"""The page of the audit log."""

from datetime import datetime

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from server.services import users
from server.services.actors import Actor
from server.store.audit import AuditEntry
from tests.tampering import unguarded


@pytest.fixture
def log(session: Session, administrator: Actor, now: datetime) -> None:
    for n in range(25):
        users.add(
            session,
            administrator,
            now,
            username=f"user-{n:02d}",
            name="<b>名</b>",
            role="supervisor",
            password="long enough for all",
        )
        if n == 24:
            users.change(
                session,
                Actor(administrator.id, "second-admin", "administrator"),
                now,
                user_id=session.query(AuditEntry).first().noun_id,
                active=False,
            )
    session.commit()


@pytest.mark.usefixtures("log")
def test_entries_are_found_by_actor_action_and_kind(sign_in) -> None:
    office = sign_in("supervisor")
    newest = office.get("/office/audit/").text
    assert ("修改账号" in newest, "user-00" in newest, "user-23" in newest) == (True, False, True)
    assert "user-00" in office.get("/office/audit/?page=2").text
    found = office.get("/office/audit/?q=second-admin").text
    assert ("共 1 条" in found, "user-24" in found) == (True, False)
    assert "共 25 条" in office.get("/office/audit/?action=user.add").text
    # The one who looks has signed in.
    assert "共 27 条" in office.get("/office/audit/?noun=user").text
    assert "没有符合条件的记录" in office.get("/office/audit/?q=none").text


@pytest.mark.usefixtures("log")
def test_the_chain_is_checked_and_a_break_is_named(sign_in, session: Session) -> None:
    office = sign_in("supervisor")
    assert "日志完好" in office.get("/office/audit/check").text
    unguarded(session.connection())
    session.execute(update(AuditEntry).where(AuditEntry.seq == 7).values(body={"username": "forged"}))
    session.commit()
    assert "第 7 条的内容已被改动" in office.get("/office/audit/check").text
    assert "entry 7 was altered" in office.get("/office/audit/check?lang=en").text


@pytest.mark.usefixtures("log")
def test_what_stands_in_an_entry_is_shown_as_text(sign_in) -> None:
    assert "<b>名" not in sign_in("supervisor").get("/office/audit/").text


def test_inspectors_do_not_read_the_log(sign_in) -> None:
    office = sign_in("inspector")
    assert office.get("/office/audit/").status_code == 403
    assert office.get("/office/audit/check").status_code == 403
