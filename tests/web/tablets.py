"""A tablet for tests: enrolled, with an inspection of its own, sending entries through the real interface."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import Any

from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy.orm import Session

from server.domain import identifiers
from server.services.audit import new_id
from server.store.assignments import Assignment
from server.store.draws import Draw, TeamMember
from server.store.inspections import Inspection
from server.store.plans import Plan
from tests.factories import Make

#: A record of a scale that passes, and of one whose error is far beyond the limit.
SCALE = {
    "serial": "S-1",
    "accuracy_class": "III",
    "max": "15000",
    "min": "100",
    "e": "5",
    "d": "5",
    "unit": "g",
}
PASSING = {
    "date": "2026-03-05",
    "stage": "in_service",
    "instruments": [
        {
            **SCALE,
            "valid_until": "2026-08-01",
            "seal": "intact",
            "weighings": [{"load": "1000", "indication": "1000", "added": "2.5"}],
        }
    ],
}
FAILING = {
    **PASSING,
    "instruments": [
        {
            **PASSING["instruments"][0],  # type: ignore[dict-item]
            "weighings": [{"load": "1000", "indication": "1040", "added": "2.5"}],
        }
    ],
}


def visit(make: Make, programme: str = "market_scales", team: int = 1, **columns: Any) -> Inspection:
    """Make an open inspection with all that is above it: plan, draw, assignment."""
    now = make.now
    key = new_id(now)
    plan = Plan(
        id=new_id(now),
        number=f"P-{key}",
        title="2026 年春季抽查",
        authority="海岳市市场监督管理局",
        programmes=[programme],
        year=2026,
        first=date(2026, 3, 1),
        last=date(2026, 3, 31),
        sample=[],
        state="published",
        created_at=now,
        published_at=now,
    )
    draw = Draw(
        id=new_id(now),
        number=f"D-{key}",
        plan=plan,
        title="三月抽取",
        state="drawn",
        commitment=hashlib.sha256(key.encode()).hexdigest(),
        rule_json=b"{}",
        frame_tsv=b"",
        roster_tsv=b"",
        recusals_tsv=b"",
        secret="0" * 64,
        entropy_source="",
        committed_at=now,
        drawn_at=now,
    )
    assignment = Assignment(
        id=new_id(now),
        draw=draw,
        object_id=make.object(programmes=(programme,)).id,
        programme=programme,
        order=1,
        stratum="379901/C",
        ticket="1" * 64,
        team=team,
        state="assigned",
        created_at=now,
    )
    inspection = Inspection(
        id=new_id(now),
        assignment=assignment,
        object_id=assignment.object_id,
        programme=programme,
        **columns,
    )
    make.session.add_all([plan, draw, assignment, inspection])
    make.session.flush()
    return inspection


def join(make: Make, inspection: Inspection, inspector_id: str, position: int = 0, turn: int = 0) -> None:
    """Put an inspector into the inspection's team, from ``turn`` 1 on in the place of another."""
    assignment = inspection.assignment
    make.session.add(
        TeamMember(
            draw_id=assignment.draw_id,
            team=assignment.team,
            position=position,
            turn=turn,
            since=make.now if turn else None,
            inspector_id=inspector_id,
        )
    )
    make.session.flush()


