"""A failed record is approved by two people; a passed one by one."""

from __future__ import annotations

import json
from inspect import Parameter, signature

import pytest
from sqlalchemy import select

from server.domain import folding
from server.domain.problems import Problem
from server.services import interventions, objections, outcomes, publication_times, registers, reviews
from server.services.actors import Actor
from server.store import reviews_queries
from server.store.audit import AuditEntry
from server.store.files import FileStore
from server.store.inspections import Inspection
from server.store.objects import Object
from tests.published import draw, inspection

SECOND = Actor("01900000-0000-7000-8000-00000000000c", "second", "supervisor")
THIRD = Actor("01900000-0000-7000-8000-00000000000d", "third", "supervisor")
FOLDED = {
    "record": {}, "photos": [], "violations": [], "not_possible": None, "conflicts": [], "started": "2026-03-02",
    "finished": True, "signature": None, "refusal": None,
}  # fmt: skip


@pytest.fixture
def row(session, make):
    """A failed inspection in review."""
    row = inspection(
        make,
        make.object(),
        draw(make),
        "market_scales",
        state="in_review",
        verdict="fail",
        folded=FOLDED,
        result={},
    )
    make.commit()
    return row


@pytest.fixture
def act(session, row, clock):
    """Calls a service on the inspection as somebody and commits, or leaves nothing behind."""

    def act(actor, service, **given):
        clock.forward(minutes=1)
        try:
            value = service(session, actor, clock.now, inspection_id=row.id, **{"revision": 1, **given})
            session.commit()
        except Problem:
            session.rollback()
            raise
        return value

    return act


@pytest.fixture
def approve(act):
    def approve(actor, category="open_matter", **given):
        categories = {"market_scales": category}
        return act(actor, reviews.approve, categories=categories, **{"second": True, **given})

    return approve


def test_a_failed_record_waits_for_another_person(session, supervisor, row, act, approve, settings, zone):
    approve(supervisor)
    assert row.state == "seconding"
    with pytest.raises(Problem, match="wrong_state"):
        outcomes.publish(
            session,
            supervisor,
            row.finished_at,
            inspection_id=row.id,
            files=FileStore(settings.files),
            zone=zone,
            second=True,
        )
    session.rollback()
    with pytest.raises(Problem, match="review_same"):
        act(supervisor, reviews.confirm)
    assert row.state == "seconding"
    review = act(SECOND, reviews.confirm, seen=folding.fingerprint(row.folded))
    assert (row.state, review.reviewer, review.decision) == ("approved", "second", "approve")
    assert review.items == [{"item": "market_scales", "category": "open_matter"}]
    entry = session.scalar(select(AuditEntry).where(AuditEntry.action == "review.confirm"))
    assert (entry.actor, entry.body["first"]) == ("second", "supervisor")


@pytest.mark.parametrize(("verdict", "second"), [("pass", True), ("not_judged", True), ("fail", False)])
def test_one_person_approves_the_rest(session, supervisor, row, approve, verdict, second):
    row.verdict = verdict
    session.commit()
    approve(supervisor, second=second)
    assert row.state == "approved"


def test_of_two_reviewers_at_once_the_later_is_told_who_was_first(session, supervisor, row, act, approve):
    approve(supervisor)
    with pytest.raises(Problem) as refused:
        approve(SECOND, "no_problem")
    assert refused.value.code == "review_taken"
    assert "supervisor" in refused.value.text("zh")
    assert "supervisor" in refused.value.text("en")
    act(SECOND, reviews.confirm)
    with pytest.raises(Problem, match="wrong_state"):
        act(THIRD, reviews.confirm)
    with pytest.raises(Problem, match="wrong_state"):
        act(THIRD, reviews.decline, reason="x")


def test_who_disagrees_lets_the_review_begin_again(session, supervisor, row, act, approve):
    approve(supervisor, "no_problem")
    with pytest.raises(Problem, match="reason_required"):
        act(SECOND, reviews.decline, reason=" ")
    act(SECOND, reviews.decline, reason="结果类别不对")
    assert row.state == "in_review"
    approve(SECOND)
    with pytest.raises(Problem, match="review_same"):
        act(SECOND, reviews.confirm)
    assert act(supervisor, reviews.confirm).items == [{"item": "market_scales", "category": "open_matter"}]


