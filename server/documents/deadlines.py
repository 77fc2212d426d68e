"""Deadlines as iCalendar (RFC 5545): one whole-day event on each last day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from icalendar import Calendar, Event


@dataclass(frozen=True)
class Entry:
    """One deadline: ``uid`` stays the same as long as it is the same; ``address`` is where it is dealt with."""

    uid: str
    day: date
    title: str
    address: str


def calendar(name: str, entries: Iterable[Entry], made_at: datetime) -> bytes:
    """Return a calendar; the same arguments give the same bytes."""
    feed = Calendar()
    feed.add("prodid", "-//Fair Scale//Deadlines//ZH")
    feed.add("version", "2.0")
    feed.add("x-wr-calname", name)
    for entry in entries:
        event = Event()
        event.add("uid", entry.uid)
        event.add("dtstamp", made_at)
        event.add("dtstart", entry.day)
        event.add("summary", entry.title)
        event.add("url", entry.address)
        event.add("transp", "TRANSPARENT")
        feed.add_component(event)
    return feed.to_ical()
