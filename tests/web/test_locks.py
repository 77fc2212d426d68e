"""Nobody waits to write while something slow is received or looked through: SQLite has one writer at a time."""

# ruff: noqa: F811 - fixtures of other modules are asked for by their names

from __future__ import annotations

import json
import sqlite3
from io import BytesIO

import pytest

from server.documents import photos
from server.services import users
from server.store.audit import AuditEntry
from tests.factories import Make
from tests.web.tablets import Tablet, carry, fresh, jpeg, visit
from tests.web.test_business import address, outcome  # noqa: F401
from tests.web.test_handover_api import STEPS, administrator, give, row  # noqa: F401
from tests.web.test_handovers import database_url, hand_over, inspection, office  # noqa: F401
from tests.web.test_rescues import rescue, upload, whole_visit


@pytest.fixture
def another(sqlite_url):
    """Write something else at this moment; fails when it would have to wait."""

    def another() -> None:
        others = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), timeout=0.05, isolation_level=None)
        others.execute("BEGIN IMMEDIATE")
        others.execute("ROLLBACK")
        others.close()

    return another


class Slow(BytesIO):
    """A body that comes in pieces over a slow network; ``meanwhile`` happens before each."""

    def __init__(self, body: bytes, meanwhile) -> None:
        super().__init__(body)
        self.meanwhile = meanwhile
        self.pieces = 0

    def read(self, size=-1) -> bytes:
        self.meanwhile()
        self.pieces += 1
        return super().read(min(size, 8) if size > 0 else 8)

    def readinto(self, buffer) -> int:
        piece = self.read(len(buffer))
        buffer[: len(piece)] = piece
        return len(piece)


@pytest.fixture
def looked_at(monkeypatch, another):
    """The photos that were unpacked, each while something else was written."""
    seen, examine = [], photos.examine

    def slowly(data: bytes) -> photos.Examined:
        another()
        seen.append(data)
        return examine(data)

    monkeypatch.setattr(photos, "examine", slowly)
    return seen


def test_a_recipient_with_a_slow_network_keeps_nobody_waiting(client, session, row, give, another):
    body = Slow(json.dumps({"step": "take_up", "text": "已受理"}).encode(), another)
    answer = client.post(
        STEPS,
        headers=give(),
        input_stream=body,
        content_type="application/json",
    )
    assert (answer.status_code, answer.json["state"]) == (200, "taken_up")
    assert body.pieces > 2


def test_the_photos_of_a_business_are_looked_at_while_others_write(client, address, looked_at):
    files = [(BytesIO(jpeg(number)), f"{number}.jpg") for number in (1, 2)]
    answer = client.post(f"{address}/objections", data={"objection": "秤未坏", "files": files})
    assert answer.status_code == 302
    assert looked_at == [jpeg(1), jpeg(2)]


def test_more_files_than_are_taken_are_not_even_looked_at(client, address, looked_at):
    files = [(BytesIO(jpeg(1)), f"{number}.jpg") for number in range(11)]
    answer = client.post(f"{address}/objections", data={"objection": "秤未坏", "files": files})
    assert answer.status_code == 422
    assert (
        client.post("/business/x/objections", data={"files": (BytesIO(jpeg(1)), "1.jpg")}).status_code == 404
    )
    assert not looked_at


def test_a_rescue_file_is_looked_through_while_others_write(client, make, session, office, looked_at):
    visited = visit(make)
    tablet = carry(client, make, visited)
    pictures = [jpeg(7), jpeg(8)]
    file = rescue(tablet, whole_visit(tablet, visited), pictures)
    assert upload(office, file).status_code == 302
    assert looked_at == pictures
    assert fresh(session).get(type(visited), visited.id).state == "finished"


@pytest.fixture
def compared(monkeypatch, another):
    """The passwords that were compared, each while something else was written."""
    seen, hasher = [], users._hasher

    class Slowly:
        def verify(self, kept: str, password: str) -> bool:
            another()
            seen.append(password)
            return hasher.verify(kept, password)

    monkeypatch.setattr(users, "_hasher", Slowly())
    return seen


def test_passwords_are_compared_while_others_write(client, make, session, now, compared):
    office, inspector = make.user(), make.user("inspector")
    make.commit()
    for password in ("a wrong password", Make.PASSWORD):
        client.post("/account/sign-in", data={"username": office.username, "password": password})
    Tablet(client, inspector.username, now).enrol()
    assert compared == ["a wrong password", Make.PASSWORD, Make.PASSWORD]
    assert [row.action for row in session.query(AuditEntry).order_by(AuditEntry.seq)] == [
        "user.sign_in",
        "device.enrol",
    ]
