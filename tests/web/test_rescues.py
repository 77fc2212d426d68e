"""Rescue files: what a tablet could not send is carried to the office and comes in through the same door."""

from __future__ import annotations

import base64
import hashlib
import json
import struct
import zlib
from io import BytesIO

import pytest
from sqlalchemy import func, select

from server.domain.canonical import digest, sha256
from server.domain.rescue_proofs import proof
from server.services import devices
from server.store.audit import AuditEntry
from server.store.files import FileStore
from server.store.inspections import Inspection, Operation, Photo, Quarantined
from server.store.reviews import Review
from server.store.users import Device
from tests.web.tablets import PASSING, Tablet, as_json, carry, complete, fresh, jpeg, visit

PICTURE = jpeg(7)


@pytest.fixture
def inspection(make):
    return visit(make)


@pytest.fixture
def tablet(client, make, inspection):
    return carry(client, make, inspection)


@pytest.fixture
def office(sign_in):
    return sign_in("supervisor")


def rescue(tablet, entries, photos=(), **head):
    """The file as the tablet's page makes it."""
    epoch = tablet.client.get("/api/sync/hello").json["epoch"]
    content = {
        "format": "fair-scale-rescue/1",
        "device": tablet.device,
        "inspector": None,
        "epoch": epoch,
        "made_at": "2026-03-02T01:00:00.000Z",
        "clock_offset_ms": 1000,
        "operations": list(entries),
        "photos": [picture(data) for data in photos],
    }
    return {**content, **head}


def picture(data, **changed):
    name = hashlib.sha256(data).hexdigest()
    return {"sha256": name, "mime": "image/jpeg", "base64": base64.b64encode(data).decode(), **changed}


def upload(office, content, **form):
    data = content if isinstance(content, bytes) else as_json(content).encode()
    return office.post("/office/devices/rescue/", data={"file": (BytesIO(data), "rescue.json"), **form})


def whole_visit(tablet, inspection):
    """A record with a photo and a finish, of which nothing was sent."""
    tablet.record(inspection.id, PASSING)
    tablet.photo(inspection.id, PICTURE)
    tablet.entry(inspection.id, "finish", {"operations": tablet.seq})
    return tablet.made


def kept(session):
    fresh(session)
    models = (Operation, Photo, Quarantined)
    return tuple(session.scalar(select(func.count()).select_from(model)) for model in models)


def test_a_file_comes_in_as_if_the_tablet_had_sent_it(office, session, settings, tablet, inspection):
    entries = whole_visit(tablet, inspection)
    file = rescue(tablet, entries, [PICTURE])
    assert upload(office, file).headers["Location"] == "/office/devices/"
    assert (
        f"录入 {len(entries)} 条、照片 1 张，其中 {len(entries) + 1} 项"
        in office.get("/office/devices/").text
    )
    fresh(session)
    rows = {row.id: row for row in session.scalars(select(Operation))}
    assert {key: json.loads(row.raw) for key, row in rows.items()} == {one["id"]: one for one in entries}
    assert {row.raw for row in rows.values()} == {as_json(one) for one in entries}
    assert {(row.state, row.clock_offset_ms) for row in rows.values()} == {("applied", 1000)}
    assert FileStore(settings.files).get(hashlib.sha256(PICTURE).hexdigest()) == PICTURE
    # The tablet finds its receipts when it is back on a network, and closes the visit itself.
    receipts = tablet.get("receipts").json["receipts"]
    assert {one["id"] for one in receipts} == {*rows, hashlib.sha256(PICTURE).hexdigest()}
    assert session.get(Inspection, inspection.id).state == "finished"
    digests = (hashlib.sha256(PICTURE).hexdigest(),)
    assert tablet.finish(inspection.id, len(entries), digests).json["complete"]
    assert fresh(session).get(Inspection, inspection.id).state == "in_review"


