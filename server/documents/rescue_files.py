"""A rescue file (docs/sync.md), read piece by piece: its photos never stand in memory together.

Nothing in it is trusted: not its length, its nesting, its text, or that it is JSON at all.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from dataclasses import dataclass
from json.decoder import WHITESPACE
from typing import Any, BinaryIO

FORMAT = "fair-scale-rescue/1"
LISTS = ("operations", "photos")
_CHUNK = 1 << 16


class Malformed(ValueError):
    """Bytes that are no rescue file; ``at`` is the place at which they stop being one."""

    def __init__(self, at: str) -> None:
        super().__init__(at)
        self.at = at


@dataclass(frozen=True)
class Piece:
    """One member of the file, or one element of its two lists (``operations/0``), with its text as it stands."""

    at: str
    value: Any
    text: str


def pieces(stream: BinaryIO, longest: int) -> Iterator[Piece]:
    """Yield the file's pieces in their order, none longer than ``longest`` characters; raises :class:`Malformed`."""
    stream.seek(0)
    source = _Source(stream, longest)
    seen: set[str] = set()
    source.expect("{")
    while source.mark() != "}":
        name = source.value("").value
        if not isinstance(name, str) or name in seen:
            raise Malformed(str(name)[:100])
        seen.add(name)
        source.expect(":", name)
        if name in LISTS:
            yield from _elements(source, name)
        else:
            yield source.value(name)
        source.next("}", name)
    source.expect("}")
    if source.mark():
        raise Malformed("}")


def _elements(source: _Source, name: str) -> Iterator[Piece]:
    source.expect("[", name)
    number = 0
    while source.mark() != "]":
        yield source.value(f"{name}/{number}")
        source.next("]", f"{name}/{number}")
        number += 1
    source.expect("]", name)


class _Source:
    """Text of which only what is being read is in memory."""

    def __init__(self, stream: BinaryIO, longest: int) -> None:
        self.stream = stream
        self.longest = longest
        self.decoder = codecs.getincrementaldecoder("utf-8")()
        self.text = ""
        self.at = 0
        self.ended = False

    def mark(self) -> str:
        """Return the next character that is no white space; nothing at the end."""
        while True:
            match = WHITESPACE.match(self.text, self.at)
            self.at = match.end() if match else self.at
            if self.at < len(self.text):
                return self.text[self.at]
            if self.ended:
                return ""
            self._more(_CHUNK)

    def expect(self, mark: str, place: str = "") -> None:
        """Go past a character that has to be there."""
        if self.mark() != mark:
            raise Malformed(place)
        self.at += 1

    def next(self, closing: str, place: str) -> None:
        """Go past a comma, or stay at the closing bracket."""
        if self.mark() == closing:
            return
        self.expect(",", place)
        if self.mark() == closing:
            raise Malformed(place)

    def value(self, place: str) -> Piece:
        """Return the JSON value that stands here."""
        self.mark()
        size = _CHUNK
        while True:
            try:
                value, end = _decoder.raw_decode(self.text, self.at)
            except RecursionError:
                raise Malformed(place) from None
            except ValueError:
                if self.ended or len(self.text) - self.at > self.longest:
                    raise Malformed(place) from None
            else:
                # A number may go on behind what was read so far.
                if end < len(self.text) or self.ended:
                    break
            self._more(size)
            size *= 2
        piece = Piece(place, value, self.text[self.at : end])
        self.at = end
        return piece

    def _more(self, size: int) -> None:
        data = self.stream.read(size)
        try:
            text = self.decoder.decode(data, final=not data)
        except UnicodeDecodeError:
            raise Malformed("UTF-8") from None
        self.ended = not data
        self.text, self.at = self.text[self.at :] + text, 0


def _no_constant(name: str) -> Any:
    raise ValueError(name)


_decoder = json.JSONDecoder(parse_constant=_no_constant)
