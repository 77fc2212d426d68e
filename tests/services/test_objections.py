"""Replies and objections of the inspected business: received, decided, answered, and nothing half-done."""

from __future__ import annotations

import json
from datetime import date

import pytest
from sqlalchemy import func, select

from server.domain.problems import Problem
from server.services import business_pages, calendar, objections, replies
from server.services import evidence as keeping
from server.services.actors import Actor
from server.services.evidence import Upload
from server.store import business_pages as pages
from server.store import evidence, outcomes_office
from server.store import replies as stored_replies
from server.store.audit import AuditEntry
from server.store.evidence import Evidence
from server.store.files import FileStore
from server.store.inspections import Inspection
from server.store.objections import Objection
from server.store.outcomes import Outcome
from tests.services.test_calendar import ZONE, set_day
from tests.web.tablets import jpeg

BUSINESS = Actor("", "business", "public")
CATEGORIES = {"market_scales": "no_problem"}


@pytest.fixture
def files(settings):
    return FileStore(settings.files)


@pytest.fixture
def act(session, clock):
    """Calls a service and commits, or leaves nothing behind."""

    def act(actor, service, **given):
        try:
            value = service(session, actor, clock.now, **given)
            session.commit()
        except Problem:
            session.rollback()
            raise
        return value

    return act


@pytest.fixture
def outcome(session, make):
    outcome = make.outcome()
    session.get_one(Inspection, outcome.inspection_id).folded = {"photos": []}
    make.commit()
    return outcome


@pytest.fixture
def objected(act, outcome, files):
    def objected(**given):
        defaults = {"text": "秤未坏", "uploads": [Upload("证书.jpg", jpeg(1))], "files": files, "zone": ZONE}
        return act(BUSINESS, objections.receive, inspection_id=outcome.inspection_id, **{**defaults, **given})

    return objected


def test_a_code_opens_its_own_inspection_until_another_is_given(act, session, supervisor, outcome, make):
    other = make.outcome()
    make.commit()
    code = act(supervisor, business_pages.open, inspection_id=outcome.inspection_id).code
    assert (len(code), pages.inspection_of(session, code).id) == (40, outcome.inspection_id)
    assert act(supervisor, business_pages.open, inspection_id=other.inspection_id).code != code
    new = act(supervisor, business_pages.open, inspection_id=outcome.inspection_id).code
    assert pages.inspection_of(session, code) is None
    assert pages.inspection_of(session, new).id == outcome.inspection_id
    assert code not in str(session.scalars(select(AuditEntry.body)).all())


def test_only_the_office_gives_codes_and_only_the_business_writes(act, supervisor, outcome):
    with pytest.raises(Problem, match="forbidden"):
        act(BUSINESS, business_pages.open, inspection_id=outcome.inspection_id)
    with pytest.raises(Problem, match="forbidden"):
        act(supervisor, replies.receive, inspection_id=outcome.inspection_id, text="x")


def test_a_reply_is_shown_once_released_and_kept_as_it_was_sent(act, session, supervisor, outcome):
    text = "<script>alert(1)</script>\r\n已送检"
    reply = act(BUSINESS, replies.receive, inspection_id=outcome.inspection_id, text=f"  {text} ")
    assert (reply.text, reply.state) == ("<script>alert(1)</script>\n已送检", "received")
    act(supervisor, replies.withhold, reply_id=reply.id, reason="写有他人姓名")
    act(supervisor, replies.release, reply_id=reply.id)
    assert (reply.state, reply.decided_by, reply.reason) == ("released", "supervisor", "")
    with pytest.raises(Problem, match="wrong_state"):
        act(supervisor, replies.withhold, reply_id=reply.id, reason="x")
    actions = session.scalars(
        select(AuditEntry.action).where(AuditEntry.noun == "reply").order_by(AuditEntry.seq)
    ).all()
    assert actions == ["reply.receive", "reply.withhold", "reply.release"]


@pytest.mark.parametrize(
    ("text", "code"), [(" ", "required"), ("长" * 2001, "too_long"), ("a\x07", "control_character")]
)
def test_a_reply_that_is_none_is_refused(act, session, outcome, text, code):
    with pytest.raises(Problem, match=code) as refused:
        act(BUSINESS, replies.receive, inspection_id=outcome.inspection_id, text=text)
    assert refused.value.at == "reply"
    assert stored_replies.of_inspection(session, outcome.inspection_id) == []


@pytest.mark.parametrize("state", ["open", "finished", "withdrawn"])
def test_what_is_not_finished_or_was_withdrawn_takes_neither(act, session, outcome, objected, state):
    session.get_one(Inspection, outcome.inspection_id).state = state
    session.commit()
    with pytest.raises(Problem, match="wrong_state"):
        act(BUSINESS, replies.receive, inspection_id=outcome.inspection_id, text="x")
    with pytest.raises(Problem, match="wrong_state"):
        objected()
    assert session.scalar(select(func.count()).select_from(Evidence)) == 0


