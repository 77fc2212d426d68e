"""Two people at the same moment: one is first, the other is told, and nothing is done twice or by halves."""

# ruff: noqa: F811 - fixtures of another module are asked for by their names

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.domain.problems import Problem
from server.services import (
    corrections,
    handovers,
    objections,
    outcomes,
    rectifications,
    reviews,
    sign_ins,
)
from server.services.audit import first_break
from server.store.audit import AuditEntry
from server.store.corrections import Correction
from server.store.engine import writing
from server.store.files import FileStore
from server.store.inspections import Inspection
from server.store.objections import Objection
from server.store.outcomes import Outcome
from server.store.rectifications import Rectification, RectificationStep
from server.store.reviews import Review
from tests.campaign import SUPERVISOR
from tests.services.test_calendar import ZONE
from tests.services.test_handovers import hand_over, inspection  # noqa: F401
from tests.services.test_objections import BUSINESS, CATEGORIES, act, files, outcome  # noqa: F401
from tests.services.test_second_reviews import SECOND, THIRD, row  # noqa: F401
from tests.web.tablets import fresh

TIMES = 5


@pytest.fixture
def at_once(engine, now):
    """Lets each of some people act in a transaction of their own at the same moment; returns "done" or the problem of
    each."""

    def at_once(*acts):
        start = Barrier(len(acts))

        def run(place, actor, service, given):
            with writing(), Session(engine) as own:
                start.wait(timeout=30)
                try:
                    service(own, actor, now + timedelta(milliseconds=place), **given)
                    own.commit()
                except Problem as problem:
                    own.rollback()
                    return problem.code
                return "done"

        with ThreadPoolExecutor(len(acts)) as pool:
            running = [pool.submit(run, place, *one) for place, one in enumerate(acts)]
            return [one.result(timeout=60) for one in running]

    return at_once


def count(session, model, *conditions):
    return fresh(session).scalar(select(func.count()).select_from(model).where(*conditions))


@pytest.mark.parametrize("_time", range(TIMES))
def test_two_reviewers(session, at_once, row, _time):
    given = {"inspection_id": row.id, "revision": 1, "second": True}
    first, second = (
        (actor, reviews.approve, {**given, "categories": {"market_scales": category}})
        for actor, category in ((SUPERVISOR, "open_matter"), (SECOND, "no_problem"))
    )
    assert sorted(at_once(first, second)) == ["done", "review_taken"]
    kept = fresh(session).scalars(select(Review)).one()
    assert fresh(session).get_one(Inspection, row.id).state == "seconding"
    chosen = {"supervisor": "open_matter", "second": "no_problem"}[kept.reviewer]
    assert kept.items == [{"item": "market_scales", "category": chosen}]
    other = next(actor for actor in (SUPERVISOR, SECOND) if actor.name != kept.reviewer)
    # Now both who are not the first come second: one confirms, one disagrees.
    told = at_once(
        (other, reviews.confirm, {"inspection_id": row.id, "revision": 1}),
        (THIRD, reviews.decline, {"inspection_id": row.id, "revision": 1, "reason": "类别不对"}),
    )
    assert sorted(told) == ["done", "wrong_state"]
    assert fresh(session).get_one(Inspection, row.id).state in ("approved", "in_review")
    assert count(session, Review) == 2
    assert first_break(session) is None


@pytest.mark.parametrize("_time", range(TIMES))
def test_publishing_and_returning(session, at_once, row, settings, _time):
    row.verdict = "pass"
    session.commit()
    approved = {"inspection_id": row.id, "revision": 1, "categories": CATEGORIES, "second": False}
    assert at_once((SUPERVISOR, reviews.approve, approved)) == ["done"]
    publish = {"inspection_id": row.id, "files": FileStore(settings.files), "zone": ZONE, "second": False}
    told = at_once(
        (SUPERVISOR, outcomes.publish, publish),
        (SECOND, outcomes.publish, publish),
        (THIRD, reviews.send_back, {"inspection_id": row.id, "revision": 1, "reason": "漏测"}),
    )
    assert Counter(told) == {"done": 1, "wrong_state": 2}
    state = fresh(session).get_one(Inspection, row.id).state
    assert (state, count(session, Outcome)) in (("published", 1), ("open", 0))


