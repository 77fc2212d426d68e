"""Tablets are enrolled, recognised, revoked."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from server.services import devices
from server.services.actors import Actor
from server.store.users import Device
from tests.factories import Make
from tests.web.tablets import Tablet, fresh


@pytest.fixture
def tablet(client, make, now):
    user = make.user("inspector")
    make.commit()
    return Tablet(client, user.username, now)


def enrol(client, **changed):
    body = {"username": "x", "password": Make.PASSWORD, "device_name": "平板", "client": "1", **changed}
    return client.post("/api/sync/enrol", json=body)


def test_hello_tells_the_time_and_names_the_database_once_a_tablet_is_enrolled(client, clock, tablet):
    told = client.get("/api/sync/hello").json
    assert told == {"server_time": "2026-03-02T01:00:00.000Z", "epoch": None, "oldest_client": "1"}
    tablet.enrol()
    epoch = client.get("/api/sync/hello").json["epoch"]
    tablet.enrol()
    clock.forward(days=1)
    told = client.get("/api/sync/hello").json
    assert epoch
    assert told == {"server_time": "2026-03-03T01:00:00.000Z", "epoch": epoch, "oldest_client": "1"}


def test_enrolling_shows_the_token_once_and_keeps_only_its_hash(session, tablet):
    tablet.enrol("平板 7")
    kept = session.get(Device, tablet.device)
    columns = {getattr(kept, column.key) for column in Device.__table__.columns}
    assert kept.name == "平板 7"
    assert tablet.token not in columns
    assert len(tablet.token) >= 40
    assert tablet.get("receipts").status_code == 200


def again(client, tablet, **changed):
    body = {"username": tablet.username, "password": Make.PASSWORD, "device_name": "平板 8", "client": "1"}
    return client.post("/api/sync/enrol", json={**body, **changed}, headers=tablet.headers).json


def test_a_tablet_that_signs_in_again_stays_the_tablet_that_it_is(client, session, tablet):
    tablet.enrol("平板 7")
    told = again(client, tablet)
    assert (told["device"], told["token"]) == ({"id": tablet.device, "name": "平板 8"}, tablet.token)
    assert tablet.get("receipts").status_code == 200
    assert session.scalars(select(Device.name)).all() == ["平板 8"]


def test_another_account_or_a_closed_access_makes_another_tablet(
    client, session, make, supervisor, tablet, now
):
    tablet.enrol()
    other = make.user("inspector")
    make.commit()
    assert again(client, tablet, username=other.username)["device"]["id"] != tablet.device
    devices.revoke(fresh(session), supervisor, now, device_id=tablet.device)
    session.commit()
    told = again(client, tablet)
    assert told["device"]["id"] != tablet.device and told["token"] != tablet.token
    assert tablet.get("receipts").status_code == 401


def test_a_wrong_password_enrols_nothing(client, session, tablet):
    answer = enrol(client, username=tablet.username, password="wrong password")
    assert (answer.status_code, answer.json["code"]) == (401, "sign_in_failed")
    assert session.scalar(select(Device)) is None


def test_only_an_inspector_enrols_a_tablet(client, make):
    user = make.user("supervisor")
    make.commit()
    answer = enrol(client, username=user.username)
    assert (answer.status_code, answer.json["code"]) == (422, "inspector_missing")


def test_a_body_without_its_members_is_refused_with_their_names(client):
    answer = client.post("/api/sync/enrol", json={"username": "", "device_name": 3})
    assert answer.status_code == 400
    assert {part["at"] for part in answer.json["errors"]} == {"username", "password", "device_name", "client"}


def test_enrolling_is_throttled(make, settings, clock):
    from dataclasses import replace

    from server.app import create_app

    app = create_app(replace(settings, sign_in_limit="2 per minute"), clock)
    client = app.test_client()
    codes = [enrol(client).status_code for _ in range(3)]
    assert codes == [401, 401, 429]
    with app.app_context():
        from server.web.database import db

        db.engine.dispose()


@pytest.mark.parametrize("token", ["", "Bearer", "Bearer none", "Basic x"])
def test_without_a_known_token_nothing_is_answered(client, token):
    headers = {"Authorization": token} if token else {}
    for method, path in (
        ("GET", "bundle"),
        ("GET", "receipts"),
        ("POST", "operations"),
        ("GET", "photos/" + "0" * 64),
        ("HEAD", "photos/" + "0" * 64),
        ("PUT", "photos/" + "0" * 64),
        ("POST", "inspections/x/finish"),
        ("POST", "others"),
    ):
        answer = client.open(f"/api/sync/{path}", method=method, headers=headers, data=b"{}")
        assert answer.status_code == 401
        if method != "HEAD":
            assert answer.json["code"] == "device_unknown"


def test_a_revoked_tablet_is_told_so_and_sends_nothing(session, supervisor, tablet, now):
    tablet.enrol()
    devices.revoke(session, supervisor, now, device_id=tablet.device)
    session.commit()
    answer = tablet.post({})
    assert (answer.status_code, answer.json["code"]) == (401, "device_revoked")


def test_a_closed_account_closes_its_tablets(session, make, tablet):
    from server.store.users import User

    tablet.enrol()
    fresh(session)
    session.scalar(select(User).where(User.username == tablet.username)).active = False
    session.commit()
    assert tablet.get("bundle").json["code"] == "device_revoked"


def test_an_account_that_is_no_inspectors_any_more_closes_its_tablets(session, make, tablet):
    from server.store.users import User

    tablet.enrol()
    fresh(session)
    session.scalar(select(User).where(User.username == tablet.username)).role = "supervisor"
    session.commit()
    for answer in (tablet.get("bundle"), tablet.post({})):
        assert (answer.status_code, answer.json["code"]) == (401, "device_revoked")


def test_a_tablet_of_an_account_that_was_closed_stays_out_when_it_is_reopened(
    session, sign_in, tablet, client
):
    tablet.enrol()
    admin = sign_in("administrator")
    user = fresh(session).get(Device, tablet.device).user_id
    for active in ("no", "yes"):
        admin.post(f"/office/users/{user}/active", data={"active": active})
        assert tablet.get("bundle").json["code"] == "device_revoked"
    assert again(client, tablet)["device"]["id"] != tablet.device


def test_an_inspector_cannot_revoke(session, tablet, now):
    from server.domain.problems import Problem

    tablet.enrol()
    with pytest.raises(Problem, match="forbidden"):
        devices.revoke(session, Actor("x", "x", "inspector"), now, device_id=tablet.device)
