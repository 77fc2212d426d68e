"""One entry made on a tablet: what it must look like before it can count (docs/sync.md, "Operation").

An entry that makes no sense is refused with the field that is wrong; members that are not known here are kept
and ignored, so that a newer tablet can be read by an older server.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from server.domain import canonical, identifiers
from server.domain.problems import Problem

LARGEST = 64 * 1024
LONGEST_TEXT = 10_000
DEEPEST = 12
GREATEST_NUMBER = 2**53 - 1
EARLIEST = datetime(2020, 1, 1, tzinfo=UTC)
#: A place on a photo is given in ten-thousandths of its width and of its height.
PLACES = 10_000
MOST_PLACES = 4_000
#: A tablet's clock may be wrong by days without its entries being lost; a year ahead makes no sense.
FURTHEST_AHEAD = timedelta(days=366)
NOT_POSSIBLE = ("closed", "moved", "not_found", "refused", "other")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)")
_HASH = re.compile(r"[0-9a-f]{64}")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

Check = Callable[[Any], bool]


@dataclass(frozen=True)
class Operation:
    """An entry that makes sense. ``at`` is the tablet's clock; ``sha256`` is the hash of its content."""

    id: str
    device: str
    seq: int
    inspection: str
    revision: int
    at: datetime
    kind: str
    body: Mapping[str, Any]
    sha256: str = ""

    @classmethod
    def of(cls, entry: Mapping[str, Any]) -> Operation:
        """Take over an entry that was read before; nothing is checked."""
        return cls(**{**entry, "at": datetime.fromisoformat(entry["at"])})


def read(entry: Any, *, device: str, now: datetime) -> Operation:
    """Return the entry that ``device`` sent; :class:`Problem` names the member that makes no sense."""
    if not isinstance(entry, dict):
        raise Problem("operation_form")
    _check_texts(entry, 0)
    for name, (check, code) in _MEMBERS.items():
        if name not in entry or not check(entry[name]):
            raise Problem(code, at=name)
    if entry["device"] != device:
        raise Problem("operation_device", at="device")
    at = datetime.fromisoformat(entry["at"]).astimezone(UTC)
    if not EARLIEST <= at <= now + FURTHEST_AHEAD:
        raise Problem("operation_at", at="at")
    _check_body(entry["kind"], entry["body"])
    names = ("id", "device", "seq", "inspection", "revision", "kind", "body")
    return Operation(**{name: entry[name] for name in names}, at=at, sha256=canonical.digest(entry))


def _check_body(kind: str, body: Mapping[str, Any]) -> None:
    for name, check in KINDS[kind].items():
        optional = name.endswith("?")
        name = name.rstrip("?")
        if name not in body and optional:
            continue
        if name not in body or not check(body[name]):
            raise Problem("operation_body", at=f"body/{name}")


def _check_texts(value: Any, depth: int) -> None:
    """Refuse what canonical JSON, a database or a page cannot hold, wherever in the entry it is."""
    if depth > DEEPEST:
        raise Problem("operation_form")
    if isinstance(value, str) and _FORBIDDEN.search(value):
        raise Problem("operation_text")
    if isinstance(value, float) or (_whole(value) and abs(value) > GREATEST_NUMBER):
        raise Problem("operation_number")
    if isinstance(value, dict):
        for key, item in value.items():
            _check_texts(key, depth + 1)
            _check_texts(item, depth + 1)
    if isinstance(value, list):
        for item in value:
            _check_texts(item, depth + 1)


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _count(value: Any) -> bool:
    return _whole(value) and value >= 0


def _number(value: Any) -> bool:
    return _whole(value) and 1 <= value <= 2**31 - 1


def _text(longest: int) -> Check:
    return lambda value: isinstance(value, str) and len(value) <= longest


def _filled(longest: int) -> Check:
    return lambda value: _text(longest)(value) and value.strip() != ""


def _one_of(*choices: str | None) -> Check:
    return lambda value: value in choices and not isinstance(value, bool)


def _id(value: Any) -> bool:
    return identifiers.is_uuid7(value)


def _ids(most: int) -> Check:
    return lambda value: isinstance(value, list) and len(value) <= most and all(map(_id, value))


def _hash(value: Any) -> bool:
    return isinstance(value, str) and _HASH.fullmatch(value) is not None


def _instant(value: Any) -> bool:
    if not isinstance(value, str) or not _INSTANT.fullmatch(value):
        return False
    try:
        datetime.fromisoformat(value).astimezone(UTC)
    except (ValueError, OverflowError):
        return False
    return True


def _day(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _path(value: Any) -> bool:
    return (
        isinstance(value, list)
        and 1 <= len(value) <= DEEPEST - 2
        and all(isinstance(segment, str) and 1 <= len(segment.lstrip("@")) <= 100 for segment in value)
        and not value[0].startswith("@")
        and "__proto__" not in value
    )


def _row_path(value: Any) -> bool:
    return _path(value) and value[-1].startswith("@")


def _place(value: Any) -> bool:
    return value is None or _path(value)


def _value(value: Any) -> bool:
    return value is None or isinstance(value, bool) or _whole(value) or _text(LONGEST_TEXT)(value)


def _code(value: Any) -> bool:
    return value is None or (_text(100)(value) and value != "")


def _bases(value: Any) -> bool:
    return isinstance(value, list) and len(value) <= 50 and all(_count(one) or _id(one) for one in value)


def _places(value: Any) -> bool:
    return (
        isinstance(value, list)
        and 4 <= len(value) <= MOST_PLACES
        and len(value) % 2 == 0
        and all(_count(one) and one <= PLACES for one in value)
    )


#: kind: member of the body: what it must be. A name that ends in "?" may be absent.
KINDS: dict[str, dict[str, Check]] = {
    "start": {"date": _day, "catalogue?": _count},
    "set": {"path": _path, "value": _value, "supersedes?": _ids(100)},
    "remove": {"path": _row_path, "supersedes?": _ids(500)},
    "undo": {"of": _id},
    "photo": {
        "sha256": _hash,
        "size": _count,
        "mime": _one_of("image/jpeg", "image/png", "image/webp"),
        "width": _number,
        "height": _number,
        "caption": _text(300),
        "path": _place,
    },
    "violation": {"key": _text(100), "code": _code, "note?": _text(2000), "basis?": _bases, "path?": _place},
    "not_possible": {"reason": _one_of(*NOT_POSSIBLE), "note?": _text(2000)},
    "signature": {"name": _text(100), "strokes_sha256": _hash, "record_sha256": _hash},
    "refusal": {"reason": _text(500), "witness": _text(200)},
    "finish": {"operations": _count},
    "shown": {"to": _text(100)},
    "entry_code": {"code": _filled(200), "means": _one_of("scanned", "typed")},
    "stroke": {"sha256": _hash, "points": _places},
}

_MEMBERS: dict[str, tuple[Check, str]] = {
    "id": (_id, "operation_id"),
    "device": (_id, "operation_device"),
    "seq": (_number, "operation_seq"),
    "inspection": (_id, "operation_inspection"),
    "revision": (_number, "operation_revision_form"),
    "at": (_instant, "operation_at"),
    "kind": (lambda value: isinstance(value, str) and value in KINDS, "operation_kind"),
    "body": (lambda value: isinstance(value, dict), "operation_body"),
}
