"""What the entries of an inspection come to (docs/sync.md, "Precisely"); the tablet folds by the same cases.

The order in which entries arrived changes nothing. Where two tablets disagree, the record takes neither value
until a reviewer chose one of them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from server.domain import canonical
from server.domain.fields import Field, fields_of
from server.domain.operations import Operation
from server.domain.records import build

#: Kinds that count only in the newest revision that has entries.
OF_REVISION = frozenset({"signature", "refusal", "not_possible", "finish"})


def fold(operations: Iterable[Operation], choices: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return the folded document: record, photos, violations, consent, progress, and what is in conflict.

    ``choices`` maps the text of a path (:func:`path_text`) to the operation that a reviewer chose; it settles a
    conflict as long as that operation is still one of its values.
    """
    operations = list(operations)
    counting = effective(operations)
    fields = fields_of(counting)
    values = [(field.path, _agreed(field, choices or {})) for field in fields]
    revision = max((one.revision for one in operations), default=0)

    def of(*kinds: str) -> list[Operation]:
        found = [one for one in counting if one.kind in kinds]
        current = [one for one in found if one.kind not in OF_REVISION or one.revision == revision]
        return sorted(current, key=lambda one: one.id)

    consent = _newest(of("signature", "refusal"))
    violations = _newest_of_each(of("violation"), "key")
    return {
        "record": build((path, chosen[0]) for path, chosen in values if chosen and chosen[0] is not None),
        "photos": sorted(_newest_of_each(of("photo"), "sha256"), key=lambda photo: photo["operation"]),
        "violations": sorted(
            (one for one in violations if one["code"] is not None), key=lambda one: one["key"]
        ),
        "signature": _entry(consent) if consent and consent.kind == "signature" else None,
        "refusal": _entry(consent) if consent and consent.kind == "refusal" else None,
        "not_possible": _entry(lost) if (lost := _newest(of("not_possible"))) else None,
        "started": next((one.body["date"] for one in of("start")), None),
        "finished": sorted({one.device for one in of("finish")}),
        "conflicts": [_shown(field) for field, (_, chosen) in zip(fields, values, strict=True) if not chosen],
    }


def differences(operations: Iterable[Operation]) -> list[dict[str, Any]]:
    """Return every field on which two tablets disagree, whether or not a choice settled it."""
    return [_shown(field) for field in fields_of(effective(list(operations))) if not field.agrees]


def effective(operations: Sequence[Operation]) -> list[Operation]:
    """Return the operations that are not undone, without the undos themselves."""
    by_id = {one.id: one for one in operations}
    undone: set[str] = set()
    undos = [one for one in operations if one.kind == "undo"]
    for one in sorted(undos, key=lambda one: one.seq, reverse=True):
        of = by_id.get(one.body["of"])
        if one.id not in undone and of is not None and of.device == one.device:
            undone.add(of.id)
    return [one for one in operations if one.id not in undone and one.kind != "undo"]


def path_text(path: Sequence[str]) -> str:
    """Return one text for one path, to look choices up by."""
    return canonical.dumps(list(path))


def record_digest(record: Mapping[str, Any]) -> str:
    """Return the fingerprint of a record that the inspected party signs."""
    return canonical.digest(record)


def fingerprint(folded: Mapping[str, Any]) -> str:
    """Return a SHA-256 that is another one when anything of a fold is: what a reviewer approves."""
    return hashlib.sha256(json.dumps(folded, sort_keys=True).encode()).hexdigest()


def _agreed(field: Field, choices: Mapping[str, str]) -> tuple[Any] | None:
    """The one value of a field in a tuple, or None when the tablets disagree and nobody chose."""
    if field.agrees:
        return (field.values[0].value,)
    chosen = choices.get(path_text(field.path))
    return next(((one.value,) for one in field.values if one.operation == chosen), None)


def _newest(found: Iterable[Operation]) -> Operation | None:
    """Of one device the newest has the highest ``seq``; between devices, the greater ``id``."""
    last = {one.device: one for one in sorted(found, key=lambda one: one.seq)}
    return max(last.values(), key=lambda one: one.id, default=None)


def _newest_of_each(found: Iterable[Operation], name: str) -> list[dict[str, Any]]:
    groups: dict[str, list[Operation]] = {}
    for one in found:
        groups.setdefault(one.body[name], []).append(one)
    return [_entry(one) for group in groups.values() if (one := _newest(group))]


def _entry(operation: Operation) -> dict[str, Any]:
    return {**operation.body, "operation": operation.id, "device": operation.device}


def _shown(field: Field) -> dict[str, Any]:
    return {"path": list(field.path), "values": [vars(one).copy() for one in field.values]}
