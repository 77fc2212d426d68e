"""Rectifications: ordered by a day, proved, accepted, refused, extended; every step kept."""

# ruff: noqa: F811 - fixtures of another module are asked for by their names

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from server.domain.problems import Problem
from server.services import rectifications
from server.services.evidence import Upload
from server.store import evidence
from server.store import rectifications as stored
from server.store.inspections import Inspection
from server.store.rectifications import Rectification, RectificationStep
from tests.services.test_calendar import ZONE
from tests.services.test_objections import BUSINESS, act, files, outcome  # noqa: F401
from tests.web.tablets import jpeg

TODAY = date(2026, 3, 2)
ITEMS = [{"text": "使用未经检定的焦度计", "basis": "计量法第九条"}]
DUE = TODAY + timedelta(days=14)


@pytest.fixture
def ordered(act, supervisor, outcome):
    def ordered(**given):
        defaults = {"items": ITEMS, "last_day": DUE, "zone": ZONE}
        return act(
            supervisor, rectifications.order, inspection_id=outcome.inspection_id, **{**defaults, **given}
        )

    return ordered


@pytest.fixture
def prove(act, outcome, files):
    def prove(row, **given):
        defaults = {"text": "已检定", "uploads": [Upload("证书.jpg", jpeg(1))], "files": files}
        defaults["inspection_id"] = outcome.inspection_id
        return act(BUSINESS, rectifications.prove, rectification_id=row.id, **{**defaults, **given})

    return prove


def test_a_rectification_goes_from_its_order_to_its_end(act, session, supervisor, ordered, prove, clock):
    row = ordered()
    assert (row.number, row.state, row.items, row.last_day) == ("R2026-000001", "ordered", ITEMS, DUE)
    key = {"rectification_id": row.id}
    clock.forward(hours=1)
    later = DUE + timedelta(days=7)
    act(supervisor, rectifications.extend, **key, last_day=later, reason="检定机构排期", zone=ZONE)
    assert (row.state, row.last_day) == ("extended", later)
    clock.forward(hours=1)
    prove(row)
    clock.forward(hours=1)
    act(supervisor, rectifications.refuse, **key, reason="看不清编号")
    assert row.state == "proof_refused"
    clock.forward(hours=1)
    prove(row, text="", uploads=[Upload("a.pdf", b"%PDF-1.7")])
    clock.forward(hours=1)
    act(supervisor, rectifications.accept, **key)
    assert row.state == "accepted"
    steps = stored.steps(session, row.id)
    assert [step.action for step in steps] == ["order", "extend", "prove", "refuse", "prove", "accept"]
    assert [step.last_day for step in steps[:2]] == [DUE, later]
    assert [step.by for step in steps[2:4]] == ["business", "supervisor"]
    kept = evidence.of_inspection(session, row.inspection_id)
    assert [kept[step.id][0].mime for step in steps if step.action == "prove"] == [
        "image/jpeg",
        "application/pdf",
    ]
    with pytest.raises(Problem, match="wrong_state"):
        prove(row)


def test_numbers_run_by_year(ordered, clock):
    assert [ordered().number, ordered().number] == ["R2026-000001", "R2026-000002"]
    clock.forward(days=365)
    assert ordered(last_day=date(2028, 1, 1)).number == "R2027-000001"


def test_numbers_run_by_authority_and_year(ordered):
    ordered()
    assert [ordered(word="岳市监").number, ordered(word="岳市监").number] == [
        "岳市监R2026-000001",
        "岳市监R2026-000002",
    ]
    assert ordered(word="岳_监").number == "岳_监R2026-000001"
    assert ordered().number == "R2026-000002"


@pytest.mark.parametrize(
    ("given", "code", "at"),
    [
        ({"items": []}, "rectification_empty", "items"),
        ({"items": [{"text": " ", "basis": "x"}]}, "required", "item-0"),
        ({"items": [{"text": "x", "basis": ""}]}, "required", "basis-0"),
        ({"last_day": None}, "required", "last_day"),
        ({"last_day": TODAY - timedelta(days=1)}, "deadline_past", "last_day"),
    ],
)
def test_an_order_that_cannot_be_followed_is_refused(session, ordered, given, code, at):
    with pytest.raises(Problem, match=code) as refused:
        ordered(**given)
    assert at in [refused.value.at, *(part.at for part in refused.value.parts)]
    assert session.scalar(select(func.count()).select_from(Rectification)) == 0


def test_today_is_a_possible_last_day(ordered):
    assert ordered(last_day=TODAY).last_day == TODAY


@pytest.mark.parametrize("state", ["open", "finished", "withdrawn"])
def test_only_a_finished_inspection_leads_to_an_order(session, ordered, outcome, state):
    session.get_one(Inspection, outcome.inspection_id).state = state
    session.commit()
    with pytest.raises(Problem, match="wrong_state"):
        ordered()


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"text": " ", "uploads": []}, "proof_empty"),
        ({"uploads": [Upload("a.exe", b"MZ")]}, "evidence_format"),
        ({"inspection_id": "01900000-0000-7000-8000-000000000000"}, "not_found"),
    ],
)
def test_a_proof_that_is_none_leaves_the_rectification_as_it_was(session, ordered, prove, given, code):
    row = ordered()
    with pytest.raises(Problem, match=code):
        prove(row, **given)
    session.expire_all()
    assert row.state == "ordered"
    assert session.scalar(select(func.count()).select_from(RectificationStep)) == 1


@pytest.mark.parametrize(
    ("last_day", "reason", "code"),
    [(DUE, "x", "deadline_earlier"), (DUE + timedelta(days=1), " ", "required"), (None, "x", "required")],
)
def test_an_extension_needs_a_later_day_and_a_reason(
    act, session, supervisor, ordered, last_day, reason, code
):
    row = ordered()
    given = {"rectification_id": row.id, "last_day": last_day, "reason": reason, "zone": ZONE}
    with pytest.raises(Problem, match=code):
        act(supervisor, rectifications.extend, **given)
    session.expire_all()
    assert (row.state, row.last_day) == ("ordered", DUE)


def test_without_a_proof_the_office_says_how_it_was_seen(act, supervisor, ordered):
    row = ordered()
    with pytest.raises(Problem, match="required"):
        act(supervisor, rectifications.accept, rectification_id=row.id)
    act(supervisor, rectifications.accept, rectification_id=row.id, reason="现场查看，已贴检定标志")
    assert row.state == "accepted"


def test_what_is_overdue_stands_in_its_own_list(act, session, supervisor, ordered, prove):
    late, proved, future = ordered(last_day=TODAY), ordered(last_day=TODAY), ordered()
    prove(proved)
    tomorrow = TODAY + timedelta(days=1)
    found = {tab: session.scalars(stored.listing(tab, tomorrow)).all() for tab in stored.TABS}
    assert found == {"overdue": [late], "open": [future], "proof": [proved], "closed": []}
    assert stored.counts(session, tomorrow) == {"overdue": 1, "open": 1, "proof": 1}
    assert session.scalars(stored.listing("open", TODAY, late.number)).all() == [late]
