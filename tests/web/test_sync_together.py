"""Several requests at the same moment: each sees the others' work whole or not at all."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from server.services.audit import first_break
from server.store.epochs import Epoch
from server.store.inspections import Inspection, Operation, Photo, Quarantined
from server.store.outcomes import Outcome
from server.store.users import Device
from tests.web.tablets import PASSING, Tablet, carry, complete, fresh, jpeg, visit

AT_ONCE = 4


@pytest.fixture
def inspection(make):
    return visit(make)


@pytest.fixture
def tablet(client, make, inspection):
    return carry(client, make, inspection)


def sender(tablet, entries):
    def send(client):
        answer = client.post("/api/sync/operations", json={"operations": entries}, headers=tablet.headers)
        assert answer.status_code == 200, answer.text
        return answer.json["results"]

    return send


def test_the_same_batch_at_the_same_moment_is_taken_once(session, together, tablet, inspection):
    entries = tablet.record(inspection.id, PASSING)
    results = together(*[sender(tablet, entries)] * AT_ONCE)
    assert results == [results[0]] * AT_ONCE
    assert {result["state"] for result in results[0]} == {"applied"}
    assert fresh(session).scalar(select(func.count()).select_from(Operation)) == len(entries)
    assert session.get(Inspection, inspection.id).entries == len(entries)
    assert first_break(session) is None


def test_first_enrolments_at_the_same_moment_name_the_database_once(session, make, together):
    users = [make.user("inspector") for _ in range(AT_ONCE)]
    make.commit()
    enrol = [
        lambda client, user=user: Tablet(client, user.username, make.now).enrol().device for user in users
    ]
    made = together(*enrol)
    assert sorted(made) == sorted(fresh(session).scalars(select(Device.id)))
    assert session.scalar(select(func.count()).select_from(Epoch)) == 1
    assert first_break(session) is None


def test_the_same_id_of_two_tablets_at_the_same_moment_is_taken_once(
    session, client, make, together, tablet, inspection
):
    colleague = carry(client, make, inspection, position=1)
    mine = tablet.set(inspection.id, ["date"], "2026-03-05")
    theirs = {**colleague.set(inspection.id, ["date"], "2026-03-06"), "id": mine["id"]}
    results = together(sender(tablet, [mine]), sender(colleague, [theirs]))
    assert sorted(result["state"] for (result,) in results) == ["applied", "quarantined"]
    assert fresh(session).scalar(select(func.count()).select_from(Operation)) == 1
    assert session.scalar(select(func.count()).select_from(Quarantined)) == 1


def test_the_same_photo_at_the_same_moment_is_stored_once(session, client, make, together, inspection):
    tablets = [carry(client, make, inspection, position) for position in range(AT_ONCE)]
    data = jpeg(1)

    def upload(tablet):
        def put(client):
            answer = Tablet(client, "", tablet.now, tablet.token).put(data)
            assert answer.status_code == 200, answer.text
            return answer.json["receipt"]

        return put

    receipts = together(*map(upload, tablets))
    assert receipts == [receipts[0]] * AT_ONCE
    assert fresh(session).scalar(select(func.count()).select_from(Photo)) == 1


def test_two_tablets_of_a_team_at_the_same_moment_lose_nothing(
    session, client, make, together, tablet, inspection
):
    colleague = carry(client, make, inspection, position=1)
    mine = [tablet.set(inspection.id, ["weights", f"@{n}", "nominal"], str(n)) for n in range(20)]
    theirs = [colleague.set(inspection.id, ["retail", f"@{n}", "goods"], str(n)) for n in range(20)]
    batches = [(tablet, mine[:10]), (colleague, theirs[:10]), (tablet, mine[10:]), (colleague, theirs[10:])]
    together(*[sender(*batch) for batch in batches])
    fresh(session)
    assert set(session.scalars(select(Operation.state))) == {"applied"}
    assert sorted(session.scalars(select(Operation.place))) == list(range(1, 41))
    assert first_break(session) is None


def test_two_reviewers_at_the_same_moment_publish_once(session, sign_in, make, together, tablet, inspection):
    complete(tablet, inspection.id, PASSING)
    office = sign_in("supervisor")
    base = f"/office/inspections/{inspection.id}"
    data = {"revision": 1, "category-market_scales": "no_problem"}
    assert office.post(f"{base}/approve", data=data).status_code == 302
    cookie = office.get_cookie("session").value

    def publish(client):
        client.set_cookie("session", cookie)
        return client.post(f"{base}/publish").status_code

    assert sorted(together(*[publish] * AT_ONCE)) == [302, 409, 409, 409]
    assert fresh(session).scalar(select(func.count()).select_from(Outcome)) == 1
