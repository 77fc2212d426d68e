"""The calendar of working days 工作日: seeded from the State Council's published holidays, then kept by hand."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from importlib.metadata import version
from zoneinfo import ZoneInfo

import chinese_calendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain.problems import Problem
from server.services.actors import Actor
from server.services.audit import Change, writes
from server.services.last_days import reckon_again
from server.store.calendar import CalendarDay

FIRST_YEAR = 2024
#: No calendar reaches so far; a year beyond is a slip of the keyboard.
LAST_YEAR = 2099


def published() -> dict[date, CalendarDay]:
    """Return the days that the chinesecalendar package covers, from FIRST_YEAR to its last complete year."""
    source = f"chinesecalendar {version('chinesecalendar')}"
    last = max(chinese_calendar.constants.holidays).year
    day, found = date(FIRST_YEAR, 1, 1), {}
    while day.year <= last:
        found[day] = CalendarDay(
            day=day, working=chinese_calendar.is_workday(day), name=_name(day), source=source
        )
        day += timedelta(days=1)
    return found


def missing(session: Session) -> list[CalendarDay]:
    """Return the published days that the calendar lacks."""
    known = set(session.scalars(select(CalendarDay.day)))
    return [row for day, row in published().items() if day not in known]


@writes("calendar.edit", "calendar.seed")
def seed(session: Session, actor: Actor, now: datetime, *, zone: ZoneInfo) -> Change:
    """Add the published days that the calendar lacks; days that somebody entered stay. Value: how many.

    Last days of unpublished inspections are counted anew; ``zone`` is the authority's place.
    """
    rows = missing(session)
    session.add_all(rows)
    moved = reckon_again(session, zone)
    years = sorted({row.day.year for row in rows})
    return Change("calendar", "calendar", len(rows), {"added": len(rows), "years": years, "moved": moved})


@writes("calendar.edit", "calendar.set")
def set_day(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    day: date,
    working: bool,
    name: str,
    source: str,
    zone: ZoneInfo,
) -> Change:
    """Say whether a day is worked, and where that is published; the log keeps what was there before.

    Last days of unpublished inspections are counted anew; ``zone`` is the authority's place.

    Problems: ``date_out_of_range``, ``required`` (at source), ``too_long``.
    """
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        span = {"first": f"{FIRST_YEAR}-01-01", "last": f"{LAST_YEAR}-12-31"}
        raise Problem("date_out_of_range", at="day", value=day.isoformat(), **span)
    _check_text("name", name, 60)
    _check_text("source", source, 100)
    if not source.strip():
        raise Problem("required", at="source")
    row = session.get(CalendarDay, day)
    before = {"working": row.working, "name": row.name, "source": row.source} if row else None
    if row is None:
        row = CalendarDay(day=day)
        session.add(row)
    row.working, row.name, row.source = working, name.strip(), source.strip()
    moved = reckon_again(session, zone)
    body = {"working": working, "name": row.name, "source": row.source, "before": before, "moved": moved}
    return Change("calendar", day.isoformat(), row, body)


def _check_text(field: str, text: str, most: int) -> None:
    if len(text) > most:
        raise Problem("too_long", at=field, most=most)
    if any(ord(character) < 32 for character in text):
        raise Problem("control_character", at=field)


def _name(day: date) -> str:
    """The name of the holiday that a day belongs to, also for a make-up day; plain week-ends have none."""
    holiday = chinese_calendar.constants.holidays.get(day) or chinese_calendar.constants.workdays.get(day)
    if not holiday:
        return ""
    return next(member.chinese for member in chinese_calendar.Holiday if member.value == holiday)
