"""Entries come in: exactly once, in order, and nothing is lost that makes sense."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import func, select

from server.store.audit import AuditEntry
from server.store.inspections import Inspection, Operation, Quarantined
from server.store.users import Device
from tests.web.tablets import Tablet, fresh, join, visit


@pytest.fixture
def inspection(make):
    return visit(make)


@pytest.fixture
def tablet(client, make, inspection, now):
    inspector = make.inspector()
    user = make.user("inspector", inspector_id=inspector.id)
    join(make, inspection, inspector.id)
    make.commit()
    return Tablet(client, user.username, now).enrol()


@pytest.fixture
def colleague(client, make, inspection, now):
    inspector = make.inspector()
    user = make.user("inspector", inspector_id=inspector.id)
    join(make, inspection, inspector.id, position=1)
    make.commit()
    return Tablet(client, user.username, now).enrol("平板 8")


def fetch(session, model, key):
    """Read a row as it is now, whatever this session saw before."""
    fresh(session)
    return session.get(model, key)


def count(session, model):
    fresh(session)
    return session.scalar(select(func.count()).select_from(model))


def test_an_entry_is_kept_as_received_and_applied(session, tablet, inspection):
    raw = json.dumps(tablet.set(inspection.id, ["date"], "2026-03-05"), indent=1, ensure_ascii=False)
    answer = tablet.client.post(
        "/api/sync/operations",
        data=f'{{"unsent": 3, "operations" : [ {raw} ], "clock_offset_ms": -1500}}',
        headers=tablet.headers,
    )
    assert answer.status_code == 200
    result = answer.json["results"][0]
    assert result["state"] == "applied"
    assert result["receipt"] == {
        "id": tablet.made[0]["id"],
        "kind": "operation",
        "state": "applied",
        "received_at": "2026-03-02T01:00:00.000Z",
    }
    assert answer.json["server_time"] == "2026-03-02T01:00:00.000Z"
    stored = fetch(session, Operation, tablet.made[0]["id"])
    assert (stored.raw, stored.place, stored.clock_offset_ms) == (raw, 1, -1500)
    assert fetch(session, Device, tablet.device).unsent == 3
    assert fetch(session, Inspection, inspection.id).started_at is not None


def test_the_same_entry_gets_the_same_receipt_any_number_of_times(session, tablet, inspection):
    entry = tablet.set(inspection.id, ["date"], "2026-03-05")
    first = tablet.send(entry)
    again = tablet.send(dict(reversed(entry.items())), entry, entry)
    assert again == first * 3
    assert count(session, Operation) == 1


def test_the_same_id_with_other_content_is_quarantined_and_the_batch_goes_on(session, tablet, inspection):
    entry = tablet.set(inspection.id, ["date"], "2026-03-05")
    other = tablet.set(inspection.id, ["stage"], "in_service")
    tablet.send(entry)
    changed = {**entry, "body": {"path": ["date"], "value": "2026-03-06"}}
    results = tablet.send(changed, other)
    assert [result["state"] for result in results] == ["quarantined", "applied"]
    assert results[0]["problem"]["code"] == "operation_id_taken"
    assert "receipt" not in results[0]
    assert tablet.send(changed) == results[:1]
    assert count(session, Quarantined) == 1
    assert fetch(session, Operation, entry["id"]).body["value"] == "2026-03-05"


def test_the_same_number_with_other_content_is_quarantined(tablet, inspection):
    tablet.send(tablet.set(inspection.id, ["date"], "2026-03-05"))
    result = tablet.send(tablet.set(inspection.id, ["date"], "2026-03-06", seq=1))[0]
    assert (result["state"], result["problem"]["code"]) == ("quarantined", "operation_seq_taken")


def test_a_gap_holds_what_follows_until_it_closes(session, tablet, inspection):
    one, two, three, four = (tablet.set(inspection.id, ["date"], f"2026-03-0{n}") for n in range(1, 5))
    assert tablet.states(one, four, three) == ["applied", "held", "held"]
    assert fetch(session, Device, tablet.device).last_seq == 1
    assert tablet.states(two) == ["applied"]
    receipts = tablet.get("receipts").json["receipts"]
    assert [(receipt["id"], receipt["state"]) for receipt in receipts] == [
        (entry["id"], "applied") for entry in (one, two, three, four)
    ]
    fresh(session)
    places = select(Operation.seq).order_by(Operation.place)
    assert list(session.scalars(places)) == [1, 2, 3, 4]


def test_a_quarantined_entry_is_no_gap(tablet, inspection):
    senseless = tablet.entry(inspection.id, "dance", {})
    following = tablet.set(inspection.id, ["date"], "2026-03-05")
    assert tablet.states(senseless, following) == ["quarantined", "applied"]


def test_an_entry_that_is_too_large_is_no_gap_and_belongs_to_its_inspection(session, tablet, inspection):
    large = tablet.set(inspection.id, ["where"], "x" * 70_000)
    following = tablet.set(inspection.id, ["date"], "2026-03-05")
    assert tablet.states(large, following) == ["quarantined", "applied"]
    kept = session.scalar(select(Quarantined))
    assert (kept.seq, kept.inspection_id, kept.revision) == (1, inspection.id, 1)


def test_a_quarantined_entry_before_a_gap_is_no_gap_when_the_gap_closes(tablet, inspection):
    one = tablet.set(inspection.id, ["date"], "2026-03-05")
    senseless = tablet.entry(inspection.id, "dance", {})
    three = tablet.set(inspection.id, ["stage"], "in_service")
    assert tablet.states(three) == ["held"]
    assert tablet.states(senseless) == ["quarantined"]
    assert tablet.states(one, three) == ["applied", "applied"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"device": "01900000-0000-7000-8000-0000000000ff"}, "operation_device"),
        ({"inspection": "01900000-0000-7000-8000-0000000000ff"}, "operation_inspection"),
        ({"inspection": "…"}, "operation_inspection"),
        ({"id": "no uuid"}, "operation_id"),
        ({"id": "\x00\ud800"}, "operation_text"),
        ({"at": "2099-01-01T00:00:00Z"}, "operation_at"),
        ({"kind": "dance"}, "operation_kind"),
        ({"body": {"path": ["a"], "value": "x" * 70_000}}, "operation_too_large"),
        ({"body": {"path": ["a"], "value": 0.1}}, "operation_number"),
    ],
)
def test_an_entry_that_makes_no_sense_is_quarantined_and_the_next_is_taken(
    session, tablet, inspection, change, code
):
    bad = {**tablet.set(inspection.id, ["date"], "2026-03-05"), **change}
    tablet.seq -= 1
    good = tablet.set(inspection.id, ["date"], "2026-03-06")
    bad_result, good_result = tablet.send(bad, good)
    assert (bad_result["state"], bad_result["problem"]["code"]) == ("quarantined", code)
    assert good_result["state"] == "applied"
    fresh(session)
    kept = session.scalar(select(Quarantined))
    assert json.loads(kept.raw) == bad


def test_what_is_no_entry_at_all_is_quarantined_too(session, tablet):
    assert tablet.states(1, None, "text", [], {}) == ["quarantined"] * 5
    assert count(session, Quarantined) == 5


def test_an_inspection_of_another_team_fails_and_is_kept(session, make, tablet):
    foreign = visit(make)
    make.commit()
    result = tablet.send(tablet.set(foreign.id, ["date"], "2026-03-05"))[0]
    assert (result["state"], result["problem"]["code"]) == ("failed", "operation_not_yours")
    assert result["receipt"]["state"] == "failed"
    assert fetch(session, Operation, tablet.made[0]["id"]).raw
    assert fetch(session, Inspection, foreign.id).entries == 0


@pytest.mark.parametrize("state", ["in_review", "approved", "published", "withdrawn"])
def test_an_inspection_that_is_no_longer_open_fails_and_is_kept(session, tablet, inspection, state):
    fetch(session, Inspection, inspection.id).state = state
    session.commit()
    result = tablet.send(tablet.set(inspection.id, ["date"], "2026-03-05"))[0]
    assert (result["state"], result["problem"]["code"]) == ("failed", "operation_closed")


def test_an_entry_of_an_earlier_revision_changes_nothing(session, tablet, inspection):
    fetch(session, Inspection, inspection.id).revision = 2
    session.commit()
    late, new = (
        tablet.set(inspection.id, ["date"], "2026-03-05"),
        tablet.set(inspection.id, ["date"], "2026-03-06", revision=2),
    )
    results = tablet.send(late, new)
    assert [result["state"] for result in results] == ["failed", "applied"]
    assert results[0]["problem"]["code"] == "operation_revision"


def test_problems_are_worded_for_the_reader(tablet, inspection):
    bad = tablet.entry(inspection.id, "dance", {})
    for language, words in (("zh", "不认识的条目类型。"), ("en", "An entry of an unknown kind.")):
        answer = tablet.client.post(
            f"/api/sync/operations?lang={language}", json={"operations": [bad]}, headers=tablet.headers
        )
        assert answer.json["results"][0]["problem"]["title"] == words


def test_the_two_tablets_of_a_team_see_each_others_entries(tablet, colleague, inspection):
    mine = [
        tablet.set(inspection.id, ["date"], "2026-03-05"),
        tablet.set(inspection.id, ["stage"], "in_service"),
    ]
    theirs = colleague.set(inspection.id, ["retail", "@1", "goods"], "虾")
    tablet.send(*mine)
    colleague.send(theirs)
    seen = others(colleague, inspection)
    assert seen["operations"] == mine
    assert others(tablet, inspection)["operations"] == [theirs]
    assert others(colleague, inspection, **seen["next"])["operations"] == []
    later = tablet.set(inspection.id, ["date"], "2026-03-06")
    tablet.send(later)
    assert others(colleague, inspection, **seen["next"])["operations"] == [later]


def others(tablet, inspection, **since):
    body = {"since": {inspection.id: "", "none": "", **since}}
    return tablet.client.post("/api/sync/others", json=body, headers=tablet.headers).json


def test_many_entries_of_others_come_in_pieces(tablet, colleague, inspection, monkeypatch):
    mine = [tablet.set(inspection.id, ["retail", f"@{n}", "goods"], str(n)) for n in range(5)]
    tablet.send(*mine)
    monkeypatch.setattr("server.web.sync.inspections.MOST", 2)
    since, found = {}, []
    while piece := others(colleague, inspection, **since)["operations"]:
        assert len(piece) <= 2
        found += piece
        since = {inspection.id: str(len(found))}
    assert found == mine


def test_a_stranger_does_not_see_the_entries_of_an_inspection(client, make, tablet, inspection, now):
    user = make.user("inspector")
    make.commit()
    tablet.send(tablet.set(inspection.id, ["date"], "2026-03-05"))
    stranger = Tablet(client, user.username, now).enrol()
    told = others(stranger, inspection)
    assert (told["operations"], told["next"]) == ([], {})
    refused = client.post("/api/sync/others", json={"since": {"x": "-1"}}, headers=stranger.headers)
    assert (refused.status_code, refused.json["code"]) == (400, "bad_request")


def test_a_lost_answer_is_made_good_by_asking_for_receipts(tablet, inspection):
    entries = [tablet.set(inspection.id, ["date"], f"2026-03-0{n}") for n in range(1, 6)]
    receipts = [result["receipt"] for result in tablet.send(*entries)]
    first = tablet.get("receipts").json
    assert first["receipts"] == receipts
    assert tablet.get(f"receipts?since={first['next']}").json["receipts"] == []


def test_a_batch_is_one_entry_of_the_audit_log(session, tablet, inspection):
    before = count(session, AuditEntry)
    tablet.send(*(tablet.set(inspection.id, ["date"], f"2026-03-0{n}") for n in range(1, 6)))
    assert count(session, AuditEntry) == before + 1
    entry = session.scalar(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(1))
    assert (entry.action, entry.noun_id) == ("sync.receive", tablet.device)
    assert entry.body == {"entries": 5, "receipts": 10, "applied": 5}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"\xff",
        b'{"operations": []}',
        b'{"operations": {}}',
        b'{"operations": 3}',
        b'{"operations": [1,]}',
        b'{"operations": [NaN]}',
        b'{"operations": [1]} 2',
        b'{"operations": [1], "unsent": "many"}',
        b'{"operations": [1], "unsent": -1}',
        b'{"operations": [1], "clock_offset_ms": 1.5}',
        b'{"operations": [' + b"1," * 100 + b"1]}",
        b'{"operations": [' + b"[" * 100_000 + b"]" * 100_000 + b"]}",
        b'{"operations": [' + b"9" * 5000 + b"]}",
    ],
)
def test_a_body_that_is_no_batch_is_refused_and_changes_nothing(session, tablet, body):
    answer = tablet.client.post("/api/sync/operations", data=body, headers=tablet.headers)
    assert (answer.status_code, answer.json["code"]) == (400, "bad_request")
    assert answer.mimetype == "application/problem+json"
    assert count(session, Quarantined) == count(session, Operation) == 0


def test_a_batch_above_the_limit_is_refused_with_413(session, tablet, inspection):
    many = [tablet.set(inspection.id, ["a"], "x" * 9_000) for _ in range(100)]
    big = [{**entry, "padding": "y" * 15_000} for entry in many]
    answer = tablet.post(*big)
    assert (answer.status_code, answer.json["code"]) == (413, "too_large")
    assert count(session, Operation) == 0
    assert set(tablet.states(*big[:50])) == {"applied"}
