"""From the last entry to the review: judgement, deadline, and what a supervisor does when something is stuck."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from server.domain.problems import Problem
from server.services import entries, inspections, reviews
from server.store.calendar import CalendarDay
from server.store.inspections import Inspection, Operation, Quarantined
from server.store.users import Device
from tests.web.tablets import PASSING, carry, complete, fresh, visit


@pytest.fixture
def inspection(make):
    return visit(make)


@pytest.fixture
def tablet(client, make, inspection):
    return carry(client, make, inspection)


@pytest.fixture
def desk(session, supervisor, now, zone):
    """Calls a service as the supervisor and commits."""

    def call(service, **given):
        fresh(session)
        try:
            value = service(session, supervisor, now, **given, zone=zone)
            session.commit()
        except Problem:
            session.rollback()
            raise
        return value

    return call


def row(session, inspection):
    fresh(session)
    return session.get(Inspection, inspection.id)


def test_the_period_begins_on_the_local_day_of_the_finish(session, make, tablet, inspection, clock):
    # 2 March, 23:30 at the authority's place is the 2nd there and still the 2nd in UTC; 16:30 UTC is the 3rd.
    clock.now = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)
    tablet.now = clock.now - timedelta(minutes=1)
    complete(tablet, inspection.id, PASSING)
    found = row(session, inspection)
    assert found.finished_at.astimezone(UTC).date() == date(2026, 3, 2)
    assert found.last_day == date(2026, 3, 31)
    assert found.last_day_provisional


def test_a_covered_calendar_makes_the_last_day_sure(session, make, tablet, inspection):
    first = date(2026, 3, 2)
    for step in range(60):
        day = first + timedelta(days=step)
        working = day.weekday() < 5 and day != date(2026, 3, 10)
        make.session.add(CalendarDay(day=day, working=working, source="test"))
    make.commit()
    complete(tablet, inspection.id, PASSING)
    found = row(session, inspection)
    assert (found.last_day, found.last_day_provisional) == (date(2026, 3, 31), False)


def test_a_tablet_whose_clock_is_off_finishes_at_our_time(session, tablet, inspection, clock):
    clock.forward(hours=1)
    tablet.now = clock.now - timedelta(days=1)
    tablet.entry(inspection.id, "finish", {"operations": 0})
    tablet.send(*tablet.made, clock_offset_ms=int(timedelta(days=1).total_seconds() * 1000) - 1000)
    assert row(session, inspection).finished_at == clock.now - timedelta(milliseconds=999)


def test_a_time_that_cannot_be_is_replaced_by_the_arrival(session, tablet, inspection, clock):
    tablet.now = clock.now - timedelta(days=300)
    tablet.entry(inspection.id, "finish", {"operations": 0})
    tablet.send(*tablet.made)
    assert row(session, inspection).finished_at == clock.now


def test_a_record_that_cannot_be_judged_has_no_verdict_and_names_the_field(session, tablet, inspection):
    record = {**PASSING, "instruments": [{**PASSING["instruments"][0], "max": "many"}]}
    complete(tablet, inspection.id, record)
    found = row(session, inspection)
    assert (found.state, found.verdict) == ("in_review", None)
    assert found.result["error"]["at"] == "instruments/0/max"


def test_a_visit_that_was_not_possible_is_reviewed_without_a_verdict(session, tablet, inspection):
    tablet.entry(inspection.id, "not_possible", {"reason": "closed", "note": "卷帘门已落"})
    tablet.entry(inspection.id, "finish", {"operations": 1})
    tablet.send(*tablet.made)
    assert tablet.finish(inspection.id, 2).json["complete"]
    found = row(session, inspection)
    assert (found.state, found.verdict, found.result) == ("in_review", "not_judged", None)


def test_a_lost_tablet_does_not_stop_the_review(session, tablet, inspection, desk):
    tablet.send(*tablet.record(inspection.id, PASSING))
    desk(inspections.complete_without, inspection_id=inspection.id, reason="平板进水")
    found = row(session, inspection)
    assert (found.state, found.verdict) == ("in_review", "pass")
    assert found.last_day is not None
    assert found.assignment.state == "finished"


def test_the_review_does_not_begin_without_a_reason_or_without_entries(session, tablet, inspection, desk):
    with pytest.raises(Problem, match="reason_required"):
        desk(inspections.complete_without, inspection_id=inspection.id, reason=" ")
    with pytest.raises(Problem, match="inspection_empty"):
        desk(inspections.complete_without, inspection_id=inspection.id, reason="丢失")
    assert row(session, inspection).state == "open"


def test_a_gap_that_will_never_close_is_passed_over(session, tablet, inspection, desk):
    one, two, three = (tablet.set(inspection.id, ["date"], f"2026-03-0{n}") for n in range(1, 4))
    assert tablet.states(one, three) == ["applied", "held"]
    device = desk(entries.pass_gap, device_id=tablet.device, reason="存储损坏")
    assert device.last_seq == 3
    fresh(session)
    assert session.get(Operation, three["id"]).state == "applied"
    assert tablet.states(two) == ["applied"]
    complete(tablet, inspection.id, PASSING)
    assert row(session, inspection).folded["record"]["date"] == "2026-03-05"
    with pytest.raises(Problem, match="operation_settled"):
        desk(entries.pass_gap, device_id=tablet.device, reason="再次")


def test_a_late_entry_counts_when_a_supervisor_says_so(session, tablet, inspection, desk):
    complete(tablet, inspection.id, PASSING)
    late = tablet.set(inspection.id, ["stage"], "verification")
    assert tablet.states(late) == ["failed"]
    desk(entries.apply, operation_ids=[late["id"]], reason="断网迟到")
    found = row(session, inspection)
    assert found.folded["record"]["stage"] == "verification"
    assert session.get(Operation, late["id"]).state == "applied"
    with pytest.raises(Problem, match="operation_settled"):
        desk(entries.apply, operation_ids=[late["id"]], reason="再次")
    assert tablet.finish(inspection.id, tablet.seq).json["complete"]


def test_an_entry_of_another_revision_never_counts(session, tablet, inspection, desk):
    late = tablet.set(inspection.id, ["stage"], "verification", revision=3)
    assert tablet.states(late) == ["failed"]
    with pytest.raises(Problem, match="operation_revision"):
        desk(entries.apply, operation_ids=[late["id"]], reason="想用")
    assert row(session, inspection).entries == 0


@pytest.fixture
def colleague(client, make, inspection):
    """A tablet of the same team that has not sent anything yet."""
    return carry(client, make, inspection, position=1)


def weight(tablet, inspection):
    """Enter a weight in use, and finish."""
    row = ["weights", "@01"]
    tablet.set(inspection.id, [*row, "accuracy_class"], "M1")
    tablet.set(inspection.id, [*row, "nominal"], "500")
    tablet.entry(inspection.id, "finish", {"operations": 2})
    return tablet.made


def ids(entries):
    return [entry["id"] for entry in entries]


def approve(desk, inspection):
    desk(
        lambda *work, zone, **given: reviews.approve(*work, **given),
        inspection_id=inspection.id,
        revision=1,
        categories={"market_scales": "no_problem"},
        second=False,
    )


def test_a_tablet_that_first_sends_after_the_approval_brings_the_inspection_back_to_review(
    session, tablet, colleague, inspection, desk
):
    complete(tablet, inspection.id, PASSING)
    approve(desk, inspection)
    late = weight(colleague, inspection)
    assert colleague.states(*late) == ["failed"] * 3
    assert not colleague.finish(inspection.id, 3).json["complete"]
    desk(entries.apply, operation_ids=ids(late), reason="市场断网")
    found = row(session, inspection)
    assert found.state == "in_review"
    assert found.folded["record"]["weights"] == [{"accuracy_class": "M1", "nominal": "500"}]
    assert len(found.folded["finished"]) == 2
    assert colleague.finish(inspection.id, 3).json["complete"]
    approve(desk, inspection)


def test_what_is_left_out_before_the_second_approval_brings_the_inspection_back_to_review(
    session, tablet, colleague, inspection, desk
):
    """Whoever approved first did not know of it, and the second may be the one who leaves it out."""
    complete(tablet, inspection.id, PASSING)
    found = row(session, inspection)
    found.state = "seconding"
    session.commit()
    late = colleague.set(inspection.id, ["stage"], "verification")
    assert colleague.states(late) == ["failed"]
    desk(entries.set_aside, operation_ids=[late["id"]], reason="不影响结果")
    assert row(session, inspection).state == "in_review"


def test_what_is_left_out_after_the_approval_brings_the_inspection_back_to_review(
    session, tablet, colleague, inspection, desk
):
    """Whoever approved did not know of it, and may be the one who leaves it out."""
    complete(tablet, inspection.id, PASSING)
    approve(desk, inspection)
    late = colleague.set(inspection.id, ["stage"], "verification")
    assert colleague.states(late) == ["failed"]
    assert row(session, inspection).state == "approved"
    desk(entries.set_aside, operation_ids=[late["id"]], reason="不影响结果")
    assert row(session, inspection).state == "in_review"


def test_what_comes_after_the_return_counts_beside_the_next_revision(
    session, tablet, colleague, inspection, desk
):
    complete(tablet, inspection.id, PASSING)
    desk(
        lambda *work, zone, **given: reviews.send_back(*work, **given),
        inspection_id=inspection.id,
        revision=1,
        reason="缺少标准砝码",
    )
    late = weight(colleague, inspection)
    assert colleague.states(*late) == ["failed"] * 3
    colleague.finish(inspection.id, 3)
    desk(entries.apply, operation_ids=ids(late), reason="市场断网")
    assert row(session, inspection).state == "open"
    assert colleague.finish(inspection.id, 3).json["complete"]
    complete(tablet, inspection.id, {"stage": "verification"}, revision=2)
    found = row(session, inspection)
    assert (found.state, found.folded["finished"]) == ("in_review", [tablet.device])
    assert found.folded["record"]["weights"] == [{"accuracy_class": "M1", "nominal": "500"}]


def test_what_comes_after_the_publication_is_kept_and_can_only_be_left_out(
    session, tablet, colleague, inspection, desk
):
    complete(tablet, inspection.id, PASSING)
    row(session, inspection).state = "published"
    session.commit()
    late = weight(colleague, inspection)
    assert colleague.states(*late) == ["failed"] * 3
    assert not colleague.finish(inspection.id, 3).json["complete"]
    with pytest.raises(Problem, match="operation_closed"):
        desk(entries.apply, operation_ids=ids(late), reason="市场断网")
    desk(entries.set_aside, operation_ids=ids(late), reason="不影响结果")
    assert colleague.finish(inspection.id, 3).json["complete"]
    assert json.loads(session.get(Operation, late[0]["id"]).raw) == late[0]


def test_dealing_with_what_is_not_there_is_refused(tablet, inspection, desk):
    for service in (entries.apply, entries.set_aside):
        with pytest.raises(Problem, match="not_found"):
            desk(service, operation_ids=["none"], reason="x")
    with pytest.raises(Problem, match="not_found"):
        desk(entries.see, quarantined_ids=["none"], reason="x")


@pytest.mark.parametrize(
    ("reason", "code"), [(" ", "reason_required"), ("长" * 501, "too_long"), ("a\x07", "control_character")]
)
def test_what_is_stuck_is_dealt_with_for_a_reason_that_can_be_read(
    session, tablet, inspection, desk, reason, code
):
    late = tablet.set(inspection.id, ["stage"], "verification", revision=3)
    tablet.send(late, tablet.entry(inspection.id, "dance", {}))
    tablet.set(inspection.id, ["date"], "2026-03-01")
    tablet.send(tablet.set(inspection.id, ["date"], "2026-03-02"))
    refused = session.scalar(select(Quarantined))
    for service, given in (
        (entries.apply, {"operation_ids": [late["id"]]}),
        (entries.set_aside, {"operation_ids": [late["id"]]}),
        (entries.pass_gap, {"device_id": tablet.device}),
        (entries.see, {"quarantined_ids": [refused.id]}),
        (inspections.complete_without, {"inspection_id": inspection.id}),
    ):
        with pytest.raises(Problem, match=code) as problem:
            desk(service, **given, reason=reason)
        assert problem.value.at == "reason"
    fresh(session)
    assert session.get(Operation, late["id"]).state == "failed"
    assert session.scalar(select(Quarantined)).seen_at is None
    assert row(session, inspection).state == "open"


def test_the_reason_stands_on_one_line_beside_an_entry(session, tablet, inspection, desk):
    late = tablet.set(inspection.id, ["stage"], "verification", revision=3)
    tablet.send(late)
    desk(entries.set_aside, operation_ids=[late["id"]], reason=" 断网\n迟到 ")
    fresh(session)
    assert session.get(Operation, late["id"]).fault["settled"]["reason"] == "断网 迟到"


def test_a_foreign_entry_that_is_allowed_counts_for_the_inspection(session, client, make, inspection, desk):
    stranger = carry(client, make, visit(make))
    entry = stranger.set(inspection.id, ["date"], "2026-03-05")
    assert stranger.states(entry) == ["failed"]
    desk(entries.apply, operation_ids=[entry["id"]], reason="临时换人")
    assert row(session, inspection).entries == 1
    fresh(session)
    assert session.get(Device, stranger.device).receipts == 3