def test_the_same_file_again_changes_nothing(office, session, tablet, inspection):
    file = rescue(tablet, whole_visit(tablet, inspection), [PICTURE])
    upload(office, file)
    before, receipts = kept(session), tablet.get("receipts").json["receipts"]
    assert upload(office, file).status_code == 302
    assert kept(session) == before
    assert tablet.get("receipts").json["receipts"] == receipts


def test_a_revoked_tablet_needs_nothing_but_its_file(office, session, supervisor, tablet, inspection, now):
    entries = whole_visit(tablet, inspection)
    devices.revoke(fresh(session), supervisor, now, device_id=tablet.device)
    session.commit()
    upload(office, rescue(tablet, entries, [PICTURE]))
    found = fresh(session).get(Inspection, inspection.id)
    assert (found.state, found.verdict) == ("in_review", "pass")


def test_entries_of_an_earlier_enrolment_come_in_and_the_tablet_learns_of_it(
    office, session, supervisor, tablet, inspection, now
):
    entries = whole_visit(tablet, inspection)
    devices.revoke(fresh(session), supervisor, now, device_id=tablet.device)
    session.commit()
    found = Tablet(tablet.client, tablet.username, tablet.now).enrol("平板 7")
    assert found.device != tablet.device
    asked = [{"id": one["id"], "sha256": digest(one)} for one in entries]
    asked.append(dict.fromkeys(("id", "sha256"), hashlib.sha256(PICTURE).hexdigest()))

    def ask(contents):
        answer = found.client.post("/api/sync/receipts", json={"contents": contents}, headers=found.headers)
        return {one["id"]: one["state"] for one in answer.json["receipts"]}

    assert ask(asked) == {}
    upload(office, rescue(found, entries, [PICTURE]))
    assert fresh(session).get(Inspection, inspection.id).state == "in_review"
    assert ask(asked) == {one["id"]: "applied" for one in asked}
    assert ask([{**asked[0], "sha256": "0" * 64}]) == {}


def test_the_tablet_learns_that_an_entry_of_an_earlier_enrolment_is_in_quarantine(office, tablet, inspection):
    (kept,) = tablet.record(inspection.id, {"date": "2026-03-05"})
    assert tablet.states(kept) == ["applied"]
    other = {**kept, "body": {"path": ["date"], "value": "2026-03-09"}}
    found = Tablet(tablet.client, tablet.username, tablet.now).enrol("平板 7")
    upload(office, rescue(found, [other]))

    def ask(*entries):
        contents = [{"id": one["id"], "sha256": digest(one)} for one in entries]
        answer = found.client.post("/api/sync/receipts", json={"contents": contents}, headers=found.headers)
        return answer.json["receipts"]

    (receipt,) = ask(other)
    assert (receipt["id"], receipt["kind"], receipt["state"]) == (kept["id"], "operation", "quarantined")
    assert receipt["problem"]["code"] == "operation_id_taken"
    assert [one["state"] for one in ask(kept)] == ["applied"]


def test_a_file_fills_the_gap_that_held_what_was_sent(office, session, tablet, inspection):
    one, two, three = (tablet.set(inspection.id, ["date"], f"2026-03-0{n}") for n in range(1, 4))
    assert tablet.states(one, three) == ["applied", "held"]
    upload(office, rescue(tablet, [two]))
    assert set(fresh(session).scalars(select(Operation.state))) == {"applied"}


def test_what_does_not_fit_waits_for_the_supervisor(office, session, tablet, inspection):
    complete(tablet, inspection.id, PASSING)
    late = tablet.set(inspection.id, ["stage"], "verification")
    other = {**tablet.made[0], "body": {"path": ["date"], "value": "2026-03-09"}}
    answer = upload(office, rescue(tablet, [other, late]))
    assert answer.headers["Location"] == "/office/entries/"
    page = office.get("/office/entries/").text
    assert "2 条需要处理。" in page and "不再接收条目" in page
    assert kept(session)[2] == 1


