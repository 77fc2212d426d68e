"""The transparency log: every event of every draw, chained by hashes: nothing can be taken out or put in.

Each entry is one line of canonical JSON: `at` (UTC, seconds), `body`, `draw` (UUID), `event`, `hash`,
`previous`, `seq` (from 1). `hash` is H of the canonical JSON of the entry without `hash`; `previous` is the
hash of the entry before, 64 zeros for the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from . import canonical
from .characters import shown
from .notes import DrawError, Note
from .report import Findings, Report
from .rule import UUID, check_fields, check_instant, instant
from .tickets import check_hash, digest

FIRST_PREVIOUS = "0" * 64
EVENTS = ("committed", "entropy", "drawn", "opened", "voided", "substituted", "staffed", "replaced")
_FIELDS = {"at", "body", "draw", "event", "hash", "previous", "seq"}
# What must, and what must not, have happened to a draw before an event.
_NEEDS = {
    "entropy": "committed",
    "drawn": "entropy",
    "opened": "drawn",
    "voided": "committed",
    "substituted": "drawn",
    "staffed": "drawn",
    "replaced": "drawn",
}
_ONCE = frozenset({"committed", "entropy", "drawn", "opened", "voided"})
_CHECKS = ("log_form", "log_sequence", "log_chain", "log_hashes", "log_times", "log_steps")


@dataclass(frozen=True)
class Head:
    """The state of a log: number, hash and time of its last entry. An empty log has the head `EMPTY`."""

    seq: int
    hash: str
    at: str = ""


EMPTY = Head(0, FIRST_PREVIOUS)


@dataclass(frozen=True)
class Entry:
    """One event. `line` is its canonical JSON without the line end; `head` the state of the log after it."""

    seq: int
    at: str
    draw: str
    event: str
    body: Mapping[str, Any]
    previous: str
    hash: str

    @property
    def line(self) -> bytes:
        """The entry as it stands in the log."""
        return canonical.serialise({**_content(self), "hash": self.hash})

    @property
    def head(self) -> Head:
        """The head of a log that ends with this entry."""
        return Head(self.seq, self.hash, self.at)


def append(head: Head, *, at: datetime, draw: str, event: str, body: Mapping[str, Any]) -> Entry:
    """The entry after `head`; DrawError for an unknown event, a time before the head's, or an unsound body.

    Whether the event is allowed for its draw at this point is for the caller to decide, who knows the draw's
    state; `verify_log` checks it again.
    """
    moment = instant(at, "at")
    if moment < head.at:
        raise DrawError("log_time_backwards", "at", found=moment, before=head.at)
    draft = Entry(head.seq + 1, moment, draw, event, dict(body), head.hash, "")
    _check_content(draft)
    # Read back, so that nothing is appended that a reader of the log would refuse.
    return parse_entry(replace(draft, hash=_hash(draft)).line, "entry")


def parse_entry(line: bytes, at: str = "") -> Entry:
    """The entry in one line (without line end); DrawError unless it is canonical and complete."""
    value = canonical.parse(line, at)
    if not isinstance(value, dict):
        raise DrawError("json_object_expected", at)
    check_fields(value, _FIELDS, at)
    entry = Entry(**value)
    try:
        _check_content(entry)
        check_hash(entry.hash, "hash")
        check_hash(entry.previous, "previous")
    except DrawError as error:
        raise DrawError(error.code, f"{at}: {error.at}", **error.values) from None
    return entry


def verify_log(
    lines: Iterable[bytes | str], *, older: Head | Sequence[Head] | None = None, start: Head = EMPTY
) -> Report:
    """Check a whole log, or with `start` the part of a log that follows that head, line by line.

    Checked: the form of each line, the numbers 1, 2, 3 …, the chain, the hashes, that times never run
    backwards, and that no draw skips or repeats a step; of a part, a draw that began before it only that it
    repeats no step. With `older`, one or more heads noted on other days, also that this log had each of them.
    `facts` hold `seq` and `hash` of the head.
    """
    faults: dict[str, list[Note]] = {name: [] for name in _CHECKS}
    steps: dict[str, set[str]] = {}
    noted = [] if older is None else [older] if isinstance(older, Head) else list(older)
    head, passed = start, {(start.seq, start.hash)}
    for number, line in enumerate(lines, 1):
        at = f"line:{number}"
        try:
            entry = parse_entry(_bytes(line), at)
        except DrawError as error:
            faults["log_form"].append(error.note)
            break
        _check_link(faults, head, entry, at)
        if start.seq and entry.draw not in steps and entry.event != "committed":
            steps[entry.draw] = _before(entry.event)
        _check_step(faults, steps, entry, at)
        head = entry.head
        passed.add((head.seq, head.hash))
    findings = Findings()
    for name, notes in faults.items():
        findings.judge(name, notes[:20])
    if noted:
        missing = [one for one in noted if (one.seq, one.hash) not in passed]
        notes = [Note("log_head_missing", "", {"seq": one.seq, "hash": one.hash}) for one in missing]
        findings.judge("log_consistency", notes)
    findings.facts.update(seq=str(head.seq), hash=head.hash)
    return findings.report()


def split_log(data: bytes) -> list[bytes]:
    """The lines of a log file; DrawError when its last line has no line end."""
    if data and not data.endswith(b"\n"):
        raise DrawError("file_last_line")
    return data.split(b"\n")[:-1]


def parse_head(text: str) -> Head:
    """A head written `SEQ:HASH`, as printed by `verify-log`; DrawError for anything else."""
    number, _, value = text.strip().partition(":")
    if not (number.isascii() and number.isdigit() and len(number) < 16):
        raise DrawError("log_head_expected", "head", found=shown(text))
    return Head(int(number), check_hash(value, "head"))


def first_seq(lines: Sequence[bytes]) -> int:
    """The number of the first entry, 1 for a log without entries; DrawError when its line is no entry."""
    return parse_entry(lines[0], "line:1").seq if lines else 1


def _before(event: str) -> set[str]:
    """The steps that were made, or may have been, before a part of the log in which `event` is a draw's first."""
    needed = "drawn" if event == "voided" else _NEEDS.get(event)
    return _before(needed) | {needed} if needed else set()


