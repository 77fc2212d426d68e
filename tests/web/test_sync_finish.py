"""The manifest closes a visit: the server says complete, or what is missing."""

from __future__ import annotations

import hashlib

import pytest
from sqlalchemy import select

from server.services import entries
from server.store.inspections import Inspection, InspectionPhoto, Manifest, Operation, Quarantined
from tests.web.tablets import PASSING, carry, complete, fresh, jpeg, visit


@pytest.fixture
def inspection(make):
    return visit(make)


@pytest.fixture
def tablet(client, make, inspection):
    return carry(client, make, inspection)


def row(session, inspection):
    fresh(session)
    return session.get(Inspection, inspection.id)


def test_a_complete_manifest_hands_the_inspection_to_review(session, tablet, inspection):
    complete(tablet, inspection.id, PASSING, (jpeg(1), jpeg(2)))
    found = row(session, inspection)
    assert (found.state, found.verdict, found.conflicts) == ("in_review", "pass", 0)
    assert found.folded["record"] == PASSING
    assert found.result["programme"] == "market_scales"
    assert found.assignment.state == "finished"
    photos = session.scalars(select(InspectionPhoto)).all()
    assert {photo.sha256 for photo in photos} == {hashlib.sha256(jpeg(n)).hexdigest() for n in (1, 2)}
    assert {photo.public for photo in photos} == {None}


def test_the_same_manifest_gets_the_same_receipt(tablet, inspection, clock):
    complete(tablet, inspection.id, PASSING)
    first = tablet.finish(inspection.id, tablet.seq).json
    clock.forward(days=2)
    again = tablet.finish(inspection.id, tablet.seq).json
    assert first["complete"] is again["complete"] is True
    assert first["receipt"] == again["receipt"]
    assert first["receipt"]["id"] == inspection.id
    assert first["receipt"]["kind"] == "inspection"
    assert tablet.get("receipts").json["receipts"][-1] == first["receipt"]


def test_what_is_missing_is_named_until_it_is_there(session, tablet, inspection):
    data = jpeg(1)
    digest = hashlib.sha256(data).hexdigest()
    made = [*tablet.record(inspection.id, PASSING), tablet.photo(inspection.id, data)]
    made.append(tablet.entry(inspection.id, "finish", {"operations": len(made)}))
    tablet.send(*made[:2], *made[3:])
    total = len(made)
    missing = tablet.finish(inspection.id, total, (digest,)).json["missing"]
    assert missing == {
        "operations": {"expected": total, "received": total - 1},
        "photos": [digest],
        "waiting": {"held": total - 3, "failed": 0, "quarantined": 0},
    }
    assert row(session, inspection).state == "open"
    tablet.send(made[2])
    assert tablet.finish(inspection.id, total, (digest,)).json["missing"]["photos"] == [digest]
    assert row(session, inspection).state == "finished"
    tablet.put(data)
    assert tablet.finish(inspection.id, total, (digest,)).json["complete"]
    assert row(session, inspection).state == "in_review"


def test_a_photo_that_the_list_forgets_is_missed_all_the_same(tablet, inspection):
    drawn, data = jpeg(1), jpeg(2)
    strokes = hashlib.sha256(drawn).hexdigest()
    tablet.photo(inspection.id, data)
    tablet.entry(
        inspection.id, "signature", {"name": "王某", "strokes_sha256": strokes, "record_sha256": "0" * 64}
    )
    tablet.entry(inspection.id, "finish", {"operations": 2})
    tablet.send(*tablet.made)
    missing = tablet.finish(inspection.id, 3).json["missing"]["photos"]
    assert missing == sorted([strokes, hashlib.sha256(data).hexdigest()])


def test_the_review_waits_for_every_tablet_that_sent_something(client, make, session, tablet, inspection):
    colleague = carry(client, make, inspection, position=1)
    colleague.send(colleague.set(inspection.id, ["retail", "@1", "goods"], "虾"))
    tablet.record(inspection.id, PASSING)
    tablet.entry(inspection.id, "finish", {"operations": tablet.seq})
    tablet.send(*tablet.made)
    assert tablet.finish(inspection.id, tablet.seq).json["complete"]
    assert row(session, inspection).state == "finished"
    colleague.send(colleague.entry(inspection.id, "undo", {"of": colleague.made[0]["id"]}))
    assert colleague.finish(inspection.id, 2).json["complete"]
    assert row(session, inspection).state == "in_review"


def test_a_complete_manifest_without_a_finish_leaves_the_visit_open(session, tablet, inspection):
    tablet.send(tablet.set(inspection.id, ["date"], "2026-03-05"))
    assert tablet.finish(inspection.id, 1).json["complete"]
    assert row(session, inspection).state == "open"