def test_what_a_tablet_still_owes_goes_down(office, session, tablet, inspection):
    entries = [tablet.set(inspection.id, ["date"], f"2026-03-0{n}") for n in range(1, 6)]
    tablet.send(entries[0], unsent=4)
    upload(office, rescue(tablet, entries[1:4]))
    assert fresh(session).get(Device, tablet.device).unsent == 1


def proven(tablet, file):
    """The file with the proof of its tablet."""
    marks = [sha256(as_json(one).encode()) for one in file["operations"]]
    photos = [one["sha256"] for one in file["photos"]]
    return {**file, "proof": proof(sha256(tablet.token.encode()), file, marks, photos)}


@pytest.fixture
def proving(tablet):
    """The same tablet, enrolled with a release of the client that proves its files."""
    return tablet.enrol(client="1.1")


def taken_in(session):
    """What the log says of the last rescue file."""
    rows = fresh(session).scalars(
        select(AuditEntry).where(AuditEntry.action == "entry.rescue").order_by(AuditEntry.seq)
    )
    return list(rows)[-1].body


def test_a_file_with_its_tablets_proof_is_taken_in(office, session, proving, inspection):
    file = proven(proving, rescue(proving, whole_visit(proving, inspection), [PICTURE]))
    assert upload(office, file).status_code == 302
    assert "不带平板的证明" not in office.get("/office/devices/").text
    assert taken_in(session)["proven"] is True


def test_a_file_of_an_early_release_is_taken_in_without_and_said_to_be(office, session, tablet, inspection):
    assert upload(office, rescue(tablet, whole_visit(tablet, inspection), [PICTURE])).status_code == 302
    assert "不带平板的证明" in office.get("/office/devices/").text
    assert taken_in(session)["proven"] is False


def decided(session):
    """What stands among the decisions of reviews."""
    return [row.decision for row in fresh(session).scalars(select(Review))]


def test_what_the_tablet_shows_to_be_its_own_needs_no_second_reviewer(office, session, proving, inspection):
    upload(office, proven(proving, rescue(proving, whole_visit(proving, inspection), [PICTURE])))
    assert decided(session) == []


def test_what_it_says_of_another_tablet_needs_one(office, session, supervisor, proving, inspection, now):
    entries = whole_visit(proving, inspection)
    devices.revoke(fresh(session), supervisor, now, device_id=proving.device)
    session.commit()
    found = Tablet(proving.client, proving.username, proving.now).enrol("平板 7", client="1.1")
    upload(office, proven(found, rescue(found, entries, [PICTURE])))
    assert decided(session) == ["rescue"]


def another_value(file):
    first, *rest = file["operations"]
    return {**file, "operations": [{**first, "body": {**first["body"], "date": "2026-03-09"}}, *rest]}


ALTERED = {
    "an entry": another_value,
    "one entry less": lambda file: {**file, "operations": file["operations"][:-1]},
    "no photo": lambda file: {**file, "photos": []},
    "the clock": lambda file: {**file, "clock_offset_ms": 86_400_000},
    "no proof": lambda file: {name: value for name, value in file.items() if name != "proof"},
    "an empty proof": lambda file: {**file, "proof": ""},
    "a proof that is none": lambda file: {**file, "proof": [], "made_at": []},
}


@pytest.mark.parametrize("alter", ALTERED.values(), ids=ALTERED)
def test_a_file_that_somebody_changed_is_refused(office, session, proving, inspection, alter):
    file = proven(proving, rescue(proving, whole_visit(proving, inspection), [PICTURE]))
    answer = upload(office, alter(file))
    assert answer.status_code == 422
    assert "平板“平板 7”" in answer.text and "请在平板上重新导出" in answer.text
    assert kept(session) == (0, 0, 0)


def bomb():
    """A PNG of 20 kB that unpacks to a gigabyte."""

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", 32000, 32000, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 20_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def cut(file, *parts):
    text = as_json(file)
    for part in parts:
        text = text[: text.index(part)]
    return text.encode()


