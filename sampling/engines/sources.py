"""A frame where it lies, and the draw from it: the lowest tickets of each stratum, and the reserves."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from hashlib import sha256

from ..characters import check_identifier, shown
from ..lists import Pair
from ..notes import DrawError
from ..selection import Pick
from ..tickets import check_hash, key
from . import definition
from .definition import NO_CUTOFF, Dialect
from .frames import Frame, FrameCheck

DIGEST = 32  # bytes
LINES_AT_ONCE = 8192

# Told of the progress: the code of what is going on, how much of it is done, and how much there is (0: unknown).
Tell = Callable[[str, int, int], None]


def silent(what: str, done: int, whole: int) -> None:
    """Show no progress."""


class Source(ABC):
    """A frame in a file, a database or a cluster. Its methods raise DrawError when it cannot be read."""

    name: str  # for messages
    _sizes: Mapping[str, int] | None = None

    @abstractmethod
    def blocks(self, tell: Tell) -> Iterator[bytes]:
        """The lines of frame.tsv in their order, in blocks of whole lines; they are not checked yet."""

    @abstractmethod
    def count_strata(self) -> Mapping[str, int]:
        """Count the objects in each stratum."""

    def strata(self) -> Mapping[str, int]:
        """The number of objects in each stratum, counted once."""
        if self._sizes is None:
            self._sizes = self.count_strata()
        return self._sizes

    def know(self, sizes: Mapping[str, int]) -> None:
        """Take the sizes of the strata from a reading of the same frame, so that they are not counted again."""
        self._sizes = sizes

    @abstractmethod
    def survivors(self, prefix: str, cutoffs: Mapping[str, str]) -> Iterator[bytes]:
        """The lines of the objects of these strata whose H(prefix + id) is below the stratum's cutoff, in any order."""

    @abstractmethod
    def place(self, number: int, field: int) -> str:
        """Where the n-th line of the frame and its object (0) or stratum (1) stand, for a message."""


class SqlSource(Source):
    """A source that answers the queries of definition.py. An engine adds how they are run."""

    dialect: Dialect

    def __init__(self, name: str, relation: str, columns: Pair) -> None:
        self.name, self.columns = name, columns
        self.frame = self.dialect.frame(relation, *columns)

    @abstractmethod
    def rows(self, query: str) -> Iterator[tuple]:
        """The rows of a small result."""

    @abstractmethod
    def lines(self, query: str, in_order: bool) -> Iterator[list[bytes]]:
        """The rows of a large result with one column of text, in lists, as UTF-8."""

    def count_strata(self) -> Mapping[str, int]:
        return dict(self.rows(definition.SIZES.format(frame=self.frame)))  # type: ignore[arg-type]

    def blocks(self, tell: Tell) -> Iterator[bytes]:
        whole, done = sum(self.strata().values()), 0
        tell("progress_sort", 0, 0)
        for lines in self.lines(definition.LINES.format(frame=self.frame), in_order=True):
            # A line end inside a text would make two lines of one; as a carriage return it is found and refused.
            yield b"\n".join(line.replace(b"\n", b"\r") for line in lines) + b"\n"
            done += len(lines)
            tell("progress_check", done, whole)

    def survivors(self, prefix: str, cutoffs: Mapping[str, str]) -> Iterator[bytes]:
        for lines in self.lines(self.dialect.survivors(self.frame, prefix, cutoffs), in_order=False):
            yield from lines

    def place(self, number: int, field: int) -> str:
        return f"{self.name}: {self.columns[field]}"


def survey(source: Source, asked: Collection[str] = (), tell: Tell = silent) -> Frame:
    """Check the whole frame and hash it; `asked` are objects whose presence is to be known.

    Raises DrawError, with the place, for what the protocol does not allow in a frame.
    """
    check = FrameCheck(source.place, asked)
    for block in source.blocks(tell):
        check.feed(block)
    return check.done()


