"""What is to happen in the city, in the order of time."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import datetime
from itertools import count

from server.demo.clock import Clock


class Calendar:
    """Events by their instant; one may enter others. What lies after the end does not happen."""

    def __init__(self, clock: Clock, end: datetime) -> None:
        self.clock, self.end = clock, end
        self._events: list[tuple[datetime, int, Callable[[], None]]] = []
        self._numbers = count()

    def enter(self, at: datetime, event: Callable[[], None]) -> None:
        """Let something happen at an instant."""
        if at < self.end:
            heapq.heappush(self._events, (at, next(self._numbers), event))

    def run(self) -> None:
        """Let everything happen; the clock never goes back."""
        while self._events:
            at, _, event = heapq.heappop(self._events)
            self.clock.now = max(self.clock.now, at)
            event()
