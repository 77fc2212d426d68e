"""Everything that is due, merged from its kinds, for one account or for the authority."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from server.services.audit import new_id
from server.store import deadlines
from server.store.deadlines import Scope
from server.store.handovers import Handover
from server.store.objections import Objection
from server.store.rectifications import Rectification
from server.store.reviews import Review
from tests.published import draw, inspection
from tests.web.tablets import join

DAY = date(2026, 3, 10)


@pytest.fixture
def due(session, make, now):
    """Three inspections to be published, an objection, a rectification and a proof, and visits still to be made."""
    drawn = draw(make)
    rows = [
        inspection(
            make,
            make.object(name=f"第{n}店"),
            drawn,
            "market_scales",
            state="in_review",
            last_day=DAY + timedelta(days=n),
        )
        for n in range(3)
    ]
    rows[0].assignment.state = "assigned"
    session.add(
        Objection(
            id=new_id(now), inspection_id=rows[1].id, number="2026-000001", version=1, text="x", late=False,
            state="received", received_at=now, last_day=DAY, last_day_provisional=True,
        )
    )  # fmt: skip
    for n, state in enumerate(("ordered", "proof_received", "accepted")):
        session.add(
            Rectification(
                id=new_id(now), number=f"R2026-{n:06d}", inspection_id=rows[2].id, items=[], state=state,
                last_day=DAY - timedelta(days=1 + n), ordered_by="officer", ordered_at=now,
            )
        )  # fmt: skip
    session.add(
        Review(
            id=new_id(now),
            inspection_id=rows[1].id,
            revision=1,
            decision="approve",
            reviewer="officer",
            at=now,
        )
    )
    session.flush()
    return rows


def kinds(session, scope, **given):
    return [row.kind for row in deadlines.page(session, scope, **given).items]


def test_all_kinds_stand_together_the_nearest_day_first(session, due):
    found = deadlines.page(session, Scope())
    assert [row.day for row in found.items] == sorted(row.day for row in found.items)
    assert kinds(session, Scope()) == [
        "proof",
        "rectification",
        "publication",
        "answer",
        "publication",
        "publication",
        "visit",
    ]
    assert (found.total, found.items[3].provisional, found.items[3].number) == (7, True, "2026-000001")
    assert deadlines.counts(session, Scope()) == {
        "publication": 3,
        "answer": 1,
        "rectification": 1,
        "proof": 1,
        "handover": 0,
        "penalty": 0,
        "visit": 1,
    }


def test_pages_follow_each_other_without_gap_or_repetition(session, due):
    whole = deadlines.page(session, Scope()).items
    parts = [deadlines.page(session, Scope(), number=n, size=3).items for n in (1, 2, 3, 9)]
    assert [*parts[0], *parts[1], *parts[2]] == whole
    assert parts[3] == parts[2]


def test_what_an_account_reviewed_and_ordered_is_its_own(session, due):
    assert kinds(session, Scope("officer")) == ["proof", "rectification", "answer", "publication"]
    assert kinds(session, Scope("another")) == []


def test_an_inspector_has_what_the_own_teams_have(session, make, due):
    inspector = make.inspector()
    join(make, due[0], inspector.id)
    found = deadlines.page(session, Scope("li", inspector.id))
    assert found.total == 7, "one draw, one team"
    stranger = make.inspector()
    assert deadlines.page(session, Scope("wang", stranger.id)).items == []


def test_a_unit_has_what_its_teams_lead_to(session, due):
    for row in due[:2]:
        row.unit = row.assignment.unit = "东城分局"
    for row in session.scalars(select(Objection)):
        row.unit = "东城分局"
    session.flush()
    unit = Scope(unit="东城分局")
    assert kinds(session, unit) == ["publication", "answer", "publication", "visit"]
    assert deadlines.counts(session, unit)["publication"] == 2
    assert kinds(session, unit, words="第1店") == ["answer", "publication"]
    assert kinds(session, Scope(unit="西城分局")) == []


def test_it_is_narrowed_by_kind_and_by_name(session, due):
    assert kinds(session, Scope(), kinds=("answer", "visit")) == ["answer", "visit"]
    assert kinds(session, Scope(), words="第1店") == ["answer", "publication"]


def test_a_hand_over_is_due_only_when_a_day_was_set_and_an_answer_is_awaited(session, make, now):
    row = inspection(make, make.object(), draw(make), "market_scales", unit="东城分局")
    given = {"kind": "case", "reason": "x", "matters": [], "manifest": "{}", "manifest_sha256": "0" * 64}
    for n, (state, last_day) in enumerate(
        [("handed_over", DAY), ("taken_up", DAY), ("concluded", DAY), ("sent_back", DAY), ("taken_up", None)]
    ):
        session.add(
            Handover(
                id=new_id(now), number=f"T2026-{n:06d}", inspection_id=row.id, unit=row.unit, state=state,
                last_day=last_day, handed_over_by="officer", handed_over_at=now, **given,
            )
        )  # fmt: skip
    session.flush()
    found = deadlines.page(session, Scope("officer"), kinds=("handover",)).items
    assert {one.number for one in found} == {"T2026-000000", "T2026-000001"}
    assert deadlines.counts(session, Scope(unit="东城分局"), ("handover",)) == {"handover": 2}
    assert kinds(session, Scope("another"), kinds=("handover",)) == []
