"""Keys of recipients: one for each hand-over, opening nothing once replaced or revoked, and in no log."""

# ruff: noqa: F811 - fixtures of another module are asked for by their names

from __future__ import annotations

import pytest
from sqlalchemy import select

from server.domain.problems import Problem
from server.services import handover_keys, handovers, rectifications
from server.services.actors import Actor
from server.store.audit import AuditEntry
from server.store.handover_keys import HandoverKey
from tests.services.test_handovers import hand_over, inspection  # noqa: F401
from tests.services.test_objections import act, files, outcome  # noqa: F401


@pytest.fixture
def give(act, administrator, hand_over):
    row = hand_over()

    def give():
        return row, act(administrator, handover_keys.make, handover_id=row.id)

    return give


def test_a_key_opens_its_hand_over_until_another_is_given_or_it_is_revoked(
    act, session, administrator, give, hand_over
):
    row, first = give()
    other = hand_over()
    assert len(first) == 64
    kept, actor = handover_keys.opened(session, first)
    assert (kept.handover_id, actor.name, actor.role) == (row.id, "recipient:T2026-000001", "recipient")
    _, second = give()
    for wrong in (first, second[:-1], "", other.id, row.manifest_sha256):
        with pytest.raises(Problem, match="handover_key"):
            handover_keys.opened(session, wrong)
    assert handover_keys.opened(session, second)[0].handover_id == row.id
    act(administrator, handover_keys.revoke, handover_id=row.id)
    with pytest.raises(Problem, match="handover_key"):
        handover_keys.opened(session, second)
    with pytest.raises(Problem, match="not_found"):
        act(administrator, handover_keys.revoke, handover_id=row.id)
    assert handover_keys.opened(session, give()[1])[0].revoked_at is None


def test_neither_the_database_nor_the_log_holds_a_key(session, give):
    _, key = give()
    written = [str(row.body) for row in session.scalars(select(AuditEntry))]
    kept = session.scalar(select(HandoverKey))
    assert key not in "".join([*written, kept.key_sha256])
    actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.seq.desc())).first()
    assert actions == "handover.give_key"


def test_only_an_administrator_gives_keys_and_none_for_what_is_over(
    act, supervisor, administrator, hand_over
):
    row = hand_over()
    with pytest.raises(Problem, match="forbidden"):
        act(supervisor, handover_keys.make, handover_id=row.id)
    act(supervisor, handovers.send_back, handover_id=row.id, text="不属于本机关管辖")
    with pytest.raises(Problem, match="handover_over"):
        act(administrator, handover_keys.make, handover_id=row.id)


def test_a_recipient_records_what_became_of_it_and_can_do_nothing_else(act, session, supervisor, give):
    row, key = give()
    recipient = handover_keys.opened(session, key)[1]
    act(recipient, handovers.take_up, handover_id=row.id, text="8 号")
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc())).first()
    assert (entry.actor, entry.action) == ("recipient:T2026-000001", "handover.take_up")
    for service in (handover_keys.make, rectifications.accept):
        with pytest.raises(Problem, match="forbidden"):
            act(recipient, service, handover_id=row.id, rectification_id=row.id)
    with pytest.raises(Problem, match="forbidden"):
        act(Actor("", "public", "public"), handovers.conclude, handover_id=row.id, text="x")