HOSTILE = [
    ("rescue_form", "“”处", lambda f: b"PK\x03\x04" + b"\0" * 100),
    ("rescue_form", "operations/1”", lambda f: cut(f, '"photos"', f["operations"][1]["id"])),
    ("rescue_form", "operations/0”", lambda f: {**f, "operations": [3]}),
    ("rescue_form", "operations/0”", lambda f: {**f, "operations": [{"id": "x", "device": 7}]}),
    ("rescue_form", "made_at”", lambda f: cut(f, '"made_at"') + b'"made_at": ' + b"[" * 300_000),
    ("rescue_form", "device”", lambda f: as_json(f).replace('"epoch"', '"device": 1, "epoch"').encode()),
    ("rescue_form", "photos/0”", lambda f: {**f, "photos": [picture(PICTURE, base64="!!")]}),
    ("rescue_form", "clock_offset_ms”", lambda f: {**f, "clock_offset_ms": True}),
    ("rescue_form", "UTF-8”", lambda f: b'{"format": "\xff"}'),
    ("rescue_form", "}”", lambda f: as_json(f).encode() + b"{}"),
    ("rescue_format", "fair-scale-rescue/1", lambda f: {**f, "format": "fair-scale-rescue/9"}),
    ("rescue_epoch", "epoch", lambda f: {**f, "epoch": "01900000-0000-7000-8000-0000000000ee"}),
    ("rescue_stranger", "device”", lambda f: {**f, "device": "01900000-0000-7000-8000-0000000000dd"}),
    ("rescue_photo_hash", "photos/0”", lambda f: {**f, "photos": [picture(PICTURE, sha256="0" * 64)]}),
    ("rescue_photo_unreadable", "photos/1”", lambda f: {**f, "photos": [picture(PICTURE), picture(bomb())]}),
]


@pytest.mark.parametrize(("code", "place", "spoil"), HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_file_is_refused_with_the_place(office, session, tablet, inspection, code, place, spoil):
    whole_visit(tablet, inspection)
    answer = upload(office, spoil(rescue(tablet, tablet.made, [PICTURE])))
    assert answer.status_code == 422
    assert place in answer.text, code
    assert kept(session) == (0, 0, 0)


def test_entries_of_another_authority_are_refused_or_left_in_the_file(office, session, tablet, inspection):
    strange = {**tablet.set(inspection.id, ["stage"], "x"), "device": "01900000-0000-7000-8000-0000000000dd"}
    mine = {**tablet.set(inspection.id, ["date"], "2026-03-05"), "seq": 1}
    theirs = {**strange, "kind": "photo", "body": {"sha256": hashlib.sha256(PICTURE).hexdigest()}}
    file = rescue(tablet, [mine, strange, theirs], [PICTURE])
    answer = upload(office, file)
    assert answer.status_code == 422
    assert (
        "“operations/1”属于未在本机关登记的平板 01900000-0000-7000-8000-0000000000dd（共 2 处）"
        in answer.text
    )
    assert kept(session) == (0, 0, 0)
    assert upload(office, file, leave_strangers="1").status_code == 302
    assert kept(session) == (1, 0, 0)


def test_a_file_above_the_limit_or_none_at_all_is_refused(office, app, session, tablet):
    from dataclasses import replace

    assert "error" not in office.get("/office/devices/rescue/").text
    assert office.post("/office/devices/rescue/", data={}).status_code == 422
    app.extensions["settings"] = replace(app.extensions["settings"], rescue_limit_mb=0)
    assert upload(office, rescue(tablet, [])).status_code == 413
    assert kept(session) == (0, 0, 0)


@pytest.mark.parametrize("role", ["inspector", "administrator"])
def test_only_a_supervisor_takes_a_file_in(sign_in, session, tablet, inspection, role):
    file = rescue(tablet, whole_visit(tablet, inspection), [PICTURE])
    assert upload(sign_in(role), file).status_code == 403
    assert kept(session) == (0, 0, 0)
