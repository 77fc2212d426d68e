"""Penalties on the pages: entered and published by the office, read by the public, gone when their time is over."""

# ruff: noqa: F811 - fixtures of another module are asked for by their names

from __future__ import annotations

import pytest
from sqlalchemy import select

from server.store.handovers import Handover
from server.store.penalties import Penalty
from tests.web.tablets import fresh
from tests.web.test_handovers import SCRIPT, database_url, hand_over, inspection, office  # noqa: F401

PUBLIC = "/outcomes/2026-000001"
DECISION = {
    "decision": "岳市监处罚〔2026〕8 号",
    "decided_on": "2026-03-02",
    "facts": f"{SCRIPT}使用未经检定的器具",
    "measures": "罚款 500 元",
    "basis": "计量法实施细则",
    "weight": "minor",
}


@pytest.fixture
def desk(office, session, hand_over):
    hand_over(kind="case", recipient="")
    row = fresh(session).scalar(select(Handover))
    address = f"/office/handovers/{row.id}"
    assert "/office/penalties/of/" not in office.get(address).text
    assert office.post(f"{address}/take-up", data={"text": ""}).status_code == 302
    return address


@pytest.fixture
def enter(office, session, desk):
    def enter(**changed):
        address = f"/office/penalties/of/{desk.rpartition('/')[2]}"
        return office.post(address, data={**DECISION, **changed}, follow_redirects=True)

    return enter


def test_a_penalty_stands_beside_the_result_until_its_time_is_over(
    client, office, session, desk, enter, clock
):
    before = client.get(f"{PUBLIC}/1.json").data
    page = enter().text
    assert "处罚决定已录入" in page
    assert SCRIPT not in page
    assert "公示处罚信息" in office.get("/office/deadlines/?scope=all").text
    row = fresh(session).scalar(select(Penalty))
    assert "罚款 500 元" not in client.get(PUBLIC).text
    one = f"/office/penalties/{row.id}"
    shown = office.post(f"{one}/publish", follow_redirects=True).text
    assert "处罚信息已公示" in shown
    assert '<span class="state-tag">已公示</span>' in shown
    shown = client.get(f"{PUBLIC}?lang=en")
    assert "罚款 500 元" in shown.text
    assert "Shown until</dt><dd>2026-06-02" in shown.text
    assert SCRIPT not in shown.text
    assert client.get(f"{PUBLIC}/1.json").data == before
    clock.forward(days=93)
    assert "罚款 500 元" not in client.get(PUBLIC, headers={"If-None-Match": shown.headers["ETag"]}).text


def test_a_withdrawn_penalty_is_gone_from_the_public(client, office, session, desk, enter):
    enter()
    row = fresh(session).scalar(select(Penalty))
    one = f"/office/penalties/{row.id}"
    office.post(f"{one}/publish")
    refused = office.post(f"{one}/withdraw", data={"changed_on": "soon", "reason": "复议撤销"})
    assert (refused.status_code, 'href="#f-changed_on-1"' in refused.text) == (422, True)
    assert 'id="f-changed_on-1"' in refused.text
    assert "罚款 500 元" in client.get(PUBLIC).text
    given = {"changed_on": "2026-03-02", "reason": "复议撤销"}
    assert "已撤下" in office.post(f"{one}/withdraw", data=given, follow_redirects=True).text
    assert "罚款 500 元" not in client.get(PUBLIC).text


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"decision": ""}, "必须填写"),
        ({"weight": ""}, "必须填写"),
        ({"decided_on": "2026-02-01"}, "超出合理范围"),
    ],
)
def test_a_bad_decision_names_its_field_and_keeps_what_was_typed(session, enter, changed, words):
    answer = enter(**changed)
    assert answer.status_code == 422
    assert words in answer.text
    assert "罚款 500 元" in answer.text
    assert fresh(session).scalar(select(Penalty)) is None
