"""The three lists of a bundle: frame, roster and recusals.

A list in memory is a sequence of pairs: (object, stratum), (inspector, role), (inspector, object). A list as
a file has the lines `first TAB second LF`, sorted by their bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from .characters import check_identifier, decode, shown
from .notes import DrawError

Pair = tuple[str, str]

FRAME, ROSTER, RECUSALS = "frame.tsv", "roster.tsv", "recusals.tsv"
LEAD, MEMBER = "lead", "member"


def parse_frame(data: bytes) -> list[Pair]:
    """(object id, stratum) of each line of frame.tsv; DrawError names the wrong line."""
    return _checked_frame(_parse(data, FRAME), FRAME)


def parse_roster(data: bytes) -> list[Pair]:
    """(inspector id, "lead" or "member") of each line of roster.tsv; DrawError names the wrong line."""
    return _checked_roster(_parse(data, ROSTER), ROSTER)


def parse_recusals(data: bytes) -> list[Pair]:
    """(inspector id, object id) of each line of recusals.tsv, which may be empty."""
    return _parse(data, RECUSALS)


def frame_list(pairs: Iterable[Pair]) -> list[Pair]:
    """The frame given by a caller, checked and in file order; `at` of an error is `frame:entry`."""
    return _in_order(_checked_frame(_given(pairs, "frame"), "frame"))


def roster_list(pairs: Iterable[Pair]) -> list[Pair]:
    """The roster given by a caller, checked and in file order; `at` of an error is `roster:entry`."""
    return _in_order(_checked_roster(_given(pairs, "roster"), "roster"))


def recusal_list(pairs: Iterable[Pair]) -> list[Pair]:
    """The recusals given by a caller, checked and in file order."""
    given = _given(pairs, "recusals")
    seen: set[Pair] = set()
    for number, pair in enumerate(given, 1):
        if pair in seen:
            raise DrawError("line_twice", f"recusals:{number}", first=shown(pair[0]), second=shown(pair[1]))
        seen.add(pair)
    return _in_order(given)


def serialise(pairs: Iterable[Pair]) -> bytes:
    """The file of a checked list: one line for each pair, sorted by the bytes of the lines."""
    return "".join(f"{first}\t{second}\n" for first, second in _in_order(pairs)).encode("utf-8")


def _in_order(pairs: Iterable[Pair]) -> list[Pair]:
    # Code points sort as their UTF-8 bytes do, and TAB sorts below every character of an identifier,
    # so pairs compare exactly as their lines.
    return sorted(pairs)


def _parse(data: bytes, file: str) -> list[Pair]:
    text = decode(data, file)
    if b"\r" in data:
        line = data.count(b"\n", 0, data.index(b"\r")) + 1
        raise DrawError("file_carriage_return", f"{file}:{line}")
    if text and not text.endswith("\n"):
        raise DrawError("file_last_line", file)
    lines = text.split("\n")[:-1]
    pairs = [_fields(line, file, number) for number, line in enumerate(lines, 1)]
    for number, (before, after) in enumerate(pairwise(lines), 2):
        if before >= after:
            code = "line_repeated" if before == after else "line_order"
            raise DrawError(code, f"{file}:{number}")
    return pairs


def _fields(line: str, file: str, number: int) -> Pair:
    at = f"{file}:{number}"
    fields = line.split("\t")
    if len(fields) != 2:
        raise DrawError("line_fields", at, found=len(fields))
    return check_identifier(fields[0], at), check_identifier(fields[1], at)


def _given(pairs: Iterable[Pair], name: str) -> list[Pair]:
    checked = []
    for number, pair in enumerate(pairs, 1):
        at = f"{name}:{number}"
        if not isinstance(pair, (tuple, list)) or len(pair) != 2:
            raise DrawError("pair_expected", at)
        checked.append((check_identifier(pair[0], at), check_identifier(pair[1], at)))
    return checked


def _checked_frame(pairs: Sequence[Pair], name: str) -> list[Pair]:
    if not pairs:
        raise DrawError("frame_empty", name)
    _refuse_twice(pairs, name)
    return list(pairs)


def _checked_roster(pairs: Sequence[Pair], name: str) -> list[Pair]:
    _refuse_twice(pairs, name)
    for number, (_, role) in enumerate(pairs, 1):
        if role not in (LEAD, MEMBER):
            raise DrawError("role_unknown", f"{name}:{number}", role=shown(role))
    return list(pairs)


def _refuse_twice(pairs: Sequence[Pair], name: str) -> None:
    if len(dict(pairs)) == len(pairs):
        return
    seen: set[str] = set()
    for number, (identifier, _) in enumerate(pairs, 1):
        if identifier in seen:
            raise DrawError("identifier_twice", f"{name}:{number}", text=shown(identifier))
        seen.add(identifier)