def _bytes(line: bytes | str) -> bytes:
    data = line if isinstance(line, bytes) else line.encode("utf-8", "surrogatepass")
    return data[:-1] if data.endswith(b"\n") else data


def _content(entry: Entry) -> dict[str, Any]:
    return {
        "seq": entry.seq,
        "at": entry.at,
        "draw": entry.draw,
        "event": entry.event,
        "body": entry.body,
        "previous": entry.previous,
    }


def _hash(entry: Entry) -> str:
    return digest(canonical.serialise(_content(entry)))


def _check_content(entry: Entry) -> None:
    if not isinstance(entry.seq, int) or isinstance(entry.seq, bool) or entry.seq < 1:
        raise DrawError("integer_expected", "seq", found=shown(entry.seq))
    check_instant(entry.at, "at")
    if not isinstance(entry.draw, str) or not UUID.fullmatch(entry.draw):
        raise DrawError("uuid_expected", "draw", found=shown(entry.draw))
    if entry.event not in EVENTS:
        raise DrawError("log_event_unknown", "event", found=shown(entry.event))
    if not isinstance(entry.body, Mapping):
        raise DrawError("json_object_expected", "body")


def _check_link(faults: dict[str, list[Note]], head: Head, entry: Entry, at: str) -> None:
    for name, expected, found in (
        ("log_sequence", head.seq + 1, entry.seq),
        ("log_chain", head.hash, entry.previous),
        ("log_hashes", _hash(entry), entry.hash),
    ):
        if expected != found:
            faults[name].append(Note("value_differs", at, {"expected": expected, "found": found}))
    if entry.at < head.at:
        faults["log_times"].append(Note("log_time_backwards", at, {"found": entry.at, "before": head.at}))


def _check_step(faults: dict[str, list[Note]], steps: dict[str, set[str]], entry: Entry, at: str) -> None:
    done = steps.setdefault(entry.draw, set())
    needed = _NEEDS.get(entry.event)
    values = {"event": entry.event, "draw": entry.draw, "needed": needed}
    if needed is not None and needed not in done:
        faults["log_steps"].append(Note("log_step_skipped", at, values))
    elif entry.event in _ONCE and entry.event in done:
        faults["log_steps"].append(Note("log_step_repeated", at, values))
    elif "voided" in done and entry.event != "opened":
        faults["log_steps"].append(Note("log_step_after_void", at, values))
    done.add(entry.event)
