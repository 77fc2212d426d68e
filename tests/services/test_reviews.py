"""Reviewing: nothing is decided that was not looked at, and nothing of an earlier revision changes."""

from __future__ import annotations

import hashlib

import pytest
from sqlalchemy import select

from server.domain import folding
from server.domain.problems import Problem
from server.services import entries, reviews
from server.services.actors import Actor
from server.store import inspections_queries, reviews_queries
from server.store.inspections import Inspection, InspectionPhoto, Operation
from server.store.reviews import Review
from tests.web.tablets import FAILING, PASSING, carry, complete, fresh, jpeg, visit


@pytest.fixture
def inspection(make):
    return visit(make)


@pytest.fixture
def tablet(client, make, inspection):
    return carry(client, make, inspection)


def row(session, inspection):
    return fresh(session).get(Inspection, inspection.id)


def approve(desk, inspection, category="no_problem", revision=1, **more):
    return desk(
        reviews.approve,
        inspection_id=inspection.id,
        revision=revision,
        categories={inspection.programme: category},
        second=False,
        **more,
    )


@pytest.fixture
def conflict(client, make, inspection, tablet):
    """Two inspectors gave one field two values; both closed the visit."""
    colleague = carry(client, make, inspection, position=1)
    theirs = colleague.set(inspection.id, ["stage"], "verification")
    colleague.entry(inspection.id, "finish", {"operations": 1})
    colleague.send(*colleague.made)
    complete(tablet, inspection.id, PASSING)
    assert colleague.finish(inspection.id, 2).json["complete"]
    mine = next(one for one in tablet.made if one["body"].get("path") == ["stage"])
    return mine, theirs


def test_approving_keeps_one_category_for_each_item(session, tablet, inspection, desk):
    complete(tablet, inspection.id, PASSING)
    approve(desk, inspection)
    assert row(session, inspection).state == "approved"
    review = session.scalar(select(Review))
    assert review.items == [{"item": "market_scales", "category": "no_problem"}]
    assert (review.reviewer, review.decision, review.revision) == ("supervisor", "approve", 1)


@pytest.mark.parametrize(
    "categories", [{}, {"market_scales": ""}, {"market_scales": "fine"}, {"eyewear": "no_problem"}]
)
def test_nothing_is_approved_without_a_category_of_the_table(session, tablet, inspection, desk, categories):
    complete(tablet, inspection.id, PASSING)
    with pytest.raises(Problem) as refused:
        desk(reviews.approve, inspection_id=inspection.id, revision=1, categories=categories, second=False)
    assert refused.value.code == "category_required"
    assert [part.at for part in refused.value.parts] == ["category-market_scales"]
    assert row(session, inspection).state == "in_review"


def test_a_conflict_stands_in_the_way_until_a_reviewer_chooses(session, inspection, desk, conflict, clock):
    mine, theirs = conflict
    found = row(session, inspection)
    assert (found.conflicts, "stage" in found.folded["record"]) == (1, False)
    with pytest.raises(Problem, match="inspection_conflicts"):
        approve(desk, inspection)
    desk(reviews.choose, inspection_id=inspection.id, path=["stage"], operation_id=theirs["id"])
    found = row(session, inspection)
    assert (found.conflicts, found.folded["record"]["stage"]) == (0, "verification")
    clock.forward(seconds=1)
    desk(reviews.choose, inspection_id=inspection.id, path=["stage"], operation_id=mine["id"])
    assert row(session, inspection).folded["record"] == PASSING
    approve(desk, inspection)
    assert len(reviews_queries.of_inspection(session, inspection.id)) == 3


def test_what_changed_since_the_reviewer_looked_is_not_approved(session, inspection, desk, conflict, clock):
    mine, theirs = conflict
    desk(reviews.choose, inspection_id=inspection.id, path=["stage"], operation_id=theirs["id"])
    seen = folding.fingerprint(row(session, inspection).folded)
    clock.forward(seconds=1)
    desk(reviews.choose, inspection_id=inspection.id, path=["stage"], operation_id=mine["id"])
    with pytest.raises(Problem, match="changed_meanwhile"):
        approve(desk, inspection, seen=seen)
    assert row(session, inspection).state == "in_review"
    approve(desk, inspection, seen=folding.fingerprint(row(session, inspection).folded))