def test_an_undone_finish_is_none(session, tablet, inspection):
    finish = tablet.entry(inspection.id, "finish", {"operations": 0})
    tablet.send(finish, tablet.entry(inspection.id, "undo", {"of": finish["id"]}))
    assert tablet.finish(inspection.id, 2).json["complete"]
    assert row(session, inspection).state == "finished"
    tablet.send(tablet.entry(inspection.id, "finish", {"operations": 2}))
    assert tablet.finish(inspection.id, 3).json["complete"]
    assert row(session, inspection).state == "in_review"


def test_an_entry_in_quarantine_waits_for_a_supervisor(session, supervisor, tablet, inspection, now, zone):
    tablet.entry(inspection.id, "dance", {})
    tablet.entry(inspection.id, "finish", {"operations": 1})
    tablet.send(*tablet.made)
    waiting = tablet.finish(inspection.id, 2).json["missing"]["waiting"]
    assert waiting == {"held": 0, "failed": 0, "quarantined": 1}
    fresh(session)
    refused = session.scalar(select(Quarantined))
    entries.see(session, supervisor, now, quarantined_ids=[refused.id], reason="程序错误", zone=zone)
    session.commit()
    assert row(session, inspection).state == "in_review"
    assert tablet.finish(inspection.id, 2).json["complete"]


def test_a_failed_entry_waits_for_a_supervisor(session, supervisor, tablet, inspection, now, zone):
    late = tablet.set(inspection.id, ["date"], "2026-03-05", revision=7)
    tablet.entry(inspection.id, "finish", {"operations": 1})
    tablet.send(*tablet.made)
    assert tablet.finish(inspection.id, 1, revision=7).json["missing"]["waiting"]["failed"] == 1
    entries.set_aside(session, supervisor, now, operation_ids=[late["id"]], reason="版本不符", zone=zone)
    session.commit()
    assert tablet.finish(inspection.id, 1, revision=7).json["complete"]
    receipts = tablet.get("receipts").json["receipts"]
    assert [one["state"] for one in receipts if one["id"] == late["id"]] == ["failed"]


def test_a_manifest_of_a_stranger_is_refused(client, make, inspection):
    other = visit(make)
    stranger = carry(client, make, other)
    answer = stranger.finish(inspection.id, 0)
    assert (answer.status_code, answer.json["code"]) == (409, "operation_not_yours")
    assert stranger.finish("none", 0).status_code == 404


@pytest.mark.parametrize(
    "body",
    [{}, {"revision": 0}, {"operations": -1}, {"photos": ["x"]}, {"photos": 3}, {"operations": "many"}],
)
def test_a_manifest_that_makes_no_sense_is_refused(session, tablet, inspection, body):
    whole = {"revision": 1, "operations": 0, "photos": [], **body} if body else {}
    path = f"/api/sync/inspections/{inspection.id}/finish"
    answer = tablet.client.post(path, json=whole, headers=tablet.headers)
    assert (answer.status_code, answer.json["code"]) == (400, "bad_request")
    fresh(session)
    assert session.scalar(select(Manifest)) is None


def test_entries_after_the_review_began_fail_and_change_nothing(session, tablet, inspection):
    complete(tablet, inspection.id, PASSING)
    before = row(session, inspection).folded
    late = tablet.set(inspection.id, ["stage"], "verification")
    assert tablet.states(late) == ["failed"]
    found = row(session, inspection)
    assert (found.state, found.folded) == ("in_review", before)
    assert session.get(Operation, late["id"]).fault["code"] == "operation_closed"
    answer = tablet.finish(inspection.id, tablet.seq).json
    assert answer["missing"]["waiting"]["failed"] == 1


def test_what_an_absent_inspector_entered_counts_and_the_review_does_not_wait_for_the_rest(
    client, make, now, session
):
    inspection = visit(make)
    carry(client, make, inspection)
    absent, present = (carry(client, make, inspection, position=1, turn=turn) for turn in (0, 1))
    held = absent.set(inspection.id, ["stage"], "in_service")
    late = absent.set(inspection.id, ["date"], "2026-03-05")
    assert absent.states(held) == ["applied"]
    assert absent.get("bundle").json["assignments"] == []
    complete(present, inspection.id, {"remark": "到场"})
    assert fresh(session).get(Inspection, inspection.id).state == "in_review"
    assert absent.states(late) == ["failed"]
    stored = fresh(session).get(Operation, late["id"])
    assert stored.fault["code"] == "operation_closed"
