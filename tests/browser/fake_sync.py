"""A server of docs/sync.md that keeps everything in memory, and fails on request in the ways real ones do."""

from __future__ import annotations

import hashlib
import json
import threading
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Flask, Response, jsonify, request
from flask.typing import ResponseReturnValue

from server.config import Settings
from server.domain import folding
from server.domain.operations import Operation, read
from server.web import field
from tests.browser.bundles import EPOCH, INSPECTOR

Fault = Callable[[Callable[[], ResponseReturnValue]], ResponseReturnValue]


def lost(act: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
    """Do what was asked, and lose the answer on its way."""
    act()
    return _aborted()


def refused(act: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
    """Lose the request before anything is done."""
    request.get_data()
    return _aborted()


def broken(act: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
    """A fault of a proxy, as a page."""
    return Response("<h1>502 Bad Gateway</h1>", 502, mimetype="text/html")


def crashed(act: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
    """A fault of the server itself, as problem details."""
    return _problem(500, "internal_error")


def portal(act: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
    """The login page of a hotel's network, with status 200."""
    return Response("<h1>Welcome! Please log in</h1>", 200, mimetype="text/html")


def portal_json(act: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
    """A network's login in JSON, with status 200."""
    return jsonify(ok=True, login="https://portal.example/")


def busy(act: Callable[[], ResponseReturnValue]) -> ResponseReturnValue:
    """Too many requests."""
    answer = jsonify(code="too_many", title="later")
    answer.status_code = 429
    answer.headers["Retry-After"] = "1"
    return answer


def _aborted() -> Response:
    """An answer that ends before its announced length, as a broken connection does."""
    answer = Response(b"{", 200, mimetype="application/json")
    answer.headers["Content-Length"] = "1000"
    return answer


class FakeSync:
    """What the server has: devices by token, operations, photos, manifests. ``faults`` are used up one by one
    by requests whose path and method they name."""

    def __init__(self, bundle: dict[str, Any]) -> None:
        self.lock = threading.RLock()
        self.bundle = bundle
        self.practice: dict[str, Any] = {}
        self.epoch = EPOCH
        self.oldest_client = "1"
        self.clock = timedelta()
        self.most = 100
        self.devices: dict[str, str] = {}
        self.revoked: set[str] = set()
        self.operations: dict[str, dict[str, Any]] = {}
        self.arrivals: list[str] = []
        self.quarantined: list[dict[str, Any]] = []
        self.photos: dict[str, bytes] = {}
        self.manifests: dict[str, dict[str, Any]] = {}
        self.receipts: list[tuple[str, dict[str, Any]]] = []
        self.requests: list[str] = []
        self.languages: list[str] = []
        self.batches: list[int] = []
        self.forget: set[str] = set()
        self.faults: deque[tuple[str, str, Fault]] = deque()

    def fail(self, method: str, path: str, fault: Fault, times: int = 1) -> None:
        """Let the next requests with this method whose path contains ``path`` meet a fault."""
        self.faults.extend([(method, path, fault)] * times)

    def instant(self) -> str:
        """The server's time, with its clock as far off as a test wants."""
        now = datetime.now(UTC) + self.clock
        return now.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def answer(self, **content: Any) -> Response:
        return jsonify({"server_time": self.instant(), **content})

    def receipt(self, device: str, id: str, kind: str, state: str) -> dict[str, Any]:
        """Give a receipt and remember it."""
        told = {"id": id, "kind": kind, "state": state, "received_at": self.instant()}
        self.receipts.append((device, told))
        return told


def create_app(sync: FakeSync) -> Flask:
    """The client's page and the calls of docs/sync.md."""
    app = Flask("fake")
    app.extensions["settings"] = Settings()
    field.register(app)
    for rule, method, view in _ROUTES:
        app.add_url_rule(f"/api/sync/{rule}", f"{method} {rule}", _bound(sync, view), methods=[method])
    return app


def _bound(sync: FakeSync, view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    def bound(**parts: str) -> ResponseReturnValue:
        with sync.lock:
            sync.requests.append(f"{request.method} {request.path}")
            sync.languages.append(request.headers.get("Accept-Language", ""))
            fault = _fault(sync)
            return fault(lambda: view(sync, **parts)) if fault else view(sync, **parts)

    return bound


def _fault(sync: FakeSync) -> Fault | None:
    for planned in sync.faults:
        method, path, fault = planned
        if method == request.method and path in request.path:
            sync.faults.remove(planned)
            return fault
    return None


def _problem(status: int, code: str, title: str = "") -> Response:
    answer = jsonify(code=code, title=title or code, status=status)
    answer.status_code = status
    answer.mimetype = "application/problem+json"
    return answer


def _device(sync: FakeSync) -> str | Response:
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token in sync.revoked:
        return _problem(401, "device_revoked")
    return sync.devices.get(token) or _problem(401, "device_unknown")


def _for_device(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    def checked(sync: FakeSync, **parts: str) -> ResponseReturnValue:
        device = _device(sync)
        return device if isinstance(device, Response) else view(sync, device, **parts)

    return checked


def _hello(sync: FakeSync) -> Response:
    return sync.answer(epoch=sync.epoch, oldest_client=sync.oldest_client)


def _enrol(sync: FakeSync) -> Response:
    body = request.get_json()
    if body["password"] != "correct":
        return _problem(401, "sign_in_failed", "用户名或密码不对。")
    number = len(sync.devices) + 1
    known = request.headers.get("Authorization", "").removeprefix("Bearer ")
    device = sync.devices.get("" if known in sync.revoked else known)
    token = known if device else f"token-{number}"
    device = device or f"01900000-0000-7000-8000-0000000000{number:02x}"
    sync.devices[token] = device
    return sync.answer(token=token, device={"id": device, "name": body["device_name"]}, inspector=INSPECTOR)


@_for_device
def _bundle(sync: FakeSync, device: str) -> ResponseReturnValue:
    etag = hashlib.sha256(json.dumps(sync.bundle, sort_keys=True).encode()).hexdigest()
    answer = sync.answer(**sync.bundle)
    answer.set_etag(etag)
    return answer.make_conditional(request)


@_for_device
def _practice(sync: FakeSync, device: str) -> Response:
    return sync.answer(**sync.practice)


@_for_device
def _receive(sync: FakeSync, device: str) -> Response:
    body = request.get_json()
    if len(body["operations"]) > sync.most:
        return _problem(413, "too_large")
    sync.batches.append(len(body["operations"]))
    return sync.answer(results=[_take(sync, device, one) for one in body["operations"]])


def _take(sync: FakeSync, device: str, operation: dict[str, Any]) -> dict[str, Any]:
    known = sync.operations.get(operation["id"])
    if operation["device"] != device or (known is not None and known != operation):
        sync.quarantined.append(operation)
        return {
            "id": operation["id"],
            "state": "quarantined",
            "problem": {"code": "operation_id_taken", "title": "内容不同"},
        }
    if operation["id"] not in sync.forget:
        sync.operations[operation["id"]] = operation
        sync.arrivals.append(operation["id"])
    sync.forget.discard(operation["id"])
    seqs = {one["seq"] for one in sync.operations.values() if one["device"] == device}
    state = "applied" if all(seq in seqs for seq in range(1, operation["seq"])) else "held"
    return {
        "id": operation["id"],
        "state": state,
        "receipt": sync.receipt(device, operation["id"], "operation", state),
    }


@_for_device
def _has_photo(sync: FakeSync, device: str, sha256: str) -> Response:
    return Response(status=200 if sha256 in sync.photos else 404)


@_for_device
def _photo(sync: FakeSync, device: str, sha256: str) -> Response:
    data = request.get_data()
    if hashlib.sha256(data).hexdigest() != sha256:
        return _problem(422, "photo_hash", "照片与指纹不符")
    if sha256 in sync.forget:
        sync.forget.discard(sha256)
    else:
        sync.photos[sha256] = data
    return sync.answer(receipt=sync.receipt(device, sha256, "photo", "applied"))


@_for_device
def _finish(sync: FakeSync, device: str, inspection: str) -> Response:
    body = request.get_json()
    mine = [
        one for one in sync.operations.values() if one["device"] == device and one["inspection"] == inspection
    ]
    received = len([one for one in mine if one["revision"] == body["revision"]])
    photos = [sha256 for sha256 in body["photos"] if sha256 not in sync.photos]
    if received != body["operations"] or photos:
        missing = {"operations": {"expected": body["operations"], "received": received}, "photos": photos}
        return sync.answer(complete=False, missing=missing)
    sync.manifests[inspection] = body
    return sync.answer(complete=True, receipt=sync.receipt(device, inspection, "inspection", "complete"))


@_for_device
def _others(sync: FakeSync, device: str) -> Response:
    since = request.get_json()["since"]
    found = [
        (place, sync.operations[id])
        for place, id in enumerate(dict.fromkeys(sync.arrivals), 1)
        if sync.operations[id]["device"] != device
        and place > int(since.get(sync.operations[id]["inspection"], place) or 0)
    ]
    following = {one["inspection"]: str(place) for place, one in found}
    return sync.answer(operations=[one for _, one in found], next=following)


@_for_device
def _receipts(sync: FakeSync, device: str) -> Response:
    since = int(request.args.get("since") or 0)
    found = [
        (place, told)
        for place, (owner, told) in enumerate(sync.receipts, 1)
        if place > since and owner == device
    ]
    return sync.answer(receipts=[told for _, told in found], next=str(found[-1][0] if found else since))


@_for_device
def _receipts_of(sync: FakeSync, device: str) -> Response:
    asked = {one["id"] for one in request.get_json()["contents"]}
    told = [("operation", id) for id in asked & sync.operations.keys()]
    told += [("photo", id) for id in asked & sync.photos.keys()]
    stuck = [one["id"] for one in sync.quarantined if one["id"] in asked]
    return sync.answer(
        receipts=[sync.receipt(device, id, kind, "applied") for kind, id in told]
        + [sync.receipt(device, id, "operation", "quarantined") for id in stuck]
    )


_ROUTES: list[tuple[str, str, Callable[..., ResponseReturnValue]]] = [
    ("hello", "GET", _hello),
    ("enrol", "POST", _enrol),
    ("bundle", "GET", _bundle),
    ("practice", "GET", _practice),
    ("operations", "POST", _receive),
    ("photos/<sha256>", "HEAD", _has_photo),
    ("photos/<sha256>", "PUT", _photo),
    ("inspections/<inspection>/finish", "POST", _finish),
    ("others", "POST", _others),
    ("receipts", "GET", _receipts),
    ("receipts", "POST", _receipts_of),
]


def folded(fake: FakeSync, inspection: str) -> dict:
    """What the server makes of the entries that it received; each of them has to make sense to it."""
    entries = [one for one in fake.operations.values() if one["inspection"] == inspection]
    operations: list[Operation] = [read(one, device=one["device"], now=datetime.now(UTC)) for one in entries]
    return folding.fold(operations)
