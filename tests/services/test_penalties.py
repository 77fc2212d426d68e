"""Penalties: entered from a case, published and withdrawn in periods of their own; the outcome stays what it was."""

# ruff: noqa: F811 - fixtures of another module are asked for by their names

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from server.domain.problems import Problem
from server.services import calendar, handovers, penalties
from server.store import deadlines, outcomes_office
from server.store import penalties as stored
from server.store.audit import AuditEntry
from server.store.deadlines import Scope
from server.store.penalties import Penalty
from tests.services.test_calendar import ZONE, set_day
from tests.services.test_handovers import TODAY, hand_over, inspection  # noqa: F401
from tests.services.test_objections import act, files, outcome  # noqa: F401

GIVEN = {
    "decision": "岳市监处罚〔2026〕8 号",
    "decided_on": TODAY,
    "facts": "使用未经检定的焦度计",
    "measures": "责令停止使用，罚款 500 元",
    "basis": "计量法实施细则",
    "weight": "ordinary",
    "zone": ZONE,
}


@pytest.fixture
def case(act, supervisor, hand_over):
    row = hand_over(kind="case", recipient="")
    act(supervisor, handovers.take_up, handover_id=row.id)
    return row


@pytest.fixture
def enter(act, supervisor, case):
    return lambda **given: act(supervisor, penalties.enter, **{"handover_id": case.id, **GIVEN, **given})


def test_a_penalty_is_shown_for_its_time_and_the_outcome_stays(
    act, session, supervisor, administrator, enter, outcome, clock
):
    calendar.seed(session, administrator, clock.now, zone=ZONE)
    before = outcome.content
    row = enter()
    assert (row.state, row.last_day, row.last_day_provisional) == ("entered", date(2026, 3, 30), False)
    assert stored.shown(session, outcome.number, TODAY) == []
    (due,) = deadlines.page(session, Scope("supervisor"), ("penalty",)).items
    assert (due.day, due.id, due.number) == (row.last_day, row.handover_id, "T2026-000001")
    set_day(session, administrator, clock.now, date(2026, 3, 30))
    session.commit()
    assert session.get_one(Penalty, row.id).last_day == date(2026, 3, 31)
    act(supervisor, penalties.publish, penalty_id=row.id, zone=ZONE)
    assert (row.state, row.shown_until) == ("published", date(2029, 3, 2))
    assert stored.shown(session, outcome.number, row.shown_until) == [row]
    assert stored.shown(session, outcome.number, row.shown_until + timedelta(days=1)) == []
    assert deadlines.counts(session, Scope(), ("penalty",)) == {"penalty": 0}
    (version,) = outcomes_office.versions(session, outcome.number)
    assert version.content == before


@pytest.mark.parametrize(("days", "late"), [(3, False), (4, True)])
def test_a_changed_decision_is_withdrawn_within_3_working_days(
    act, session, supervisor, enter, outcome, clock, days, late
):
    row = enter(weight="minor")
    act(supervisor, penalties.publish, penalty_id=row.id, zone=ZONE)
    assert row.shown_until == date(2026, 6, 2)
    clock.forward(days=days)
    gone = {"penalty_id": row.id, "changed_on": TODAY, "reason": "复议决定撤销", "zone": ZONE}
    act(supervisor, penalties.withdraw, **gone)
    assert (row.state, row.changed_on, row.late) == ("withdrawn", TODAY, late)
    assert stored.shown(session, outcome.number, TODAY) == []
    with pytest.raises(Problem, match="wrong_state"):
        act(supervisor, penalties.publish, penalty_id=row.id, zone=ZONE)
    actions = select(AuditEntry.action).where(AuditEntry.noun == "penalty").order_by(AuditEntry.seq)
    assert session.scalars(actions).all() == ["penalty.enter", "penalty.publish", "penalty.withdraw"]


def test_a_warning_alone_is_never_published_and_nothing_is_due(act, session, supervisor, enter):
    row = enter(weight="warning_alone")
    assert (row.state, row.last_day) == ("kept", None)
    with pytest.raises(Problem, match="wrong_state"):
        act(supervisor, penalties.publish, penalty_id=row.id, zone=ZONE)
    assert deadlines.counts(session, Scope(), ("penalty",)) == {"penalty": 0}


@pytest.mark.parametrize(
    ("given", "code", "at"),
    [
        ({"decision": " "}, "required", "decision"),
        ({"decision": "x" * 101}, "too_long", "decision"),
        ({"facts": ""}, "required", "facts"),
        ({"measures": "a\x07"}, "control_character", "measures"),
        ({"basis": ""}, "required", "basis"),
        ({"weight": ""}, "required", "weight"),
        ({"decided_on": None}, "required", "decided_on"),
        ({"decided_on": TODAY - timedelta(days=1)}, "date_out_of_range", "decided_on"),
        ({"decided_on": TODAY + timedelta(days=1)}, "date_out_of_range", "decided_on"),
    ],
)
def test_a_bad_decision_is_named_at_its_field_and_leaves_nothing(session, enter, given, code, at):
    with pytest.raises(Problem) as refused:
        enter(**given)
    assert (refused.value.code, refused.value.at) == (code, at)
    assert session.scalar(select(func.count()).select_from(Penalty)) == 0


def test_a_penalty_comes_of_a_case_that_was_taken_up(act, supervisor, administrator, hand_over, case):
    other = hand_over()
    act(supervisor, handovers.take_up, handover_id=other.id)
    waiting = hand_over(kind="case", recipient="")
    for row in (other, waiting):
        with pytest.raises(Problem, match="penalty_no_case"):
            act(supervisor, penalties.enter, handover_id=row.id, **GIVEN)
    with pytest.raises(Problem, match="forbidden"):
        act(administrator, penalties.enter, handover_id=case.id, **GIVEN)