def test_only_a_value_of_the_conflict_can_be_chosen(inspection, desk, conflict):
    mine, theirs = conflict
    for path, operation_id in (
        (["stage"], "01900000-0000-7000-8000-000000000000"),
        (["date"], mine["id"]),
        (["no", "field"], theirs["id"]),
    ):
        with pytest.raises(Problem, match="conflict_unknown"):
            desk(reviews.choose, inspection_id=inspection.id, path=path, operation_id=operation_id)


def test_a_choice_changes_the_verdict_with_the_record(session, client, make, inspection, tablet, desk):
    colleague = carry(client, make, inspection, position=1)
    path = ["instruments", "@0000", "weighings", "@0000", "indication"]
    theirs = colleague.set(inspection.id, path, "1040")
    colleague.entry(inspection.id, "finish", {"operations": 1})
    colleague.send(*colleague.made)
    complete(tablet, inspection.id, PASSING)
    colleague.finish(inspection.id, 2)
    desk(reviews.choose, inspection_id=inspection.id, path=path, operation_id=theirs["id"])
    found = row(session, inspection)
    assert (found.verdict, found.folded["record"]) == ("fail", FAILING)


def test_returning_opens_the_next_revision_and_changes_nothing_of_this_one(
    session, tablet, inspection, desk, clock
):
    complete(tablet, inspection.id, FAILING)
    before = row(session, inspection)
    deadline, stored = before.last_day, sorted(one.raw for one in session.scalars(select(Operation)))
    desk(reviews.send_back, inspection_id=inspection.id, revision=1, reason=" 补拍铭牌 ")
    found = row(session, inspection)
    assert (found.state, found.revision, found.return_reason) == ("open", 2, "补拍铭牌")
    assert found.assignment.state == "started"
    clock.forward(days=3)
    changed = tablet.set(
        inspection.id, ["instruments", "@0000", "weighings", "@0000", "indication"], "1000", revision=2
    )
    tablet.entry(inspection.id, "finish", {"operations": 1}, revision=2)
    tablet.send(changed, tablet.made[-1])
    assert tablet.finish(inspection.id, 2, revision=2).json["complete"]
    found = row(session, inspection)
    assert (found.state, found.verdict, found.folded["record"]) == ("in_review", "pass", PASSING)
    assert found.last_day == deadline
    operations = inspections_queries.applied(session, inspection.id)
    earlier = folding.fold([one for one in operations if one.revision == 1])
    assert earlier["record"] == FAILING
    assert (
        sorted(one.raw for one in session.scalars(select(Operation).where(Operation.revision == 1))) == stored
    )


@pytest.mark.parametrize(
    ("reason", "code"), [("", "reason_required"), ("  ", "reason_required"), ("长" * 501, "too_long")]
)
def test_returning_needs_a_reason_that_can_be_read(tablet, inspection, desk, reason, code):
    complete(tablet, inspection.id, PASSING)
    with pytest.raises(Problem) as refused:
        desk(reviews.send_back, inspection_id=inspection.id, revision=1, reason=reason)
    assert (refused.value.code, refused.value.at) == (code, "reason")


def test_of_two_reviewers_at_once_the_second_is_told(session, tablet, inspection, desk):
    complete(tablet, inspection.id, PASSING)
    approve(desk, inspection)
    with pytest.raises(Problem, match="wrong_state"):
        approve(desk, inspection, "open_matter")
    desk(reviews.send_back, inspection_id=inspection.id, revision=1, reason="更正")
    with pytest.raises(Problem, match="changed_meanwhile"):
        desk(reviews.send_back, inspection_id=inspection.id, revision=1, reason="再退")
    assert row(session, inspection).revision == 2


def test_a_record_that_cannot_be_judged_is_not_approved(tablet, inspection, desk):
    broken = {**PASSING, "instruments": [{**PASSING["instruments"][0], "max": "many"}]}
    complete(tablet, inspection.id, broken)
    with pytest.raises(Problem, match="inspection_unjudged"):
        approve(desk, inspection)


