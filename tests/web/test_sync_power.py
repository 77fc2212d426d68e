"""The power of the server fails before it has stored what came, or after that and before it has answered."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.services.audit import first_break
from server.store.engine import open_engine
from server.store.inspections import Inspection, Operation, Photo
from tests.factories import Make
from tests.web.tablets import PASSING, Tablet, join, jpeg, visit


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status_code: int
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)


@dataclass(frozen=True)
class Wire:
    """Calls a server in another process as the tests' client calls one in this."""

    port: int

    def post(self, path: str, json: Any, headers: dict[str, str] | None = None) -> Answer:
        return self._call("POST", path, _bytes(json), {**(headers or {}), "Content-Type": "application/json"})

    def put(self, path: str, data: bytes, headers: dict[str, str]) -> Answer:
        return self._call("PUT", path, data, headers)

    def _call(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return Answer(answer.status, answer.read().decode())
        finally:
            connection.close()


def _bytes(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


@dataclass
class House:
    """The disk of an installation, on which servers are started one after the other."""

    folder: Path
    database: str

    @contextmanager
    def server(self, moment: str) -> Iterator[Wire]:
        """A server whose power fails at a moment of the request inside :meth:`failing`."""
        environment = {
            **os.environ,
            "FAIR_SCALE_DATA": str(self.folder / "var"),
            "FAIR_SCALE_DATABASE": self.database,
            "FAIR_SCALE_SECRET_KEY": "a key for tests only, long enough",
        }
        command = [sys.executable, "-m", "tests.web.power", moment, str(self.folder / "armed")]
        with subprocess.Popen(
            command, env=environment, cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout
            try:
                yield Wire(int(process.stdout.readline()))
            finally:
                process.kill()

    @contextmanager
    def failing(self) -> Iterator[None]:
        """The power fails in the request that is made here."""
        (self.folder / "armed").touch()
        with pytest.raises(ConnectionError):
            yield
        (self.folder / "armed").unlink()


@pytest.fixture
def house(sqlite_url: str, tmp_path: Path) -> House:
    (tmp_path / "var").mkdir()
    return House(tmp_path, sqlite_url)


@pytest.mark.parametrize("moment", ["before", "answer"])
def test_a_power_cut_before_or_after_storing_loses_and_doubles_nothing(house: House, moment: str) -> None:
    engine = open_engine(house.database)
    with Session(engine, expire_on_commit=False) as session:
        make = Make(session, datetime.now(UTC))
        inspection, user = visit(make), make.user("inspector")
        join(make, inspection, user.inspector_id)
        make.commit()
    picture = jpeg(1)
    digest = hashlib.sha256(picture).hexdigest()
    with house.server(moment) as wire:
        tablet = Tablet(wire, user.username, make.now).enrol()
        tablet.record(inspection.id, PASSING)
        tablet.photo(inspection.id, picture)
        tablet.entry(inspection.id, "finish", {"operations": tablet.seq + 1})
        calls = (
            lambda: tablet.post(*tablet.made),
            lambda: tablet.put(picture),
            lambda: tablet.finish(inspection.id, tablet.seq, (digest,)),
        )
        with house.failing():
            calls[0]()
    for call, following in zip_longest(calls, calls[1:]):
        # The power is back, and the tablet asks for the same again; then it fails in the next request.
        with house.server(moment) as tablet.client:
            answer = call()
            assert answer.status_code == 200, answer.text
            if following:
                with house.failing():
                    following()
    assert answer.json["complete"]

    with Session(engine) as session:
        rows = session.scalars(select(Operation).order_by(Operation.seq)).all()
        assert [json.loads(row.raw) for row in rows] == tablet.made
        assert {row.state for row in rows} == {"applied"}
        assert session.scalars(select(Photo.sha256)).all() == [digest]
        assert session.get(Inspection, inspection.id).state == "in_review"
        assert first_break(session) is None
    stored = house.folder / "var" / "files" / digest[:2] / digest
    assert stored.read_bytes() == picture
    engine.dispose()