@pytest.mark.parametrize("_time", range(TIMES))
def test_two_answers_to_an_objection_and_a_correction(session, at_once, act, outcome, files, _time):
    key = {"inspection_id": outcome.inspection_id, "text": "秤未坏", "files": files, "zone": ZONE}
    objection = act(BUSINESS, objections.receive, **key)
    corrected = {"version": 1, "categories": CATEGORIES, "files": files, "second": False}
    told = at_once(
        (SUPERVISOR, objections.reject, {"objection_id": objection.id, "answer": "已复核"}),
        (SECOND, objections.uphold, {"objection_id": objection.id, "answer": "成立", **corrected}),
        (THIRD, outcomes.correct, {"number": outcome.number, "reason": "误录", "photos": [], **corrected}),
    )
    after = fresh(session).get_one(Objection, objection.id)
    upheld = after.state == "upheld"
    assert count(session, Outcome, Outcome.current.is_(True)) == 1
    assert count(session, Outcome) == 2, "two corrections of the same version are never both made"
    assert told[2] == ("changed_meanwhile" if upheld else "done")
    assert told[0] == ("wrong_state" if upheld else "done")
    assert told[1] in (("done",) if upheld else ("wrong_state", "changed_meanwhile"))
    assert (after.corrected, bool(after.answer)) == ((2, True) if upheld else (None, True))
    assert first_break(session) is None


@pytest.mark.parametrize("_time", range(TIMES))
def test_two_confirmations_of_a_correction_and_a_refusal(session, at_once, act, outcome, files, _time):
    given = {"number": outcome.number, "version": 1, "reason": "误录", "categories": CATEGORIES}
    key = {"correction_id": act(SUPERVISOR, corrections.propose, **given).id}
    told = at_once(
        (SECOND, corrections.confirm, {**key, "files": files}),
        (THIRD, corrections.confirm, {**key, "files": files}),
        (THIRD, corrections.decline, {**key, "reason": "证据不足"}),
    )
    assert Counter(told) == {"done": 1, "wrong_state": 2}
    made = fresh(session).get_one(Correction, key["correction_id"])
    assert (made.state, made.made) == (("confirmed", 2) if told[2] != "done" else ("declined", None))
    assert count(session, Outcome) == (2 if told[2] != "done" else 1)
    assert count(session, Outcome, Outcome.current.is_(True)) == 1
    assert first_break(session) is None


@pytest.mark.parametrize("_time", range(TIMES))
def test_a_confirmation_and_another_version(session, at_once, act, outcome, files, _time):
    given = {"number": outcome.number, "version": 1, "reason": "误录", "categories": CATEGORIES}
    key = {"correction_id": act(SUPERVISOR, corrections.propose, **given).id, "files": files}
    alone = {**given, "photos": [], "files": files, "second": False}
    told = at_once((SECOND, corrections.confirm, key), (THIRD, outcomes.correct, alone))
    assert told in (["done", "changed_meanwhile"], ["correction_outdated", "done"])
    state = fresh(session).get_one(Correction, key["correction_id"]).state
    assert state == ("confirmed" if told[0] == "done" else "proposed")
    assert count(session, Outcome) == 2
    assert first_break(session) is None


