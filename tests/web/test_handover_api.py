"""The recipient's side of a hand-over: a key opens that one and nothing else, and everything said is in the log."""

# ruff: noqa: F811 - fixtures of another module are asked for by their names

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from server.store.audit import AuditEntry
from server.store.handovers import Handover
from tests.web.tablets import fresh
from tests.web.test_handovers import database_url, hand_over, inspection, office  # noqa: F401

STEPS = "/api/handover/steps"


@pytest.fixture
def row(session, hand_over):
    hand_over()
    return fresh(session).scalar(select(Handover))


@pytest.fixture
def administrator(sign_in):
    return sign_in("administrator")


@pytest.fixture
def give(administrator, row):
    def give() -> dict[str, str]:
        page = administrator.post(f"/office/handovers/{row.id}/key").text
        key = re.search(r"<code>([0-9a-f]{64})</code>", page)[1]
        assert key not in administrator.get(f"/office/handovers/{row.id}").text, "it is shown once"
        return {"Authorization": f"Bearer {key}"}

    return give


def test_the_recipient_says_what_became_of_it_and_the_office_sees_it(
    client, office, session, row, give, clock
):
    key = give()
    told = client.get("/api/handover", headers=key).json
    assert (told["number"], told["state"]) == ("T2026-000001", "handed_over")
    assert set(told) == {"number", "state", "last_day", "manifest_sha256", "steps"}
    clock.forward(minutes=1)
    taken = client.post(STEPS, headers=key, json={"step": "take_up", "text": "市公受字 8 号"})
    assert (taken.status_code, taken.json["state"]) == (200, "taken_up")
    again = client.post(STEPS, headers=key, json={"step": "take_up"})
    assert (again.status_code, again.json["code"]) == (409, "wrong_state")
    clock.forward(minutes=1)
    done = client.post(STEPS, headers=key, json={"step": "conclude", "text": "<script>不予立案"})
    assert [step["step"] for step in done.json["steps"]] == ["hand_over", "take_up", "conclude"]
    page = office.get(f"/office/handovers/{row.id}").text
    for words in ("市公受字 8 号", "recipient:T2026-000001", "&lt;script&gt;不予立案", "已办结"):
        assert words in page
    query = select(AuditEntry.actor, AuditEntry.action).where(AuditEntry.noun == "handover")
    assert fresh(session).execute(query.order_by(AuditEntry.seq)).all()[-2:] == [
        ("recipient:T2026-000001", "handover.take_up"),
        ("recipient:T2026-000001", "handover.conclude"),
    ]


def test_a_key_that_was_replaced_or_revoked_opens_nothing(client, administrator, row, give):
    old, new = give(), give()
    assert client.get("/api/handover", headers=old).status_code == 401
    assert client.get("/api/handover", headers=new).status_code == 200
    page = administrator.post(f"/office/handovers/{row.id}/key/revoke", follow_redirects=True)
    assert "密钥已撤销" in page.text
    refused = client.post(STEPS, headers=new, json={"step": "take_up"})
    assert (refused.status_code, refused.json["code"]) == (401, "handover_key")
    assert row.state == "handed_over"


def test_no_other_route_knows_the_key_and_no_other_key_opens_this(app, client, office, row, give):
    key = give()
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and not rule.arguments and rule.rule.startswith(("/office", "/api/sync/b")):
            answer = client.get(rule.rule, headers=key)
            assert answer.status_code in (302, 401, 404), rule.rule
    assert client.get(f"/office/handovers/{row.id}/evidence.zip", headers=key).status_code == 302
    for headers in ({}, {"Authorization": "Bearer x"}, {"Authorization": "Basic eA=="}):
        assert client.get("/api/handover", headers=headers).status_code == 401
    assert office.get("/api/handover").status_code == 401, "an account is no recipient"


@pytest.mark.parametrize(
    ("body", "status", "at"),
    [
        (b"", 400, None),
        (b"[]", 400, None),
        (b"\xff", 400, None),
        (b"[" * 60_000, 400, None),
        (b'{"step": "hand_over"}', 422, "step"),
        (b'{"step": 1}', 422, "step"),
        (b'{"step": ["take_up"]}', 422, "step"),
        (b'{"step": "take_up", "text": 1}', 400, "text"),
        (b'{"step": "take_up", "text": "a\\u0000"}', 422, "text"),
        (b'{"step": "send_back"}', 422, "text"),
        (b'{"step": "send_back", "text": "' + b"x" * 2001 + b'"}', 422, "text"),
        (b"x" * 65_537, 413, None),
    ],
)
def test_what_cannot_be_read_is_named_and_changes_nothing(client, session, row, give, body, status, at):
    answer = client.post(STEPS, headers=give(), data=body)
    assert (answer.status_code, answer.json.get("at")) == (status, at)
    assert answer.mimetype == "application/problem+json"
    assert fresh(session).get_one(Handover, row.id).state == "handed_over"


def test_only_an_administrator_finds_the_key_on_the_page(office, administrator, row):
    desk = f"/office/handovers/{row.id}"
    assert "接收方密钥" not in office.get(desk).text
    assert office.post(f"{desk}/key").status_code == 403
    assert "Key of the recipient" in administrator.get(f"{desk}?lang=en").text


def test_whoever_guesses_is_slowed_down(client):
    wrong = {"Authorization": "Bearer " + "0" * 64}
    answers = [client.get("/api/handover", headers=wrong).status_code for _ in range(62)]
    assert answers[:60] == [401] * 60
    assert answers[-1] == 429
    assert client.post("/api/handover/steps", headers=wrong, json={}).status_code == 429
