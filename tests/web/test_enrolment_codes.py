"""Codes that enrol a tablet without a password: once, within minutes, for one account."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from sqlalchemy import select

from server.app import create_app
from server.store.audit import AuditEntry
from server.store.enrolment_codes import EnrolmentCode
from server.store.users import Device, User
from tests.web.tablets import fresh


@pytest.fixture
def user(make):
    user = make.user("inspector")
    make.commit()
    return user


@pytest.fixture
def office(sign_in):
    return sign_in("administrator")


def show(office, username):
    page = office.post("/office/devices/codes/", data={"username": username})
    assert page.status_code == 200, page.text
    assert "<svg" in page.text
    (code,) = re.findall(r"<code>([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})</code>", page.text)
    return code


def enrol(client, code, name="平板 9"):
    return client.post("/api/sync/enrol", json={"code": code, "device_name": name, "client": "1"})


def refusal(answer):
    return answer.status_code, answer.json["code"]


def test_a_code_enrols_one_tablet_for_its_account_and_no_second(client, session, office, user):
    code = show(office, user.username)
    assert code not in office.get("/office/devices/codes/").text
    # Typed in small letters, without hyphens, with letters for digits.
    answer = enrol(client, code.replace("-", " ").lower().replace("0", "o").replace("1", "l"))
    assert answer.status_code == 200, answer.text
    told = answer.json
    assert told["inspector"]["id"] == user.inspector_id
    headers = {"Authorization": f"Bearer {told['token']}"}
    assert client.get("/api/sync/bundle", headers=headers).status_code == 200
    assert refusal(enrol(client, code)) == (410, "enrolment_code_over")
    assert session.scalars(select(Device.user_id)).all() == [user.id]
    page = office.get("/office/devices/codes/").text
    assert "已使用" in page and "平板 9" in page
    log = session.scalars(
        select(AuditEntry).where(AuditEntry.action.startswith("device.")).order_by(AuditEntry.seq)
    ).all()
    assert [one.action for one in log] == ["device.invite", "device.enrol"]
    assert log[1].body["code"] == log[0].noun_id
    assert not [one for one in log if code.replace("-", "") in str(one.body)]


def test_a_code_that_is_late_withdrawn_or_replaced_enrols_nothing(client, clock, session, office, user):
    replaced, withdrawn = show(office, user.username), show(office, user.username)
    assert refusal(enrol(client, replaced)) == (410, "enrolment_code_over")
    (open_one,) = (row for row in session.scalars(select(EnrolmentCode)) if row.withdrawn_at is None)
    address = f"/office/devices/codes/{open_one.id}/withdraw"
    assert office.post(address).status_code == 302
    assert office.post(address).status_code == 410
    assert office.post("/office/devices/codes/nothing/withdraw").status_code == 404
    assert refusal(enrol(client, withdrawn)) == (410, "enrolment_code_over")
    late = show(office, user.username)
    clock.forward(minutes=10)
    assert refusal(enrol(client, late)) == (410, "enrolment_code_over")
    closed = show(office, user.username)
    fresh(session).get_one(User, user.id).active = False
    session.commit()
    assert refusal(enrol(client, closed)) == (410, "enrolment_code_over")
    assert fresh(session).scalar(select(Device)) is None


@pytest.mark.parametrize("code", ["0000-0000-0000", "x", "U" * 12, "0" * 13, "七" * 12])
def test_a_wrong_code_enrols_nothing(client, session, code):
    assert refusal(enrol(client, code)) == (401, "enrolment_code_unknown")
    assert session.scalar(select(Device)) is None


def test_guessing_is_throttled(settings, clock):
    app = create_app(replace(settings, sign_in_limit="2 per minute"), clock)
    client = app.test_client()
    assert [enrol(client, "0000-0000-0000").status_code for _ in range(3)] == [401, 401, 429]
    with app.app_context():
        from server.web.database import db

        db.engine.dispose()


def test_only_an_administrator_shows_codes_and_only_for_inspectors(sign_in, make, office, user):
    assert sign_in("supervisor").get("/office/devices/codes/").status_code == 403
    clerk = make.user("supervisor")
    make.commit()
    for username in (clerk.username, "nobody", ""):
        page = office.post("/office/devices/codes/", data={"username": username})
        assert page.status_code == 422
        assert "不是启用中的检查人员账号" in page.text