@pytest.mark.parametrize(
    ("kind", "body", "code"),
    [
        ("start", {"date": "1999-01-01"}, "inspection_day"),
        ("start", {"date": "2999-01-01"}, "inspection_day"),
        ("violation", {"key": "a", "code": "made_up", "basis": [], "note": ""}, "violation_unknown"),
    ],
)
def test_what_cannot_be_is_not_approved(tablet, inspection, desk, kind, body, code):
    tablet.entry(inspection.id, kind, body)
    complete(tablet, inspection.id, PASSING)
    with pytest.raises(Problem, match=code):
        approve(desk, inspection)


def test_a_record_from_before_its_draw_is_not_approved(session, tablet, inspection, desk):
    """A certificate that had ended at the visit would be valid on an earlier day."""
    ended = {**PASSING["instruments"][0], "valid_until": "2026-02-01"}
    complete(tablet, inspection.id, {**PASSING, "date": "2026-01-31", "instruments": [ended]})
    assert row(session, inspection).verdict == "pass"
    with pytest.raises(Problem, match="record_day"):
        approve(desk, inspection)


def test_entries_that_wait_for_a_supervisor_stand_in_the_way(session, tablet, inspection, desk, zone):
    complete(tablet, inspection.id, PASSING)
    late = tablet.set(inspection.id, ["stage"], "verification")
    tablet.send(late)
    with pytest.raises(Problem, match="inspection_entries"):
        approve(desk, inspection)
    desk(entries.set_aside, operation_ids=[late["id"]], reason="已有记录", zone=zone)
    approve(desk, inspection)
    assert row(session, inspection).folded["record"] == PASSING


def test_a_visit_that_was_not_possible_can_be_approved(session, tablet, inspection, desk):
    tablet.entry(inspection.id, "not_possible", {"reason": "moved", "note": ""})
    tablet.entry(inspection.id, "finish", {"operations": 1})
    tablet.send(*tablet.made)
    tablet.finish(inspection.id, 2)
    approve(desk, inspection, "unreachable")
    assert row(session, inspection).state == "approved"


def test_each_photo_is_decided_on(session, tablet, inspection, desk):
    complete(tablet, inspection.id, PASSING, (jpeg(1), jpeg(2)))
    shown, hidden = (hashlib.sha256(jpeg(n)).hexdigest() for n in (1, 2))
    for digest, public in ((shown, True), (hidden, True), (hidden, False)):
        desk(reviews.decide_photo, inspection_id=inspection.id, sha256=digest, public=public)
    fresh(session)
    decided = {photo.sha256: photo.public for photo in session.scalars(select(InspectionPhoto))}
    assert decided == {shown: True, hidden: False}
    with pytest.raises(Problem, match="photo_not_here"):
        desk(reviews.decide_photo, inspection_id=inspection.id, sha256="0" * 64, public=True)


@pytest.mark.parametrize("role", ["inspector", "administrator"])
def test_only_a_supervisor_reviews(session, tablet, inspection, now, role):
    complete(tablet, inspection.id, PASSING)
    someone = Actor("x", "someone", role)
    given = {"inspection_id": inspection.id, "revision": 1}
    with pytest.raises(Problem, match="forbidden"):
        reviews.approve(session, someone, now, **given, categories={}, second=False)
    with pytest.raises(Problem, match="forbidden"):
        reviews.send_back(session, someone, now, **given, reason="x")


def test_an_open_inspection_is_not_reviewed(tablet, inspection, desk):
    tablet.send(tablet.set(inspection.id, ["date"], "2026-03-05"))
    with pytest.raises(Problem, match="wrong_state"):
        approve(desk, inspection)
    with pytest.raises(Problem, match="wrong_state"):
        desk(reviews.choose, inspection_id=inspection.id, path=["date"], operation_id="x")
    with pytest.raises(Problem, match="wrong_state"):
        desk(reviews.decide_photo, inspection_id=inspection.id, sha256="0" * 64, public=True)
