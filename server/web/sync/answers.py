"""How the interface answers: instants, receipts, problems, and the server's time in every answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from flask import Response, jsonify

from server.domain.problems import Problem
from server.store.inspections import Manifest, Operation, Photo, Quarantined
from server.web import edge
from server.web.problems import details

#: An entry that a supervisor left out has failed, as far as the tablet is concerned.
_TOLD = {"set_aside": "failed"}


def answer(**content: Any) -> Response:
    """Return a JSON answer with the server's time."""
    return jsonify({"server_time": instant(edge.now()), **content})


def instant(value: datetime) -> str:
    """Return an instant as RFC 3339 in UTC with milliseconds."""
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def problem(fault: Mapping[str, Any]) -> dict[str, Any]:
    """Return a kept fault as problem details in the reader's language."""
    return details(Problem(fault["code"], at=fault["at"], **fault["values"]))


def operation_receipt(row: Operation) -> dict[str, Any]:
    """Return the receipt of an entry; with the problem for which it was not applied."""
    state = _TOLD.get(row.state, row.state)
    receipt = _receipt(row.id, "operation", state, row.received_at)
    return {**receipt, "problem": problem(row.fault)} if row.fault and state == "failed" else receipt


def quarantined_receipt(row: Quarantined) -> dict[str, Any]:
    """Return what a tablet is told of an entry that came in by a rescue file and went to quarantine."""
    receipt = _receipt(row.operation_id, "operation", "quarantined", row.received_at)
    return {**receipt, "problem": problem(row.problem)}


def photo_receipt(row: Photo) -> dict[str, Any]:
    """Return the receipt of a photo."""
    return _receipt(row.sha256, "photo", "applied", row.received_at)


def inspection_receipt(row: Manifest) -> dict[str, Any]:
    """Return the receipt of a complete manifest."""
    return _receipt(row.inspection_id, "inspection", "complete", row.at)


def result(sent: Any, row: Operation | Quarantined) -> dict[str, Any]:
    """Return what became of one entry of a batch."""
    told = sent.get("id") if isinstance(sent, dict) else None
    if isinstance(row, Quarantined):
        return {"id": told, "state": "quarantined", "problem": problem(row.problem)}
    receipt = operation_receipt(row)
    found = {"id": told, "state": receipt["state"], "receipt": receipt}
    return {**found, "problem": receipt["problem"]} if "problem" in receipt else found


def operation(row: Operation) -> dict[str, Any]:
    """Return an entry as tablets exchange it."""
    return {
        "id": row.id,
        "device": row.device_id,
        "seq": row.seq,
        "inspection": row.inspection_id,
        "revision": row.revision,
        "at": instant(row.at),
        "kind": row.kind,
        "body": row.body,
    }


def _receipt(id: str, kind: str, state: str, at: datetime) -> dict[str, Any]:
    return {"id": id, "kind": kind, "state": state, "received_at": instant(at)}
