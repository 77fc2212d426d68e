"""A frame checked, hashed and counted as its lines stream by, whatever their number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from operator import lt
from typing import BinaryIO

from ..characters import IDENTIFIER_LENGTH, check_identifier, shown, text_fault
from ..lists import FRAME, Pair
from ..notes import DrawError

BLOCK = 1 << 20
LONGEST = 4096  # bytes of a line, far more than two identifiers have
_BOM = b"\xef\xbb\xbf"
_NOT_SEPARATORS = bytes(set(range(256)) - set(b"\t\n"))
_PRINTABLE = bytes(range(0x20, 0x7F))
_BAD_EDGE = re.compile(rb"\A[ \n]| \n|\n[ \n]")

Place = Callable[[int, int], str]


@dataclass(frozen=True)
class Frame:
    """What is known of a frame that was read once: the hash of frame.tsv, the size of each stratum, and which of
    the objects asked about it holds."""

    sha256: str
    count: int
    strata: Mapping[str, int]
    held: frozenset[str]


def in_file(number: int, field: int) -> str:
    """The place of a line of frame.tsv."""
    return f"{FRAME}:{number}"


class FrameCheck:
    """Takes the lines of a frame in blocks and raises DrawError at the first that the protocol does not allow.

    The rules are those of `lists.parse_frame`: sound identifiers, lines in order of their bytes, no object twice.
    `place` says where the n-th line (from 1) and its field (0 or 1) stand; `asked` are objects to look out for.
    """

    def __init__(self, place: Place = in_file, asked: Collection[str] = ()) -> None:
        self._place = place
        self._asked = {name.encode("utf-8") for name in asked}
        self._held: set[bytes] = set()
        self._hash = sha256()
        self._count = 0
        self._last = b""
        self._strata: Counter[bytes] = Counter()

    def feed(self, block: bytes) -> None:
        """Take a block of whole lines."""
        if not block:
            return
        lines = block.count(b"\n")
        sound = block.translate(None, _NOT_SEPARATORS) == b"\t\n" * lines
        fields = block.replace(b"\t", b"\n").split(b"\n")[:-1] if sound else []
        objects, strata = fields[0::2], Counter(fields[1::2])
        if not (sound and self._ascending(objects) and _sound(objects) and self._known(strata)):
            self._refuse(block)
        self._hash.update(block)
        self._count += lines
        self._last = objects[-1]
        self._strata.update(strata)
        if self._asked:
            self._held |= self._asked.intersection(objects)

    def done(self) -> Frame:
        """What the frame is, after its last line; DrawError when there was none."""
        if not self._count:
            raise DrawError("frame_empty", self._place(1, 0).partition(":")[0])
        strata = {name.decode("utf-8"): size for name, size in sorted(self._strata.items())}
        held = frozenset(name.decode("utf-8") for name in self._held)
        return Frame(self._hash.hexdigest(), self._count, strata, held)

    def _ascending(self, objects: list[bytes]) -> bool:
        # TAB sorts below every character of an identifier, so lines are in order and no object comes twice
        # exactly when each object is greater than the one before.
        return self._last < objects[0] and all(map(lt, objects, islice(objects, 1, None)))

    def _known(self, strata: Iterable[bytes]) -> bool:
        return all(name in self._strata or _sound_text(name) for name in strata)

    def _refuse(self, block: bytes) -> None:
        """Find the line that is wrong and say why."""
        if not self._count and block.startswith(_BOM):
            raise DrawError("file_bom", self._place(1, 0).rpartition(":")[0])
        for number, line in enumerate(block.split(b"\n")[:-1], self._count + 1):
            self._last = self._checked(line, number)
        raise AssertionError("a block was refused in which no line is wrong")

    def _checked(self, line: bytes, number: int) -> bytes:
        if b"\r" in line:
            raise DrawError("file_carriage_return", self._place(number, 0))
        name, stratum = self._pair(line, number)
        current = check_identifier(name, self._place(number, 0)).encode("utf-8")
        check_identifier(stratum, self._place(number, 1))
        if current == self._last:
            raise DrawError("identifier_twice", self._place(number, 0), text=shown(name))
        if current < self._last:
            raise DrawError("line_order", self._place(number, 0))
        return current

    def _pair(self, line: bytes, number: int) -> Pair:
        try:
            fields = line.decode("utf-8").split("\t")
        except UnicodeDecodeError:
            raise DrawError("file_not_utf8", self._place(number, 0)) from None
        if len(fields) != 2:
            raise DrawError("line_fields", self._place(number, 0), found=len(fields))
        return fields[0], fields[1]


def file_blocks(file: BinaryIO) -> Iterator[bytes]:
    """The lines of frame.tsv in blocks of whole lines; DrawError when the last line has no end."""
    rest = b""
    while data := file.read(BLOCK):
        end = data.rfind(b"\n") + 1
        if end:
            yield rest + data[:end]
            rest = data[end:]
        elif len(rest) + len(data) > LONGEST:
            raise DrawError("text_long", FRAME, text=shown(repr(data[:40])), max=IDENTIFIER_LENGTH)
        else:
            rest += data
    if rest:
        raise DrawError("file_last_line", FRAME)


def _sound(objects: list[bytes]) -> bool:
    """Whether identifiers are sound: together when they are all plain, else each by the rule itself."""
    together = b"\n".join(objects) + b"\n"
    if not together.isascii():
        return all(map(_sound_text, objects))
    plain = together.translate(None, _PRINTABLE).count(b"\n") == len(together.translate(None, _PRINTABLE))
    return plain and not _BAD_EDGE.search(together) and max(map(len, objects)) <= IDENTIFIER_LENGTH


def _sound_text(name: bytes) -> bool:
    try:
        return text_fault(name.decode("utf-8"), IDENTIFIER_LENGTH) is None
    except UnicodeDecodeError:
        return False