@pytest.mark.parametrize("_time", range(TIMES))
def test_two_proposals_and_an_answer_to_the_objection(session, at_once, act, outcome, files, _time):
    key = {"inspection_id": outcome.inspection_id, "text": "秤未坏", "files": files, "zone": ZONE}
    objection = act(BUSINESS, objections.receive, **key)
    given = {"number": outcome.number, "version": 1, "reason": "成立", "categories": CATEGORIES}
    told = at_once(
        (SUPERVISOR, corrections.propose, {**given, "objection_id": objection.id}),
        (SECOND, corrections.propose, given),
        (THIRD, objections.reject, {"objection_id": objection.id, "answer": "已复核"}),
    )
    waiting = fresh(session).scalars(select(Correction)).one()
    rejected = session.get_one(Objection, objection.id).state == "rejected"
    assert not (rejected and waiting.objection_id), "what is answered has nothing waiting for it"
    assert (told[0] == "done") is bool(waiting.objection_id)
    assert (told[1] == "done") is (waiting.objection_id is None)
    assert (told[2] == "done") is rejected
    assert set(told) <= {"done", "correction_waits", "wrong_state"}
    assert count(session, Outcome) == 1
    assert first_break(session) is None


@pytest.mark.parametrize("_time", range(TIMES))
def test_a_proof_and_two_decisions(session, at_once, act, supervisor, outcome, files, now, _time):
    items = [{"text": "送检", "basis": "计量法第九条"}]
    key = {"inspection_id": outcome.inspection_id}
    order = {**key, "items": items, "last_day": now.date(), "zone": ZONE}
    ordered = act(supervisor, rectifications.order, **order)
    proof = {**key, "rectification_id": ordered.id, "text": "已检定", "files": files}
    act(BUSINESS, rectifications.prove, **proof)
    decide = {"rectification_id": ordered.id}
    told = at_once(
        (SUPERVISOR, rectifications.accept, {**decide, "reason": "看过"}),
        (SECOND, rectifications.refuse, {**decide, "reason": "看不清"}),
        (BUSINESS, rectifications.prove, proof),
    )
    state = fresh(session).get_one(Rectification, ordered.id).state
    assert state in ("accepted", "proof_refused", "proof_received")
    assert told.count("done") == count(session, RectificationStep) - 2
    assert set(told) <= {"done", "wrong_state"}


@pytest.mark.parametrize("_time", range(TIMES))
def test_the_recipient_and_the_office_record_at_once(session, at_once, hand_over, _time):
    handed = hand_over()
    key = {"handover_id": handed.id}
    told = at_once(
        (SUPERVISOR, handovers.take_up, key), (SECOND, handovers.send_back, {**key, "text": "无管辖权"})
    )
    assert sorted(told) in (["done", "wrong_state"], ["done", "done"])
    actions = select(AuditEntry.action).where(AuditEntry.noun == "handover").order_by(AuditEntry.seq)
    made = fresh(session).scalars(actions).all()[1:]
    assert made in (
        ["handover.take_up"], ["handover.send_back"], ["handover.take_up", "handover.send_back"]
    )  # fmt: skip
    assert len(made) == told.count("done")


def test_numbers_are_given_once(session, at_once, outcome):
    order = {"inspection_id": outcome.inspection_id, "items": [{"text": "送检", "basis": "计量法"}]}
    order |= {"last_day": outcome.inspected_on.replace(year=2027), "zone": ZONE}
    assert at_once(*[(SUPERVISOR, rectifications.order, order)] * 6) == ["done"] * 6
    numbers = fresh(session).scalars(select(Rectification.number).order_by(Rectification.number)).all()
    assert numbers == [f"R2026-{n:06d}" for n in range(1, 7)]


def test_two_workers_that_refuse_an_address_at_once_note_it_once(session, at_once):
    def refuse(own, _actor, now, **given):
        sign_ins.note_refusal(own, now, username="", limit="10 per minute", **given)

    acts = [(SUPERVISOR, refuse, {"address": address}) for address in ("192.0.2.1", "192.0.2.2") * 2]
    at_once(*acts)
    noted = fresh(session).scalars(select(AuditEntry.noun_id).where(AuditEntry.action == "sign_in.refuse"))
    assert sorted(noted) == ["192.0.2.1", "192.0.2.2"]
    assert first_break(session) is None