def test_replies_end_somewhere(act, outcome):
    for n in range(replies.MOST):
        act(BUSINESS, replies.receive, inspection_id=outcome.inspection_id, text=str(n))
    with pytest.raises(Problem, match="business_enough"):
        act(BUSINESS, replies.receive, inspection_id=outcome.inspection_id, text="x")


def test_an_objection_is_to_be_answered_within_20_working_days(
    act, session, administrator, clock, outcome, objected, files
):
    calendar.seed(session, administrator, clock.now, zone=ZONE)
    row = objected(contact="0531-1234")
    assert (row.state, row.late, row.number, row.version) == ("received", False, outcome.number, 1)
    assert (row.last_day, row.last_day_provisional) == (date(2026, 3, 30), False)
    (kept,) = evidence.of_inspection(session, outcome.inspection_id)[row.id]
    assert (kept.mime, kept.name, files.get(kept.sha256)) == ("image/jpeg", "证书.jpg", jpeg(1))
    set_day(session, administrator, clock.now, date(2026, 3, 30))
    session.commit()
    assert session.get_one(Objection, row.id).last_day == date(2026, 3, 31)


def test_a_late_objection_is_taken_in_and_marked(clock, objected):
    assert objected(period=5).late is False
    clock.forward(days=7)
    assert objected(period=5).late is False
    clock.forward(days=1)
    assert objected(period=5).late is True
    assert objected().late is False, "no period is known unless an authority sets one"


@pytest.mark.parametrize(
    ("uploads", "code"),
    [
        ([Upload("a.exe", b"MZ..")], "evidence_format"),
        ([Upload("a.jpg", b"<svg onload=alert(1)>")], "evidence_format"),
        ([Upload("a.jpg", jpeg(1)), Upload("b.html", b"<script>")], "evidence_format"),
        ([Upload("a.pdf", b"%PDF-1.7")] * 11, "evidence_many"),
    ],
)
def test_evidence_that_is_none_is_refused_with_the_objection(session, objected, uploads, code):
    with pytest.raises(Problem, match=code) as refused:
        objected(uploads=uploads)
    assert refused.value.at == "files"
    assert session.scalar(select(func.count()).select_from(Objection)) == 0
    assert session.scalar(select(func.count()).select_from(Evidence)) == 0


def test_the_files_of_an_inspection_end_somewhere(session, objected, monkeypatch):
    objected()
    monkeypatch.setattr(keeping, "ALTOGETHER", len(jpeg(1)) + 20)
    with pytest.raises(Problem, match="evidence_enough"):
        objected()
    assert session.scalar(select(func.count()).select_from(Evidence)) == 1
    objected(uploads=[Upload("a.pdf", b"%PDF-1.7")])
    objected(uploads=[])


def test_an_upheld_objection_is_a_corrected_version_and_the_old_one_stands(
    act, session, supervisor, outcome, objected, files
):
    row, before = objected(), outcome.content
    answer = {
        "objection_id": row.id,
        "answer": "复检后合格",
        "version": 1,
        "categories": CATEGORIES,
        "files": files,
        "second": False,
    }
    act(supervisor, objections.uphold, **answer)
    assert (row.state, row.corrected, row.answered_by) == ("upheld", 2, "supervisor")
    new, old = outcomes_office.versions(session, outcome.number)
    assert (new.current, old.current, old.content) == (True, False, before)
    assert json.loads(new.content)["reason"] == "复检后合格"
    actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.seq.desc()).limit(2)).all()
    assert actions == ["objection.uphold", "outcome.correct"]
    with pytest.raises(Problem, match="wrong_state"):
        act(supervisor, objections.reject, objection_id=row.id, answer="x")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"answer": " "}, "required"),
        ({"answer": "长" * 501}, "too_long"),
        ({"version": 7}, "changed_meanwhile"),
        ({"categories": {}}, "category_required"),
        ({"second": True}, "correction_second"),
    ],
)
def test_an_answer_that_cannot_be_carried_out_leaves_the_objection_open(
    act, session, supervisor, objected, files, changed, code
):
    row = objected()
    answer = {
        "objection_id": row.id,
        "answer": "成立",
        "version": 1,
        "categories": CATEGORIES,
        "files": files,
        "second": False,
    }
    with pytest.raises(Problem, match=code):
        act(supervisor, objections.uphold, **{**answer, **changed})
    session.expire_all()
    assert (row.state, row.answer, row.corrected) == ("received", "", None)
    assert session.scalar(select(func.count()).select_from(Outcome)) == 1


def test_a_rejected_objection_changes_nothing_that_is_public(act, session, supervisor, outcome, objected):
    row = objected()
    act(supervisor, objections.reject, objection_id=row.id, answer="秤的误差由两台砝码复核")
    assert (row.state, row.answer) == ("rejected", "秤的误差由两台砝码复核")
    assert [one.version for one in outcomes_office.versions(session, outcome.number)] == [1]
