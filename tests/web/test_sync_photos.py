"""Photos come in under their hash, and nothing else does."""

from __future__ import annotations

import hashlib
import struct
import zlib
from dataclasses import replace
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import func, select

from server.store.files import FileStore
from server.store.inspections import Photo
from server.store.users import Device
from tests.web.tablets import Tablet, fresh, jpeg, visit


@pytest.fixture
def tablet(client, make, now):
    user = make.user("inspector")
    make.commit()
    return Tablet(client, user.username, now).enrol()


@pytest.fixture
def files(settings):
    return FileStore(settings.files)


def bomb(width=60_000, height=60_000):
    """A PNG of few bytes that says it unpacks to gigabytes."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


def picture(kind):
    out = BytesIO()
    Image.new("RGB", (8, 6), "red").save(out, kind)
    return out.getvalue()


@pytest.mark.parametrize(
    ("kind", "mime"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")]
)
def test_a_photo_is_stored_byte_for_byte_before_its_receipt(session, tablet, files, kind, mime):
    data = picture(kind)
    answer = tablet.put(data)
    digest = hashlib.sha256(data).hexdigest()
    assert answer.status_code == 200
    assert answer.json["receipt"] == {
        "id": digest,
        "kind": "photo",
        "state": "applied",
        "received_at": "2026-03-02T01:00:00.000Z",
    }
    assert files.get(digest) == data
    row = session.get(Photo, digest)
    assert (row.mime, row.width, row.height, row.size) == (mime, 8, 6, len(data))


def test_the_same_photo_twice_is_one_photo_with_one_receipt(session, tablet, clock):
    first = tablet.put(jpeg())
    clock.forward(hours=1)
    second = tablet.put(jpeg())
    assert first.json["receipt"] == second.json["receipt"]
    assert session.scalar(select(func.count()).select_from(Photo)) == 1


def test_head_tells_whether_a_photo_is_here(tablet):
    data = jpeg(5)
    path = f"/api/sync/photos/{hashlib.sha256(data).hexdigest()}"
    assert tablet.client.head(path, headers=tablet.headers).status_code == 404
    tablet.put(data)
    answer = tablet.client.head(path, headers=tablet.headers)
    assert (answer.status_code, answer.data) == (200, b"")


@pytest.mark.parametrize(
    ("data", "digest", "status", "code"),
    [
        (jpeg(1), "0" * 64, 422, "photo_hash"),
        (jpeg(1)[:-20], hashlib.sha256(jpeg(1)).hexdigest(), 422, "photo_hash"),
        (jpeg(1), "../../../etc/passwd", 404, "not_found"),
        (jpeg(1), "A" * 64, 422, "photo_hash"),
        (b"", None, 422, "photo_unreadable"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None, 422, "photo_unreadable"),
        (b"%PDF-1.7", None, 422, "photo_unreadable"),
        (picture("GIF"), None, 422, "photo_unreadable"),
        (picture("TIFF"), None, 422, "photo_unreadable"),
        (jpeg(1, (400, 300))[:-200], None, 422, "photo_unreadable"),
        (bomb(), None, 422, "photo_unreadable"),
        (bomb(7_000, 6_000), None, 422, "photo_unreadable"),
    ],
)
def test_what_is_no_photo_is_refused_and_not_kept(session, tablet, settings, data, digest, status, code):
    answer = tablet.put(data, digest)
    assert (answer.status_code, answer.json["code"]) == (status, code)
    assert session.scalar(select(func.count()).select_from(Photo)) == 0
    assert not settings.files.exists()


def test_a_photo_above_the_limit_is_refused_with_413(app, settings, tablet, session):
    app.extensions["settings"] = replace(settings, photo_limit_mb=1)
    answer = tablet.put(b"\0" * (1024 * 1024 + 1))
    assert (answer.status_code, answer.json["code"]) == (413, "too_large")


def test_photo_receipts_are_listed_with_the_others(tablet):
    photos = [jpeg(n) for n in range(3)]
    receipts = [tablet.put(data).json["receipt"] for data in photos]
    assert tablet.get("receipts").json["receipts"] == receipts


def test_each_photo_leaves_the_tablet_with_one_less_to_send(session, tablet, make):
    inspection = visit(make)
    make.commit()
    tablet.post(tablet.entry(inspection.id, "start", {"date": "2026-03-02"}), unsent=2)
    for colour, left in ((1, 1), (2, 0), (3, 0)):
        assert tablet.put(jpeg(colour)).status_code == 200
        assert fresh(session).get(Device, tablet.device).unsent == left
