"""The clock of the city's past: it goes where the story is."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


class Clock:
    """Answers the instant that it was set to; the application asks it instead of the time of day."""

    def __init__(self, zone: str) -> None:
        self.zone = ZoneInfo(zone)
        self.now = datetime(2000, 1, 1, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def at(self, day: date, hour: int, minute: int = 0) -> datetime:
        """Set the clock to a time of day at the authority's place, and return the instant."""
        self.now = datetime.combine(day, time(hour, minute), self.zone).astimezone(UTC)
        return self.now

    def forward(self, **step: float) -> datetime:
        """Move on by a timedelta's arguments, and return the instant."""
        self.now += timedelta(**step)
        return self.now
