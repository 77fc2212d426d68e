"""A client for loopback measurements: a few keep-alive connections that ask one after the other, bounded in time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle

CONNECTIONS = 8


@dataclass(frozen=True)
class Measured:
    """What came of one run: answers, seconds, and each answer's time in seconds, sorted."""

    answers: int
    seconds: float
    times: list[float]

    @property
    def rate(self) -> float:
        """Answers in a second."""
        return self.answers / self.seconds

    def percentile(self, share: float) -> float:
        """The time in milliseconds within which this share of the answers came."""
        return 1000 * self.times[min(len(self.times) - 1, int(share * len(self.times)))]


def joined(parts: Sequence[Measured]) -> Measured:
    """Return several runs as one."""
    times = sorted(time for part in parts for time in part.times)
    return Measured(len(times), sum(part.seconds for part in parts), times)


def measure(port: int, paths: Sequence[str], seconds: float, warm: int = 100) -> Measured:
    """Ask for ``paths`` in turn over :data:`CONNECTIONS` connections; ``warm`` answers come first and do not count.

    Raises ``RuntimeError`` for any answer that is not 200.
    """
    return asyncio.run(_measure(port, paths, seconds, warm))


async def _measure(port: int, paths: Sequence[str], seconds: float, warm: int) -> Measured:
    turn = cycle(paths)
    await _run(port, turn, time.perf_counter() + 60, warm)
    start = time.perf_counter()
    times = await _run(port, turn, start + seconds, None)
    return Measured(len(times), time.perf_counter() - start, sorted(times))


async def _run(port: int, turn: cycle[str], until: float, most: int | None) -> list[float]:
    times: list[float] = []

    async def ask_on() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            while time.perf_counter() < until and (most is None or len(times) < most):
                start = time.perf_counter()
                await _ask(reader, writer, next(turn))
                times.append(time.perf_counter() - start)
        finally:
            writer.close()
            await writer.wait_closed()

    await asyncio.gather(*(ask_on() for _ in range(CONNECTIONS)))
    return times


async def _ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str) -> None:
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\n\r\n".encode())
    head = await reader.readuntil(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(f"{path}: {head.splitlines()[0].decode()}")
    fields = dict(line.lower().split(b": ", 1) for line in head.splitlines()[1:] if b": " in line)
    if b"content-length" in fields:
        await reader.readexactly(int(fields[b"content-length"]))
        return
    while size := int(await reader.readline(), 16):
        await reader.readexactly(size + 2)
    await reader.readline()
