"""frame.tsv read as a stream by the standard library alone: no engine to install, one core."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from ..lists import FRAME
from .frames import file_blocks, in_file
from .sources import Source, Tell, binary, silent


class FrameFile(Source):
    """A frame.tsv."""

    def __init__(self, path: Path) -> None:
        self.path, self.name = path, FRAME

    def blocks(self, tell: Tell) -> Iterator[bytes]:
        whole, done = self.path.stat().st_size, 0
        with self.path.open("rb") as file:
            for block in file_blocks(file):
                yield block
                done += len(block)
                tell("progress_check", done, whole)

    def count_strata(self) -> Mapping[str, int]:
        sizes: Counter[bytes] = Counter()
        for block in self.blocks(silent):
            sizes.update(block.replace(b"\t", b"\n").split(b"\n")[1::2])
        return {name.decode("utf-8"): size for name, size in sizes.items()}

    def survivors(self, prefix: str, cutoffs: Mapping[str, str]) -> Iterator[bytes]:
        limits, start = binary(cutoffs), prefix.encode("ascii")
        for block in self.blocks(silent):
            for line in block.split(b"\n")[:-1]:
                name, _, stratum = line.partition(b"\t")
                if sha256(start + name).digest() < limits.get(stratum, b""):
                    yield line

    def place(self, number: int, field: int) -> str:
        return in_file(number, field)
