"""A published result is changed by two: one proposes, another confirms, and what was public stays beside it."""

# ruff: noqa: F811 - fixtures of another module are asked for by their names

from __future__ import annotations

import hashlib
import json

import pytest
from sqlalchemy import select

from server.domain.problems import Problem
from server.services import corrections, evidence_packages, objections, outcomes, result_categories
from server.services.actors import Actor
from server.store import corrections as stored
from server.store import outcomes_office
from server.store.audit import AuditEntry
from server.store.inspections import Inspection
from tests.services.test_objections import CATEGORIES, act, files, objected, outcome  # noqa: F401
from tests.services.test_outcomes import approved, publish  # noqa: F401
from tests.services.test_second_reviews import SECOND, THIRD
from tests.web.tablets import fresh, jpeg

REASON = "复检后确认合格"


@pytest.fixture
def propose(act, supervisor, outcome):
    def propose(actor=supervisor, **given):
        defaults = {"number": outcome.number, "version": 1, "reason": REASON, "categories": CATEGORIES}
        return act(actor, corrections.propose, **{**defaults, **given})

    return propose


@pytest.fixture
def pictured(approved, publish):
    """A published outcome with one public photo of two."""
    return publish(approved())


def versions(session, number):
    return [row.version for row in reversed(outcomes_office.versions(fresh(session), number))]


def test_a_proposal_changes_nothing_public_until_another_person_confirms_it(
    session, act, supervisor, outcome, propose, files, clock
):
    frozen = outcome.content, outcome.content_sha256
    proposed = propose(reason=f" {REASON} ")
    assert (proposed.state, proposed.proposed_name, proposed.reason) == ("proposed", "supervisor", REASON)
    assert versions(session, outcome.number) == [1]
    with pytest.raises(Problem, match="correction_own"):
        act(supervisor, corrections.confirm, correction_id=proposed.id, files=files)
    assert versions(session, outcome.number) == [1]
    clock.forward(hours=1)
    made = act(SECOND, corrections.confirm, correction_id=proposed.id, files=files)
    assert (made.state, made.decided_name, made.made) == ("confirmed", "second", 2)
    new, old = outcomes_office.versions(fresh(session), outcome.number)
    assert (new.version, new.current, old.current) == (2, True, False)
    assert (old.content, old.content_sha256) == frozen
    assert json.loads(new.content)["reason"] == REASON
    assert json.loads(new.content)["items"][0]["category"] == "no_problem"


def test_the_log_names_who_proposed_and_who_confirmed(session, act, outcome, propose, files):
    proposed = propose()
    act(SECOND, corrections.confirm, correction_id=proposed.id, files=files)
    entries = fresh(session).scalars(select(AuditEntry).order_by(AuditEntry.seq)).all()[-3:]
    assert [(entry.actor, entry.action) for entry in entries] == [
        ("supervisor", "correction.propose"), ("second", "outcome.correct"), ("second", "correction.confirm")
    ]  # fmt: skip
    assert entries[0].body == {
        "number": outcome.number, "version": 1, "objection": None, "reason": REASON,
        "items": [{"item": "market_scales", "category": "no_problem"}],
    }  # fmt: skip
    assert entries[2].body == {"number": outcome.number, "version": 1, "first": "supervisor", "made": 2}


def test_the_evidence_of_a_hand_over_holds_what_the_log_says_of_a_correction(
    session, act, pictured, propose, files
):
    proposed = propose(number=pictured.number)
    act(SECOND, corrections.confirm, correction_id=proposed.id, files=files)
    inspection = session.get_one(Inspection, pictured.inspection_id)
    kept = evidence_packages.gather(session, inspection, b"%PDF", files)["files"]
    (log,) = [entry["sha256"] for entry in kept if entry["name"] == "audit.jsonl"]
    said = [json.loads(line)["action"] for line in files.get(log).splitlines()]
    assert said[-3:] == ["correction.propose", "outcome.correct", "correction.confirm"]


@pytest.mark.parametrize(("before", "after"), [("open_matter", "no_problem"), ("no_problem", "open_matter")])
def test_one_person_changes_no_result_in_either_direction(
    session, act, make, supervisor, files, before, after
):
    outcome = make.outcome(category=before)
    make.commit()
    given = {"number": outcome.number, "version": 1, "reason": REASON, "photos": [], "files": files}
    assert corrections.needed(session, outcome.number, {"market_scales": after})
    assert not corrections.needed(session, outcome.number, {"market_scales": before})
    with pytest.raises(Problem, match="correction_second"):
        act(supervisor, outcomes.correct, categories={"market_scales": after}, second=True, **given)
    assert versions(session, outcome.number) == [1]


