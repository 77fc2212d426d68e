"""Load on a running demonstration: tablets that send, people who read, a supervisor at work.

    make load                    20 users for 30 seconds against http://127.0.0.1:8000
    make load PORT=8001 USERS=60 SECONDS_OF_LOAD=120

The tablets enter values and photos and ask for their manifests, but finish no visit, so that it can be run again.
Only this machine is loaded: any other host is refused.
"""

from __future__ import annotations

import hashlib
import random
import secrets
from datetime import UTC, datetime
from io import BytesIO
from urllib.parse import urlsplit

from locust import HttpUser, between, events, task
from locust.env import Environment
from PIL import Image

from server.demo.logins import HEAD, TABLET
from server.domain import identifiers

WORDS = ("市场", "眼镜", "海岳", "超市", "食品")
ENTRIES = 20


@events.init.add_listener
def refuse_other_machines(environment: Environment, **_given: object) -> None:
    """Stop before anything is sent when the host is not this machine."""
    if urlsplit(environment.host or "").hostname not in {"127.0.0.1", "localhost", "::1"}:
        raise SystemExit("load tests run against this machine only: --host http://127.0.0.1:8000")


class Enrolled:
    """A tablet's token and its counter."""

    def __init__(self, token: str, device: str) -> None:
        self.headers = {"Authorization": f"Bearer {token}"}
        self.device, self.seq = device, 0


class Inspector(HttpUser):
    """Fetches the visits, enters values, sends photos, asks for the manifest."""

    weight = 4
    wait_time = between(0.5, 2)

    def on_start(self) -> None:
        """Enrol a tablet and fetch the visits."""
        self.tablet = self._enrol()
        bundle = self.client.get("/api/sync/bundle", headers=self.tablet.headers).json()
        self.visits = bundle["assignments"]
        self.sent: dict[str, tuple[int, list[str]]] = {}

    @task(5)
    def enter(self) -> None:
        """Enter values of one visit."""
        visit = random.choice(self.visits)
        entries = [self._entry(visit, "set", self._value()) for _ in range(ENTRIES)]
        self._send(entries)

    @task(2)
    def photograph(self) -> None:
        """Take a photo: its entry, then its bytes."""
        visit, data = random.choice(self.visits), _photo()
        digest = hashlib.sha256(data).hexdigest()
        said = {"sha256": digest, "size": len(data), "mime": "image/jpeg", "width": 640, "height": 480}
        self._send([self._entry(visit, "photo", {**said, "caption": "", "path": None})])
        self.client.put(
            f"/api/sync/photos/{digest}",
            data=data,
            headers=self.tablet.headers,
            name="/api/sync/photos/[sha256]",
        )

    @task(1)
    def finish(self) -> None:
        """Ask what the server lacks of a visit."""
        visit = random.choice(self.visits)
        body = {"revision": visit["revision"], "operations": 0, "photos": []}
        address = f"/api/sync/inspections/{visit['inspection']}/finish"
        self.client.post(
            address, json=body, headers=self.tablet.headers, name="/api/sync/inspections/[id]/finish"
        )

    @task(1)
    def refresh(self) -> None:
        """Fetch the visits again."""
        self.client.get("/api/sync/bundle", headers=self.tablet.headers)

    def _enrol(self) -> Enrolled:
        body = {"username": TABLET.username, "password": TABLET.password, "client": "load"}
        body["device_name"] = f"负载测试 {secrets.token_hex(2)}"
        told = self.client.post("/api/sync/enrol", json=body).json()
        return Enrolled(told["token"], told["device"]["id"])

    def _entry(self, visit: dict, kind: str, body: dict) -> dict:
        self.tablet.seq += 1
        now = datetime.now(UTC)
        return {
            "id": identifiers.make(now, secrets.token_bytes(10)),
            "device": self.tablet.device,
            "seq": self.tablet.seq,
            "inspection": visit["inspection"],
            "revision": visit["revision"],
            "at": now.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "kind": kind,
            "body": body,
        }

    def _value(self) -> dict:
        path = ["checklist", random.choice(("metrology_system", "trained_staff", "content_stated")), "note"]
        return {"path": path, "value": f"负载测试 {random.randrange(10_000)}"}

    def _send(self, entries: list[dict]) -> None:
        body = {"operations": entries, "clock_offset_ms": 0, "unsent": 0}
        self.client.post("/api/sync/operations", json=body, headers=self.tablet.headers)


class Reader(HttpUser):
    """Looks for a shop, reads an outcome, looks at a draw."""

    weight = 5
    wait_time = between(0.2, 1.5)

    def on_start(self) -> None:
        """Learn a few outcomes and draws from the open data."""
        self.outcomes = [row["number"] for row in self.client.get("/api/outcomes").json()["items"]]
        self.draws = [row["id"] for row in self.client.get("/api/draws").json()["items"]]

    @task(4)
    def search(self) -> None:
        """Search by a word."""
        self.client.get("/outcomes/", params={"q": random.choice(WORDS)}, name="/outcomes/?q=")

    @task(4)
    def outcome(self) -> None:
        """Read an outcome."""
        self.client.get(f"/outcomes/{random.choice(self.outcomes)}", name="/outcomes/[number]")

    @task(2)
    def draw(self) -> None:
        """Look at a draw."""
        self.client.get(f"/draws/{random.choice(self.draws)}", name="/draws/[id]")

    @task(2)
    def list(self) -> None:
        """Fetch the outcomes as data."""
        self.client.get("/api/outcomes")

    @task(1)
    def front(self) -> None:
        """Open the front page."""
        self.client.get("/")


class Supervisor(HttpUser):
    """Goes through the lists of the office."""

    weight = 1
    wait_time = between(1, 3)

    def on_start(self) -> None:
        """Sign in by the form."""
        page = self.client.get("/account/sign-in").text
        guard = page.split('name="csrf_token" value="')[1].split('"')[0]
        form = {"username": HEAD.username, "password": HEAD.password, "csrf_token": guard}
        self.client.post("/account/sign-in", data=form)

    @task(3)
    def due(self) -> None:
        """See what is due."""
        self.client.get("/office/")

    @task(3)
    def review(self) -> None:
        """See what waits for review."""
        self.client.get("/office/inspections/")

    @task(1)
    def tablets(self) -> None:
        """See the tablets."""
        self.client.get("/office/devices/")

    @task(1)
    def log(self) -> None:
        """Read the log."""
        self.client.get("/office/audit/")


def _photo() -> bytes:
    image = Image.effect_noise((640, 480), random.randrange(20, 90))
    data = BytesIO()
    image.save(data, "JPEG", quality=70)
    return data.getvalue()
