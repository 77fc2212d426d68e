"""The calendar of working days: seeded from what was published, kept by hand afterwards."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.domain import deadlines
from server.domain.problems import Problem
from server.services import calendar
from server.services.actors import Actor
from server.store import calendar as store
from server.store.audit import AuditEntry

ZONE = ZoneInfo("Asia/Shanghai")


def set_day(session: Session, actor: Actor, now: datetime, day: date, **columns: object) -> object:
    given = {"working": False, "name": "本地假日", "source": "市政府通知 2027-1 号"}
    return calendar.set_day(session, actor, now, day=day, zone=ZONE, **{**given, **columns})


def test_seeding_covers_whole_years_and_says_where_each_day_is_from(
    session: Session, administrator: Actor, now: datetime
) -> None:
    added = calendar.seed(session, administrator, now, zone=ZONE)
    first, last = store.span(session)
    assert (first, last.month, last.day) == (date(2024, 1, 1), 12, 31)
    assert added == (last - first).days + 1
    rows = store.days(session, 2026)
    assert len(rows) == 365
    assert {row.source.split()[0] for row in rows} == {"chinesecalendar"}


def test_make_up_days_are_worked_and_holidays_are_not(
    session: Session, administrator: Actor, now: datetime
) -> None:
    calendar.seed(session, administrator, now, zone=ZONE)
    days = store.working_days(session)
    assert days[date(2026, 10, 1)] is False
    assert days[date(2026, 10, 10)] is True, "a Saturday that was worked"
    assert all(days[day] == chinese_calendar.is_workday(day) for day in days)


def test_seeding_again_leaves_what_somebody_entered(
    session: Session, administrator: Actor, now: datetime
) -> None:
    calendar.seed(session, administrator, now, zone=ZONE)
    set_day(session, administrator, now, date(2026, 5, 20))
    assert calendar.missing(session) == []
    calendar.seed(session, administrator, now, zone=ZONE)
    assert store.working_days(session)[date(2026, 5, 20)] is False


def test_a_day_entered_by_hand_makes_a_deadline_certain(
    session: Session, administrator: Actor, now: datetime
) -> None:
    calendar.seed(session, administrator, now, zone=ZONE)
    covered = store.span(session)[1]
    one, two = (covered + timedelta(days=n) for n in (1, 2))
    assert deadlines.after(covered, 1, store.working_days(session)).provisional
    set_day(session, administrator, now, one)
    set_day(session, administrator, now, two, working=True)
    certain = deadlines.after(covered, 1, store.working_days(session))
    assert certain == deadlines.Deadline(two, provisional=False)


def test_the_log_keeps_what_a_day_was_before(session: Session, administrator: Actor, now: datetime) -> None:
    set_day(session, administrator, now, date(2027, 5, 4), working=True, source="通知一")
    set_day(session, administrator, now, date(2027, 5, 4), working=False, source="通知二")
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
    assert entry.body["before"] == {"working": True, "name": "本地假日", "source": "通知一"}


@pytest.mark.parametrize(
    ("columns", "code", "at"),
    [
        ({"day": date(2200, 1, 1)}, "date_out_of_range", "day"),
        ({"day": date(1999, 1, 1)}, "date_out_of_range", "day"),
        ({"source": "  "}, "required", "source"),
        ({"source": "通" * 101}, "too_long", "source"),
        ({"name": "假\n日"}, "control_character", "name"),
    ],
)
def test_a_wrong_entry_is_refused_at_its_field(
    session: Session, administrator: Actor, now: datetime, columns: dict, code: str, at: str
) -> None:
    with pytest.raises(Problem) as refused:
        set_day(session, administrator, now, **{"day": date(2027, 5, 4), **columns})
    assert (refused.value.code, refused.value.at) == (code, at)
    assert store.working_days(session) == {}


def test_a_supervisor_may_not_change_the_calendar(session: Session, supervisor: Actor, now: datetime) -> None:
    with pytest.raises(Problem) as refused:
        set_day(session, supervisor, now, date(2027, 5, 4))
    assert refused.value.code == "forbidden"