def select(source: Source, seed: str, sample: Mapping[str, int], tell: Tell = silent) -> Iterator[Pick]:
    """What `sampling.selection.select` gives for the same frame, one by one in order of visits.

    Raises DrawError when the frame changes under the draw, holds an object twice among those drawn, or the engine
    hashes otherwise than the standard library.
    """
    check_hash(seed, "seed")
    sizes = source.strata()
    wanted = {name: min(count, sizes[name]) for name, count in sample.items() if count and name in sizes}
    for name in wanted:
        check_identifier(name, source.name)
    lowest, left, before = _candidates(source, f"{key(seed)}:", wanted, sizes, tell), dict(wanted), b""
    lowest.sort(reverse=True)
    while lowest:
        entry = lowest.pop()
        digest = entry[:DIGEST]
        name, stratum = entry[DIGEST:].decode("utf-8").split("\t")
        if digest == before:
            raise DrawError("identifier_twice", source.name, text=shown(name))
        before = digest
        if left[stratum]:
            left[stratum] -= 1
            yield Pick(digest.hex(), name, stratum)


def reserves(
    source: Source, seed: str, stratum: str, taken: Collection[str], count: int | None = None
) -> list[Pair]:
    """What `sampling.reserves` gives for the same frame: (object id, ticket) not in `taken`, in ticket order."""
    sizes = source.strata()
    if stratum not in sizes:
        raise DrawError("stratum_unknown", "stratum", stratum=shown(stratum))
    gone = set(taken)
    reach = sizes[stratum] if count is None else min(sizes[stratum], len(gone) + count)
    free = [
        (pick.object, pick.ticket)
        for pick in select(source, seed, {stratum: reach})
        if pick.object not in gone
    ]
    return free if count is None else free[:count]


def _candidates(
    source: Source, prefix: str, wanted: Mapping[str, int], sizes: Mapping[str, int], tell: Tell
) -> list[bytes]:
    """Hash and line of at least the `wanted` lowest objects of each stratum, as one list of bytes in no order."""
    found: list[bytes] = []
    missing, margin = dict(wanted), 1
    while missing:
        cutoffs = definition.cutoffs(missing, sizes, margin)
        whole = definition.expected(missing, sizes, margin)
        lines = source.survivors(prefix, cutoffs)
        entries, seen = _hashed(_counted(lines, whole, tell), prefix, cutoffs, source)
        short = {name: count for name, count in missing.items() if seen[name.encode("utf-8")] < count}
        if any(cutoffs[name] == NO_CUTOFF for name in short):
            raise DrawError("frame_changing", source.name)
        found += _without(entries, {name.encode("utf-8") for name in short})
        missing, margin = short, margin * 2
    return found


def _without(entries: list[bytes], strata: Collection[bytes]) -> list[bytes]:
    """The entries of all other strata."""
    return (
        [entry for entry in entries if entry[entry.rindex(b"\t") + 1 :] not in strata] if strata else entries
    )


def _counted(lines: Iterable[bytes], whole: int, tell: Tell) -> Iterator[bytes]:
    # Tickets are spread evenly, so the share of the survivors seen is the share of the frame that is done.
    done = 0
    for done, line in enumerate(lines, 1):
        if done % LINES_AT_ONCE == 0:
            tell("progress_draw", min(done, whole), whole)
        yield line
    tell("progress_draw", max(done, whole), max(done, whole))


def _hashed(
    lines: Iterable[bytes], prefix: str, cutoffs: Mapping[str, str], source: Source
) -> tuple[list[bytes], dict[bytes, int]]:
    """Hash and line of each object, and how many there are of each stratum."""
    limits, start = binary(cutoffs), prefix.encode("ascii")
    entries, seen = [], dict.fromkeys(limits, 0)
    for line in lines:
        name, _, stratum = line.partition(b"\t")
        digest = sha256(start + name).digest()
        if not digest < limits.get(stratum, b""):
            raise DrawError("engine_differs", source.name, text=shown(line.decode("utf-8", "replace")))
        seen[stratum] += 1
        entries.append(digest + line)
    return entries, seen


def binary(cutoffs: Mapping[str, str]) -> dict[bytes, bytes]:
    """The cutoffs as bytes, which a digest is compared with, by the bytes of their strata."""
    return {name.encode("utf-8"): bytes.fromhex(cutoff) for name, cutoff in cutoffs.items()}