def test_one_person_takes_a_photo_back_whatever_waits(session, act, supervisor, pictured, propose, files):
    """What shows somebody's face must not wait for a second person."""
    proposed = propose(number=pictured.number)
    given = {"number": pictured.number, "version": 1, "reason": "照片中有人脸", "photos": [], "files": files}
    results = {"market_scales": "ordered_to_correct"}
    assert not corrections.needed(session, pictured.number, results)
    act(SECOND, outcomes.correct, categories=results, second=True, **given)
    assert json.loads(outcomes_office.in_force(session, pictured.number).content)["photos"] == []
    with pytest.raises(Problem, match="correction_outdated"):
        act(THIRD, corrections.confirm, correction_id=proposed.id, files=files)
    assert versions(session, pictured.number) == [1, 2]
    act(supervisor, corrections.withdraw, correction_id=proposed.id)


@pytest.mark.parametrize("photos", [[], [1, 2], None])
def test_what_was_proposed_is_what_is_published(session, act, pictured, propose, files, photos):
    hashes = photos and [hashlib.sha256(jpeg(n)).hexdigest() for n in photos]
    proposed = propose(number=pictured.number, photos=hashes)
    (before,) = json.loads(pictured.content)["photos"]
    act(SECOND, corrections.confirm, correction_id=proposed.id, files=files)
    content = json.loads(outcomes_office.in_force(session, pictured.number).content)
    shown = [photo["sha256"] for photo in content["photos"]]
    assert (len(shown), before["sha256"] in shown) == (
        (1, True) if photos is None else (len(photos), bool(photos))
    )
    assert content["items"][0]["category"] == "no_problem"


def test_a_proposal_makes_public_only_photos_that_were_there_to_be_seen(
    session, act, pictured, propose, files
):
    """Whoever confirms must not publish what arrives, or belongs elsewhere, and was never shown."""
    own = [hashlib.sha256(jpeg(n)).hexdigest() for n in (1, 2)]
    foreign = ["f" * 64, "<script>", "x" * 100_000]
    proposed = propose(number=pictured.number, photos=[*own, *own, *foreign])
    assert proposed.photos == sorted(own)


@pytest.mark.parametrize("text", ["a\x07b", "a\x00b", "a\x1b[2Jb"])
def test_a_reason_holds_no_control_characters(act, supervisor, session, outcome, propose, files, text):
    kept = {"number": outcome.number, "version": 1, "categories": CATEGORIES, "photos": []}
    proposed = propose(reason="误录\r\n更正")
    assert proposed.reason == "误录\n更正"
    for actor, service, given in (
        (SECOND, corrections.decline, {"correction_id": proposed.id}),
        (SECOND, outcomes.correct, {**kept, "files": files, "second": False}),
        (supervisor, corrections.propose, kept),
    ):
        with pytest.raises(Problem, match="control_character") as refused:
            act(actor, service, reason=text, **given)
        assert refused.value.at == "reason"
    assert versions(session, outcome.number) == [1]


def test_only_the_other_declines_with_a_reason_and_only_the_author_withdraws(
    session, act, supervisor, outcome, propose, files
):
    first = propose()
    for actor, service, given, code in (
        (supervisor, corrections.decline, {"reason": "x"}, "correction_own"),
        (SECOND, corrections.decline, {"reason": " "}, "reason_required"),
        (SECOND, corrections.decline, {"reason": "长" * 501}, "too_long"),
        (SECOND, corrections.withdraw, {}, "correction_other"),
    ):
        with pytest.raises(Problem, match=code):
            act(actor, service, correction_id=first.id, **given)
    act(SECOND, corrections.decline, correction_id=first.id, reason=" 证据不足 ")
    assert (first.state, first.decided_name, first.refusal) == ("declined", "second", "证据不足")
    second = propose()
    act(supervisor, corrections.withdraw, correction_id=second.id)
    assert (second.state, second.decided_name) == ("withdrawn", "supervisor")
    for over in (first, second):
        for actor, service, given in (
            (THIRD, corrections.confirm, {"files": files}),
            (THIRD, corrections.decline, {"reason": "x"}),
            (supervisor, corrections.withdraw, {}),
        ):
            with pytest.raises(Problem, match="wrong_state"):
                act(actor, service, correction_id=over.id, **given)
    assert versions(session, outcome.number) == [1]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"reason": " "}, "reason_required"),
        ({"reason": "长" * 501}, "too_long"),
        ({"categories": {}}, "category_required"),
        ({"categories": {"market_scales": "fine"}}, "category_required"),
        ({"categories": {"market_scales": "ordered_to_correct"}}, "outcome_unchanged"),
        ({"version": 7}, "changed_meanwhile"),
        ({"number": "2026-999999"}, "not_found"),
    ],
)
def test_a_proposal_that_is_none_is_refused(session, outcome, propose, given, code):
    with pytest.raises(Problem, match=code):
        propose(**given)
    assert stored.of_inspection(session, outcome.inspection_id) == []


