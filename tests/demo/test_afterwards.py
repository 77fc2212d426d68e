"""What comes after the findings of the city: something of each, and nothing of it public before its time."""

from __future__ import annotations

import json
from datetime import timedelta

from sqlalchemy import CompoundSelect, select
from sqlalchemy.orm import Session

from server.app import create_app
from server.config import Settings
from server.demo import complaints as entered
from server.demo import logins
from server.demo.clock import Clock
from server.domain.look_backs import compared
from server.domain.ratings import LEAST
from server.services import evidence_packages
from server.store import look_backs, rectifications
from server.store.business_pages import BusinessPage
from server.store.complaints import Complaint
from server.store.corrections import Correction
from server.store.evidence import Evidence
from server.store.files import FileStore
from server.store.handovers import Handover, HandoverStep
from server.store.inspections import Inspection
from server.store.objections import Objection
from server.store.outcomes import Outcome
from server.store.penalties import Penalty
from server.store.publication_times import PublicationTime
from server.store.ratings import Rating
from server.store.rectifications import Rectification, RectificationStep
from server.store.replies import Reply
from tests.demo.conftest import TODAY
from tests.web.test_public_secrets import addresses, texts


def test_there_are_rectifications_in_every_state(session: Session) -> None:
    rows = session.scalars(select(Rectification)).all()
    assert {row.state for row in rows} == {
        "ordered",
        "extended",
        "proof_received",
        "proof_refused",
        "accepted",
    }
    for tab in rectifications.TABS:
        assert session.scalars(rectifications.listing(tab, TODAY)).all(), tab
    proofs = session.scalars(select(RectificationStep.id).where(RectificationStep.action == "prove")).all()
    kept = session.scalars(select(Evidence).where(Evidence.noun_id.in_(proofs))).all()
    assert {row.mime for row in kept} == {"image/jpeg"}
    assert {row.noun_id for row in kept} == set(proofs)


def test_one_hand_over_ended_with_a_penalty_and_one_was_taken_up(
    session: Session, settings: Settings
) -> None:
    rows = {row.kind: row for row in session.scalars(select(Handover))}
    assert {kind: row.state for kind, row in rows.items()} == {"case": "concluded", "authority": "taken_up"}
    assert rows["authority"].last_day > TODAY
    penalty = session.scalars(select(Penalty)).one()
    assert (penalty.handover_id, penalty.state) == (rows["case"].id, "published")
    assert penalty.shown_until > TODAY
    assert penalty.facts in [one["text"] for one in rows["case"].matters]
    for row in rows.values():
        assert dict(evidence_packages.contents(row.manifest, FileStore(settings.files)))["record.pdf"]


def test_one_correction_was_confirmed_by_the_second_supervisor_and_one_waits(session: Session) -> None:
    rows = {row.state: row for row in session.scalars(select(Correction))}
    assert rows.keys() == {"confirmed", "proposed"}
    made = rows["confirmed"]
    assert (made.proposed_name, made.decided_name) == (logins.HEAD.username, logins.DEPUTY.username)
    versions = select(Outcome).where(Outcome.number == made.number).order_by(Outcome.version)
    assert [(row.version, row.current) for row in session.scalars(versions)] == [(1, False), (2, True)]
    waiting = rows["proposed"]
    versions = select(Outcome).where(Outcome.number == waiting.number)
    assert session.scalars(versions).one().category == "open_matter"


def test_a_look_back_has_numbers_before_and_after_and_one_finding_was_not_corrected(session: Session) -> None:
    pairs = [(json.loads(before), json.loads(later.content)) for later, before in look_backs.results(session)]
    ((key, figures),) = compared(pairs).items()
    assert key[1] == "eyewear"
    assert figures.before.shops_failed.judged == figures.after.shops_failed.judged == len(pairs)
    assert figures.before.shops_failed.failed == len(pairs) >= 3
    assert 1 <= figures.after.shops_failed.failed < len(pairs)
    assert figures.items["corrected"] >= 2
    assert figures.items["not_corrected"] >= 1
    assert session.scalars(look_backs.findings("looked_back")).all()
    assert session.scalars(look_backs.findings("open", "eyewear")).first(), "some can still be gone back to"


def test_businesses_replied_and_objected(session: Session) -> None:
    assert sorted(session.scalars(select(Reply.state))) == ["received", "released"]
    row = session.scalars(select(Objection)).one()
    assert row.state == "rejected"
    assert row.answered_at.date() <= row.last_day
    paged = set(session.scalars(select(BusinessPage.inspection_id)))
    for noun in (Reply, Objection, Rectification):
        assert set(session.scalars(select(noun.inspection_id))) <= paged


def test_the_ratings_of_one_unit_are_enough_to_be_shown(session: Session) -> None:
    row = session.scalars(select(Rating)).one()
    assert (row.visits, row.waiting["visits"]) == (LEAST, 0)


def test_complaints_are_there_and_one_was_withdrawn(session: Session) -> None:
    rows = session.scalars(select(Complaint)).all()
    assert len(rows) == len(entered.COMPLAINTS)
    assert sum(row.withdrawn_at is not None for row in rows) == 1
    assert {row.programme for row in rows} == {"market_scales", "eyewear", "net_content"}


def test_one_result_is_published_at_a_set_time_in_the_near_future(session: Session) -> None:
    row = session.scalars(select(PublicationTime)).one()
    inspection = session.get_one(Inspection, row.inspection_id)
    assert (inspection.state, row.set_by) == ("approved", logins.HEAD.username)
    assert TODAY < row.at.date() <= inspection.last_day
    assert row.at.date() - TODAY <= timedelta(days=14)


def test_the_public_sees_what_was_released_and_nothing_else(session: Session, settings: Settings) -> None:
    clock = Clock(settings.time_zone)
    clock.at(TODAY, 8)
    app = create_app(settings, clock)
    hidden, released = _hidden(session), set(_released(session))
    shown = _of(session, select(Reply.inspection_id).union(select(Penalty.inspection_id)))
    seen: set[str] = set()
    for address in addresses(app, [*_of(session, _touched()), *shown]):
        answer = app.test_client().get(address)
        assert answer.status_code < 500, address
        for data in texts(answer.data):
            told = data.decode(errors="replace")
            assert [one for one in hidden if one in told] == [], address
            seen |= {one for one in released if one in told}
    assert seen == released


def _hidden(session: Session) -> list[str]:
    """Words and codes that nobody without an account is shown, as they are and as JSON may write them."""
    columns = (
        Complaint.note,
        HandoverStep.text,
        Handover.number,
        Rectification.number,
        Objection.text,
        BusinessPage.code,
    )
    found = {text for column in columns for text in session.scalars(select(column)) if text}
    found |= set(session.scalars(select(RectificationStep.text).where(RectificationStep.text != "")))
    found |= set(session.scalars(select(Reply.text).where(Reply.state == "received")))
    return sorted(found | {json.dumps(one)[1:-1] for one in found})


def _released(session: Session) -> list[str]:
    replied = session.scalars(select(Reply.text).where(Reply.state == "released")).all()
    return [*replied, *session.scalars(select(Penalty.decision))]


def _touched() -> CompoundSelect[str]:
    return select(Rectification.inspection_id).union(
        select(Handover.inspection_id), select(Objection.inspection_id), select(PublicationTime.inspection_id)
    )


def _of(session: Session, inspections: CompoundSelect[str]) -> list[str]:
    """The handles of inspections: their own, and the numbers of their outcomes."""
    ids = list(session.scalars(inspections))
    return [*ids, *session.scalars(select(Outcome.number).where(Outcome.inspection_id.in_(ids)))]
