"""A tablet, simulated: it speaks to the application as docs/sync.md says, through the same door as a real one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from random import Random
from typing import Any

from flask.testing import FlaskClient

from server.demo.logins import Login
from server.demo.pictures import Picture
from server.domain import folding, identifiers
from server.domain.records import build

BATCH = 100
BETWEEN_ENTRIES = timedelta(seconds=4)


class Refused(RuntimeError):
    """The application did not take what a simulated tablet sent; the city cannot be built."""


@dataclass
class Tablet:
    """An enrolled tablet with its own numbering of entries."""

    client: FlaskClient
    chance: Random
    token: str = ""
    device: str = ""
    inspector: str = ""
    seq: int = 0
    counts: dict[tuple[str, int], int] = field(default_factory=dict)

    def enrol(self, login: Login, name: str) -> None:
        """Sign in once."""
        body = {"username": login.username, "password": login.password, "device_name": name, "client": "1"}
        answer = _json(self.client.post("/api/sync/enrol", json=body))
        self.token, self.device = answer["token"], answer["device"]["id"]
        self.inspector = answer["inspector"]["id"]

    def assignments(self) -> list[dict[str, Any]]:
        """Fetch the visits."""
        return _json(self.client.get("/api/sync/bundle", headers=self.headers))["assignments"]

    @property
    def headers(self) -> dict[str, str]:
        """What names this tablet in a request."""
        return {"Authorization": f"Bearer {self.token}"}

    def entry(
        self, assignment: Mapping[str, Any], at: datetime, kind: str, body: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Number one entry."""
        self.seq += 1
        key = assignment["inspection"], assignment["revision"]
        self.counts[key] = self.counts.get(key, 0) + 1
        return {
            "id": identifiers.make(at, self.chance.randbytes(10)),
            "device": self.device,
            "seq": self.seq,
            "inspection": key[0],
            "revision": key[1],
            "at": at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "kind": kind,
            "body": body,
        }

    def send(
        self, entries: Sequence[Mapping[str, Any]], *, expected: str = "applied", unsent: int = 0
    ) -> None:
        """Send entries in batches and tell how many are kept back; each must end in the expected state."""
        rest = iter(entries)
        while batch := list(islice(rest, BATCH)):
            body = {"operations": batch, "clock_offset_ms": 0, "unsent": unsent}
            answer = _json(self.client.post("/api/sync/operations", json=body, headers=self.headers))
            wrong = [one for one in answer["results"] if one["state"] != expected]
            if wrong:
                raise Refused(json.dumps(wrong[:3], ensure_ascii=False))

    def send_photo(self, picture: Picture) -> None:
        """Send a photo's bytes."""
        address = f"/api/sync/photos/{picture.sha256}"
        _json(self.client.put(address, data=picture.data, content_type=picture.mime, headers=self.headers))

    def finish(self, assignment: Mapping[str, Any], photos: Sequence[str]) -> None:
        """Send the manifest; the server must have everything."""
        key = assignment["inspection"], assignment["revision"]
        body = {"revision": key[1], "operations": self.counts[key], "photos": sorted(photos)}
        address = f"/api/sync/inspections/{key[0]}/finish"
        answer = _json(self.client.post(address, json=body, headers=self.headers))
        if not answer["complete"]:
            raise Refused(json.dumps(answer["missing"]))


def fields(record: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the body of one ``set`` entry for each field of a record; rows of lists get keys in their order."""
    yield from _fields((), record)


def record_of(bodies: Sequence[Mapping[str, Any]]) -> str:
    """Return the fingerprint of the record that fields come to, over which the inspected party signs."""
    return folding.record_digest(build((tuple(body["path"]), body["value"]) for body in bodies))


def _fields(path: tuple[str, ...], value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _fields((*path, key), item)
    elif isinstance(value, list):
        for n, item in enumerate(value, 1):
            yield from _fields((*path, f"@{n:03d}"), item)
    else:
        yield {"path": list(path), "value": value}


def _json(answer: Any) -> dict[str, Any]:
    if answer.status_code >= 400:
        raise Refused(answer.text)
    return answer.json
