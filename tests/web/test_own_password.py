"""Everybody who has an account changes the own password, and only who knows the present one."""

import pytest
from flask import Flask

from server.store.audit import AuditEntry
from server.store.users import User
from tests.factories import Make

NEW = "a new long password"


def given(**other: str) -> dict[str, str]:
    return {"password": Make.PASSWORD, "new": NEW, "again": NEW, **other}


@pytest.mark.parametrize("role", ["administrator", "supervisor", "inspector"])
def test_everybody_changes_the_own_password(app: Flask, sign_in, session, role: str) -> None:
    here = sign_in(role)
    user = session.query(User).where(User.role == role).one()
    elsewhere = app.test_client()
    elsewhere.post("/account/sign-in", data={"username": user.username, "password": Make.PASSWORD})
    assert elsewhere.get("/account/password").status_code == 200
    done = here.post("/account/password", data=given(), follow_redirects=True)
    assert done.status_code == 200 and "密码已修改" in done.text
    assert elsewhere.get("/account/password").location.startswith("/account/sign-in")
    assert here.get("/account/password").status_code == 200
    for word, status in ((Make.PASSWORD, 401), (NEW, 302)):
        answer = app.test_client().post(
            "/account/sign-in", data={"username": user.username, "password": word}
        )
        assert answer.status_code == status
    session.rollback()
    entry = session.query(AuditEntry).where(AuditEntry.action == "user.change_password").one()
    assert (entry.actor, entry.noun_id, entry.body) == (user.username, user.id, {})


@pytest.mark.parametrize(
    ("wrong", "place", "words"),
    [
        ({"password": "not the present one"}, "password", "当前密码不正确"),
        ({"new": "short", "again": "short"}, "new", "密码至少 10 个字符"),
        ({"again": NEW + "r"}, "again", "两次输入的密码不一致"),
    ],
)
def test_what_is_wrong_is_named_at_its_field_and_nothing_changes(
    sign_in, session, wrong: dict[str, str], place: str, words: str
) -> None:
    office = sign_in("supervisor")
    answer = office.post("/account/password", data=given(**wrong))
    assert answer.status_code == 422
    assert f'href="#f-{place}">{words}' in answer.text
    assert office.get("/office/").status_code == 200
    session.rollback()
    user = session.query(User).one()
    assert user.failed_tries == ("password" in wrong)
    assert not session.query(AuditEntry).where(AuditEntry.action == "user.change_password").all()


def test_the_tablets_of_the_account_stay(sign_in, session, client) -> None:
    inspector = sign_in("inspector")
    user = session.query(User).one()
    words = {"username": user.username, "password": Make.PASSWORD, "device_name": "平板", "client": "1"}
    token = client.post("/api/sync/enrol", json=words).json["token"]
    assert inspector.post("/account/password", data=given()).status_code == 302
    held = client.get("/api/sync/bundle", headers={"Authorization": f"Bearer {token}"})
    assert held.status_code == 200


def test_the_page_is_for_those_who_are_signed_in(client) -> None:
    assert client.get("/account/password").location.startswith("/account/sign-in")
    assert client.post("/account/password", data=given()).status_code in {401, 403}