def test_one_proposal_waits_at_a_time(outcome, propose):
    propose()
    with pytest.raises(Problem, match="correction_waits") as refused:
        propose(SECOND, categories={"market_scales": "open_matter"})
    assert refused.value.values == {"by": "supervisor"}


def test_what_was_overtaken_by_another_version_cannot_be_confirmed(
    session, act, make, outcome, propose, files
):
    proposed = propose()
    with session.no_autoflush:
        make.outcome(corrects=outcome)
    make.commit()
    with pytest.raises(Problem, match="correction_outdated"):
        act(SECOND, corrections.confirm, correction_id=proposed.id, files=files)
    assert versions(session, outcome.number) == [1, 2]
    assert (proposed.state, proposed.decided_name, proposed.made) == ("proposed", "", None)
    act(SECOND, corrections.decline, correction_id=proposed.id, reason="已有新版本")


def test_a_category_that_was_taken_out_meanwhile_cannot_be_confirmed(
    session, act, administrator, outcome, propose, files
):
    proposed = propose(categories={"market_scales": "open_matter"})
    act(administrator, result_categories.offer, code="open_matter", offered=False)
    with pytest.raises(Problem, match="correction_outdated"):
        act(SECOND, corrections.confirm, correction_id=proposed.id, files=files)
    assert versions(session, outcome.number) == [1]


def test_an_objection_is_upheld_only_when_another_person_has_confirmed(
    session, act, supervisor, outcome, objected, propose, files, clock
):
    row = objected()
    upholding = {"objection_id": row.id, "answer": REASON, "version": 1, "categories": CATEGORIES}
    proposed = propose(objection_id=row.id, reason=f"{REASON}\r\n附证书")
    assert (row.state, row.answer) == ("received", "")
    for service, given in (
        (objections.reject, {"answer": "x"}),
        (objections.uphold, {**upholding, "files": files, "second": True}),
    ):
        given = {"objection_id": row.id, **given}
        with pytest.raises(Problem, match="correction_waits"):
            act(SECOND, service, **given)
    with pytest.raises(Problem, match="correction_own"):
        act(supervisor, corrections.confirm, correction_id=proposed.id, files=files)
    clock.forward(hours=1)
    act(SECOND, corrections.confirm, correction_id=proposed.id, files=files)
    assert (row.state, row.corrected, row.answer) == ("upheld", 2, f"{REASON}\n附证书")
    assert (row.answered_by, row.answered_at) == ("second", clock.now)
    assert versions(session, outcome.number) == [1, 2]
    entries = (
        fresh(session).execute(select(AuditEntry.actor, AuditEntry.action).order_by(AuditEntry.seq)).all()
    )
    assert entries[-3:] == [
        ("second", "outcome.correct"), ("second", "objection.uphold"), ("second", "correction.confirm")
    ]  # fmt: skip


def test_an_objection_stays_open_when_what_was_proposed_for_it_is_declined(
    act, supervisor, objected, propose, files
):
    row = objected()
    for reason, code in ((" ", "required"), ("长" * 501, "too_long"), ("a\x07", "control_character")):
        with pytest.raises(Problem, match=code) as refused:
            propose(objection_id=row.id, reason=reason)
        assert refused.value.at == "answer"
    proposed = propose(objection_id=row.id)
    act(SECOND, corrections.decline, correction_id=proposed.id, reason="证据不足")
    assert (row.state, row.answer) == ("received", "")
    act(supervisor, objections.reject, objection_id=row.id, answer="证据不足")
    with pytest.raises(Problem, match="wrong_state"):
        propose(objection_id=row.id)


def test_a_proposal_for_an_objection_to_another_outcome_is_refused(make, objected, propose):
    other = make.outcome()
    make.commit()
    with pytest.raises(Problem, match="not_found"):
        propose(number=other.number, objection_id=objected().id)


@pytest.mark.parametrize("role", ["administrator", "inspector", "public"])
def test_who_may_not_correct_neither_proposes_nor_decides(session, act, outcome, propose, files, role):
    other = Actor("01900000-0000-7000-8000-00000000000e", role, role)
    with pytest.raises(Problem, match="forbidden"):
        propose(other)
    proposed = propose()
    for service, given in (
        (corrections.confirm, {"files": files}), (corrections.decline, {"reason": "x"}), (corrections.withdraw, {})
    ):  # fmt: skip
        with pytest.raises(Problem, match="forbidden"):
            act(other, service, correction_id=proposed.id, **given)
