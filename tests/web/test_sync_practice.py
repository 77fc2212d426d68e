"""Practice: made-up visits to try every programme on, of which nothing can become a record of the office."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from sqlalchemy import func, select

from server.domain import programmes
from server.store.inspections import Inspection, Manifest, Operation, Quarantined
from server.store.outcomes import Outcome
from tests.web.tablets import PASSING, carry, fresh, visit


@pytest.fixture
def tablet(client, make):
    return carry(client, make, visit(make))


def test_there_is_a_made_up_visit_of_each_programme(tablet):
    practice = tablet.get("practice").json
    visits = practice["assignments"]
    assert [one["programme"] for one in visits] == list(programmes.names())
    assert practice["programmes"].keys() == set(programmes.names())
    assert practice["practice"] is True
    assert "epoch" not in practice
    registers = {
        section.get("register")
        for one in practice["programmes"].values()
        for section in one["form"]["sections"]
    }
    for one in visits:
        sections = practice["programmes"][one["tables"]]["form"]["sections"]
        for register in registers - {None}:
            asked = any(section.get("register") == register for section in sections)
            assert bool(one[register]) is asked, (one["programme"], register)
    assert tablet.get("practice", **{"If-None-Match": f'"{practice["bundle"]}"'}).status_code == 304


def test_a_practice_record_is_neither_received_nor_published(tablet, session, make):
    """Even when a tablet sends it as if it were an inspection, signed, finished and all."""
    before = fresh(session).scalar(select(func.count()).select_from(Operation))
    for one in tablet.get("practice").json["assignments"]:
        practised = one["inspection"]
        tablet.record(practised, PASSING)
        tablet.entry(practised, "finish", {"operations": 1})
        answer = tablet.finish(practised, 1)
        assert (answer.status_code, answer.json["code"]) == (404, "not_found")
    results = tablet.send(*tablet.made)
    assert {one["state"] for one in results} == {"quarantined"}
    assert {one["problem"]["code"] for one in results} == {"operation_inspection"}
    assert fresh(session).scalar(select(func.count()).select_from(Operation)) == before
    assert session.scalar(select(func.count()).select_from(Quarantined)) == len(results)
    for model in (Manifest, Outcome):
        assert session.scalar(select(func.count()).select_from(model)) == 0
    assert session.scalar(select(func.count()).select_from(Inspection)) == 1


def test_a_rescue_file_of_practice_is_refused(tablet, make, sign_in):
    practised = tablet.get("practice").json["assignments"][0]["inspection"]
    entry = {**tablet.set(practised, ["stage"], "in_service"), "device": practised}
    file = {
        "format": "fair-scale-rescue/1",
        "device": practised,
        "inspector": None,
        "epoch": None,
        "made_at": entry["at"],
        "clock_offset_ms": None,
        "operations": [entry],
        "photos": [],
    }
    client = sign_in("supervisor")
    data = {"file": (BytesIO(json.dumps(file).encode()), "rescue.json")}
    page = client.post("/office/devices/rescue/", data=data, follow_redirects=True)
    assert page.status_code == 422, page.text