def test_a_record_that_changed_meanwhile_is_not_confirmed(session, supervisor, row, act, approve):
    approve(supervisor)
    with pytest.raises(Problem, match="changed_meanwhile"):
        act(SECOND, reviews.confirm, seen="0" * 64)
    with pytest.raises(Problem, match="changed_meanwhile"):
        act(SECOND, reviews.confirm, revision=2)
    act(SECOND, reviews.send_back, reason="重测")
    assert (session.get_one(Inspection, row.id).state, row.revision) == ("open", 2)


@pytest.mark.parametrize(
    "service",
    [reviews.approve, outcomes.publish, outcomes.correct, objections.uphold, publication_times.publish],
)
def test_whoever_calls_says_whether_it_takes_two(service):
    """A default would let whoever forgets it pass over the second person."""
    assert signature(service).parameters["second"].default is Parameter.empty


@pytest.mark.parametrize("second", [True, False])
def test_what_one_person_approved_is_published_only_where_one_is_enough(
    session, supervisor, row, clock, approve, settings, zone, second
):
    approve(supervisor, second=False)
    given = {"inspection_id": row.id, "files": FileStore(settings.files), "zone": zone}
    if second:
        with pytest.raises(Problem, match="review_second"):
            outcomes.publish(session, SECOND, clock.now, second=True, **given)
        session.rollback()
        assert row.state == "approved"
    else:
        assert outcomes.publish(session, SECOND, clock.now, second=False, **given).version == 1


@pytest.fixture
def rename(session, row, clock):
    """Change what the register calls the object of the inspection."""

    def rename(actor, name):
        version = session.get_one(Object, row.object_id).version
        cells = {"name": name, "risk_source": "通用型企业信用风险分类", "risk_date": "2026-01-01"}
        given = {"noun": "object", "entry_id": row.object_id, "version": version, "cells": cells}
        registers.change(session, actor, clock.forward(minutes=1), today=clock.now.date(), **given)
        session.commit()

    return rename


def test_whoever_renames_the_object_after_two_approved_publishes_what_they_saw(
    session, supervisor, row, clock, act, approve, rename, settings, zone
):
    rename(supervisor, "甲店")
    approve(supervisor)
    act(SECOND, reviews.confirm)
    rename(SECOND, "乙店")
    given = {"inspection_id": row.id, "files": FileStore(settings.files), "zone": zone, "second": True}
    outcome = outcomes.publish(session, SECOND, clock.forward(minutes=1), **given)
    assert (outcome.object_name, json.loads(outcome.content)["object"]["name"]) == ("甲店", "甲店")


def test_an_object_that_is_renamed_between_two_approvals_is_reviewed_again(
    supervisor, row, act, approve, rename
):
    rename(supervisor, "乙店")
    approve(supervisor)
    rename(supervisor, "甲店")
    rename(supervisor, "乙店")
    with pytest.raises(Problem, match="review_object"):
        act(SECOND, reviews.confirm)
    act(SECOND, reviews.decline, reason="名称改动过")
    approve(supervisor)
    assert act(SECOND, reviews.confirm).decision == "approve"


@pytest.mark.parametrize("decision", reviews_queries.INTERVENTIONS)
def test_whoever_decided_what_counts_does_not_approve_alone(
    session, supervisor, row, clock, act, approve, decision
):
    row.verdict = "pass"
    interventions.note(session, [row], decision, "平板丢失", by=supervisor, at=clock.now)
    session.commit()
    approve(supervisor, "no_problem")
    assert row.state == "seconding"
    with pytest.raises(Problem, match="review_same"):
        act(supervisor, reviews.confirm)
    act(SECOND, reviews.confirm)
    reviews.check_second(session, row)
    assert row.state == "approved"


def test_another_who_did_not_decide_what_counts_approves_alone(session, supervisor, row, clock, approve):
    row.verdict = "pass"
    interventions.note(session, [row], "leave_out", "平板丢失", by=supervisor, at=clock.now)
    session.commit()
    approve(SECOND, "no_problem")
    reviews.check_second(session, row)
    assert row.state == "approved"


def test_who_approved_and_decided_afterwards_what_counts_is_not_enough(
    session, supervisor, row, clock, approve
):
    row.verdict = "pass"
    session.commit()
    approve(supervisor, "no_problem")
    interventions.note(session, [row], "leave_out", "平板丢失", by=supervisor, at=clock.forward(minutes=1))
    with pytest.raises(Problem, match="review_second"):
        reviews.check_second(session, row)
