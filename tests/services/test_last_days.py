"""Last days follow the calendar as long as nothing is published, and a return still wins no time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from server.domain.deadlines import PUBLICATION_DAYS, after
from server.services import calendar, reviews
from server.store.calendar import working_days
from server.store.inspections import Inspection
from tests.web.tablets import PASSING, carry, complete, fresh, visit


@pytest.fixture
def inspection(make):
    return visit(make)


@pytest.fixture
def tablet(client, make, inspection):
    return carry(client, make, inspection)


def found(session, inspection) -> Inspection:
    fresh(session)
    return session.get(Inspection, inspection.id)


def enter(session, administrator, now, zone, first: date, days: int) -> None:
    """Enter days as the administrator: every day off."""
    fresh(session)
    for step in range(days):
        calendar.set_day(
            session,
            administrator,
            now,
            day=first + timedelta(days=step),
            working=False,
            name="",
            source="s",
            zone=zone,
        )
    session.commit()


def test_a_holiday_entered_later_moves_the_last_day(
    session, tablet, inspection, administrator, now, zone
) -> None:
    complete(tablet, inspection.id, PASSING)
    before = found(session, inspection).last_day
    enter(session, administrator, now, zone, before, 1)
    row = found(session, inspection)
    assert row.last_day > before
    assert row.last_day == after(date(2026, 3, 2), PUBLICATION_DAYS, working_days(session)).day


def test_seeding_the_calendar_makes_provisional_last_days_certain(
    session, tablet, inspection, administrator, now, zone
) -> None:
    complete(tablet, inspection.id, PASSING)
    assert found(session, inspection).last_day_provisional
    calendar.seed(session, administrator, now, zone=zone)
    session.commit()
    row = found(session, inspection)
    assert not row.last_day_provisional
    assert row.last_day == after(date(2026, 3, 2), PUBLICATION_DAYS, working_days(session)).day


def test_after_a_return_the_period_still_runs_from_the_first_finish(
    session, tablet, inspection, supervisor, administrator, now, zone, clock
) -> None:
    complete(tablet, inspection.id, PASSING)
    fresh(session)
    reviews.send_back(session, supervisor, now, inspection_id=inspection.id, revision=1, reason="补充")
    session.commit()
    clock.forward(days=5)
    tablet.now = clock.now
    tablet.entry(inspection.id, "finish", {"operations": 1}, revision=2)
    tablet.send(tablet.made[-1])
    tablet.finish(inspection.id, 1, revision=2)
    row = found(session, inspection)
    assert row.finished_at.date() > date(2026, 3, 6)
    before = row.last_day
    enter(session, administrator, now, zone, before, 1)
    assert (
        found(session, inspection).last_day
        == after(date(2026, 3, 2), PUBLICATION_DAYS, working_days(session)).day
    )


def test_what_is_withdrawn_keeps_its_day(session, tablet, inspection, administrator, now, zone) -> None:
    complete(tablet, inspection.id, PASSING)
    row = found(session, inspection)
    row.state, before = "withdrawn", row.last_day
    session.commit()
    enter(session, administrator, now, zone, before, 1)
    assert found(session, inspection).last_day == before
