"""Publication at a set time: once, whole, by whoever may still publish, and never against a later review."""

# ruff: noqa: F811 - fixtures of another module are asked for by their names

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from server.commands.publish_due import publish_due
from server.domain.problems import Problem
from server.services import outcomes, publication_times, reviews
from server.services.audit import first_break
from server.store.audit import AuditEntry
from server.store.inspections import Inspection
from server.store.outcomes import Outcome
from server.store.publication_times import PublicationTime
from server.store.users import User
from tests.services.test_outcomes import CATEGORIES, approved, files  # noqa: F401
from tests.web.tablets import fresh


@pytest.fixture
def timed(make, approved, desk, clock, zone):
    """Makes approved inspections that are to be published in an hour."""

    def timed(count=1):
        if make.session.scalar(select(User).where(User.username == "supervisor")) is None:
            make.user(role="supervisor", username="supervisor")
            make.commit()
        rows = [approved() for _ in range(count)]
        at = clock.now + timedelta(hours=1)
        for row in rows:
            desk(publication_times.set_time, inspection_id=row.id, at=at, zone=zone)
        return [row.id for row in rows]

    return timed


@pytest.fixture
def tick(engine, settings, clock):
    return lambda: publish_due(engine, settings, clock.now)


def count(session, table):
    return fresh(session).scalar(select(func.count()).select_from(table))


def test_two_processes_at_once_publish_each_result_once(session, timed, engine, settings, clock):
    timed(4)
    clock.forward(hours=1)
    start = Barrier(2)

    def run(_process):
        start.wait()
        return publish_due(engine, settings, clock.now)

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(run, range(2)))
    assert sum(done for done, _ in results) == 4
    assert [refused for _, refused in results] == [{}, {}]
    assert (count(session, Outcome), count(session, PublicationTime)) == (4, 0)
    actors = session.scalars(
        select(AuditEntry.actor).where(AuditEntry.action == "outcome.publish").order_by(AuditEntry.seq)
    )
    assert list(actors) == ["timed:supervisor"] * 4
    assert first_break(session) is None


def test_nothing_is_published_before_its_time_nor_after_it_was_cancelled(session, timed, tick, clock, desk):
    (first,) = timed()
    assert tick() == (0, {})
    desk(publication_times.cancel, inspection_id=first)
    clock.forward(hours=2)
    assert tick() == (0, {})
    assert count(session, Outcome) == 0


def test_a_result_that_was_reviewed_again_waits_for_a_person_and_keeps_no_other(
    session, timed, tick, clock, desk
):
    returned, approved_again, good = timed(3)
    clock.forward(minutes=1)
    desk(reviews.send_back, inspection_id=returned, revision=1, reason="补测")
    fresh(session).get(PublicationTime, approved_again).review_id = "of an earlier approval"
    session.commit()
    clock.forward(hours=1)
    done, refused = tick()
    assert (done, refused.keys()) == (1, {returned, approved_again})
    faults = {row.inspection_id: row.fault for row in fresh(session).scalars(select(PublicationTime))}
    assert faults == {returned: "wrong_state", approved_again: "publish_at_changed"}
    assert session.get(Inspection, good).state == "published"
    logged = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "publication.refused").order_by(AuditEntry.seq)
    ).all()
    assert {one.noun_id: (one.actor, one.body["problem"]) for one in logged} == {
        returned: ("timed:supervisor", "wrong_state"),
        approved_again: ("timed:supervisor", "publish_at_changed"),
    }
    assert first_break(session) is None
    assert tick() == (0, {})


def test_who_may_not_publish_any_more_publishes_nothing(session, timed, tick, clock):
    (first,) = timed()
    session.scalar(select(User).where(User.username == "supervisor")).active = False
    session.commit()
    clock.forward(hours=1)
    assert tick()[0] == 0
    row = fresh(session).get(PublicationTime, first)
    assert (row.fault, row.fault_values) == ("publish_at_account", {"by": "supervisor"})


def test_an_unreadable_photo_is_tried_again(session, timed, tick, clock, settings):
    (first,) = timed()
    clock.forward(hours=1)
    settings.files.rename(settings.files.with_name("away"))
    assert list(tick()[1]) == [first]
    assert count(session, Outcome) == 0
    settings.files.with_name("away").rename(settings.files)
    assert tick() == (1, {})


def test_publishing_by_hand_ends_the_time(session, timed, desk, files, zone):
    (first,) = timed()
    desk(outcomes.publish, inspection_id=first, files=files, zone=zone, second=False)
    assert count(session, PublicationTime) == 0


@pytest.mark.parametrize(("hours", "code"), [(-1, "publish_at_past"), (24 * 60, "publish_at_late")])
def test_a_bad_time_changes_nothing(session, approved, desk, clock, zone, hours, code):
    row, at = approved(), clock.now + timedelta(hours=hours)
    with pytest.raises(Problem, match=code):
        desk(publication_times.set_time, inspection_id=row.id, at=at, zone=zone)
    assert count(session, PublicationTime) == 0
    if code == "publish_at_late":
        desk(publication_times.set_time, inspection_id=row.id, at=at, zone=zone, late=True)
        assert count(session, PublicationTime) == 1


def test_one_time_for_a_plan_takes_what_is_approved_now(session, timed, approved, desk, clock, zone):
    row = approved()
    plan_id = fresh(session).get(Inspection, row.id).assignment.draw.plan_id
    at = clock.now + timedelta(hours=1)
    assert desk(publication_times.set_plan, plan_id=plan_id, at=at, zone=zone) == 1
    assert fresh(session).get(PublicationTime, row.id).at == at