@dataclass
class Tablet:
    """Makes entries with its own numbers and sends what it is told to send."""

    client: FlaskClient
    username: str
    now: datetime
    token: str = ""
    device: str = ""
    seq: int = 0
    made: list[dict[str, Any]] = field(default_factory=list)

    def enrol(self, name: str = "平板 7", client: str = "1") -> Tablet:
        answer = self.client.post(
            "/api/sync/enrol",
            json={
                "username": self.username,
                "password": Make.PASSWORD,
                "device_name": name,
                "client": client,
            },
        )
        assert answer.status_code == 200, answer.text
        self.token, self.device = answer.json["token"], answer.json["device"]["id"]
        return self

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def entry(self, inspection: str, kind: str, body: dict[str, Any], **members: Any) -> dict[str, Any]:
        """Make the next entry."""
        self.seq += 1
        at = self.now + timedelta(milliseconds=self.seq)
        random = hashlib.sha256(f"{self.device}{self.seq}".encode()).digest()[:10]
        entry = {
            "id": identifiers.make(at, random),
            "device": self.device,
            "seq": self.seq,
            "inspection": inspection,
            "revision": 1,
            "at": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "kind": kind,
            "body": body,
            **members,
        }
        self.made.append(entry)
        return entry

    def set(self, inspection: str, path: list[str], value: Any, **members: Any) -> dict[str, Any]:
        return self.entry(inspection, "set", {"path": path, "value": value}, **members)

    def post(self, *entries: Any, **members: Any) -> Any:
        return self.client.post(
            "/api/sync/operations", json={"operations": entries, **members}, headers=self.headers
        )

    def send(self, *entries: Any, **members: Any) -> list[dict[str, Any]]:
        answer = self.post(*entries, **members)
        assert answer.status_code == 200, answer.text
        return answer.json["results"]

    def states(self, *entries: Any) -> list[str]:
        return [result["state"] for result in self.send(*entries)]

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(f"/api/sync/{path}", headers={**self.headers, **headers})

    def put(self, data: bytes, digest: str | None = None) -> Any:
        digest = digest or hashlib.sha256(data).hexdigest()
        return self.client.put(f"/api/sync/photos/{digest}", data=data, headers=self.headers)

    def finish(
        self, inspection: str, operations: int, photos: tuple[str, ...] = (), revision: int = 1
    ) -> Any:
        body = {"revision": revision, "operations": operations, "photos": list(photos)}
        return self.client.post(f"/api/sync/inspections/{inspection}/finish", json=body, headers=self.headers)

    def photo(self, inspection: str, data: bytes, caption: str = "铭牌") -> dict[str, Any]:
        body = {
            "sha256": hashlib.sha256(data).hexdigest(),
            "size": len(data),
            "mime": "image/jpeg",
            "width": 32,
            "height": 24,
            "caption": caption,
            "path": None,
        }
        return self.entry(inspection, "photo", body)

    def record(self, inspection: str, record: Any, **members: Any) -> list[dict[str, Any]]:
        """Make the entries of a whole record."""
        return [self.set(inspection, path, value, **members) for path, value in leaves([], record)]


def leaves(path: list[str], part: Any) -> list[tuple[list[str], Any]]:
    """Return the fields of a record as the tablet enters them."""
    if isinstance(part, dict):
        return [leaf for key, value in part.items() for leaf in leaves([*path, key], value)]
    if isinstance(part, list):
        rows = enumerate(part)
        return [leaf for n, value in rows for leaf in leaves([*path, f"@{n:04d}"], value)]
    return [(path, part)]


def jpeg(colour: int = 0, size: tuple[int, int] = (32, 24), **options: Any) -> bytes:
    """Make a small photo; a different one for each colour."""
    picture = Image.new("RGB", size, (colour % 256, colour // 256 % 256, colour // 65536 % 256))
    out = BytesIO()
    picture.save(out, "JPEG", **{"comment": f"photo {colour}".encode(), **options})
    return out.getvalue()


def as_json(value: Any) -> str:
    """Return JSON text for bodies that a client library would not make."""
    return json.dumps(value, ensure_ascii=False)


def carry(
    client: FlaskClient, make: Make, inspection: Inspection, position: int = 0, turn: int = 0, **columns: Any
) -> Tablet:
    """Enrol a tablet for a new inspector of the inspection's team."""
    inspector = make.inspector(**columns)
    user = make.user("inspector", inspector_id=inspector.id, name=inspector.name)
    join(make, inspection, inspector.id, position, turn)
    make.commit()
    return Tablet(client, user.username, make.now).enrol(f"平板 {position + 7}")


def complete(
    tablet: Tablet, inspection: str, record: Any, photos: tuple[bytes, ...] = (), revision: int = 1
) -> None:
    """Record a whole visit, send it, and close it with its manifest."""
    tablet.record(inspection, record, revision=revision)
    for data in photos:
        tablet.photo(inspection, data)
        assert tablet.put(data).status_code == 200
    tablet.entry(inspection, "finish", {"operations": tablet.seq}, revision=revision)
    mine = [one for one in tablet.made if one["inspection"] == inspection and one["revision"] == revision]
    for start in range(0, len(mine), 100):
        assert set(tablet.states(*mine[start : start + 100])) == {"applied"}
    digests = tuple(hashlib.sha256(data).hexdigest() for data in photos)
    answer = tablet.finish(inspection, len(mine), digests, revision)
    assert answer.json["complete"], answer.text


def fresh(session: Session) -> Session:
    """Let a test's session see what requests have committed since it last looked."""
    session.rollback()
    session.expire_all()
    return session
