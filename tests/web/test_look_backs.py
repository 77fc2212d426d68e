"""Look-backs on the pages: findings listed and chosen, a plan drafted, before and after shown."""

from __future__ import annotations

import json
import re

import pytest
from sqlalchemy import select

from server.store.inspections import Inspection
from server.store.look_backs import LookBack
from server.store.plans import Plan
from tests.published import RECORDS, draw
from tests.web.tablets import fresh

DATA = {"title": "2026年回头看", "first": "2027-04-01", "last": "2027-06-30", "team_size": "2"}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The services below are tested on every database; here it makes no difference."""
    return sqlite_url


@pytest.fixture
def failed(make):
    found = [make.outcome() for _ in range(3)]
    for one in found:
        one.object.division = "379901"
    make.commit()
    return found


def test_all_findings_of_the_list_become_a_plan(sign_in, session, failed):
    office = sign_in("supervisor")
    page = office.get("/office/look-backs/").text
    assert all(one.number in page for one in failed)
    answer = office.post(
        f"/office/look-backs/?q={failed[0].object_name}", data={**DATA, "all": "yes"}, follow_redirects=True
    )
    assert "只从 1 个此前不符合的对象中抽取" in answer.text
    data = {**DATA, "inspections": [failed[1].inspection_id]}
    assert office.post("/office/look-backs/", data=data).status_code == 302
    plans = fresh(session).scalars(select(Plan).where(Plan.title == DATA["title"])).all()
    assert sorted(plan.sample[0]["ratio"] for plan in plans) == ["1", "1"]
    page = office.get("/office/look-backs/?lang=en").text
    assert failed[2].number in page
    assert failed[1].number not in page
    assert failed[1].number in office.get("/office/look-backs/?tab=planned&programme=market_scales").text


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, "请选择要回头看的结果"),
        ({"all": "yes", "first": ""}, "必须填写"),
        ({"all": "yes", "title": " "}, "必须填写"),
    ],
)
def test_a_look_back_that_is_none_is_refused_and_keeps_what_was_typed(
    sign_in, session, failed, changed, words
):
    answer = sign_in("supervisor").post("/office/look-backs/", data={**DATA, **changed})
    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="2027-06-30"' in answer.text
    assert fresh(session).scalar(select(LookBack)) is None


def test_before_and_after_are_shown_with_their_denominators(sign_in, session, make, failed):
    again = draw(make)
    session.add_all([LookBack(plan_id=again.plan_id, inspection_id=one.inspection_id) for one in failed[:2]])
    record = {**RECORDS["market_scales"], "retail": []}
    record["instruments"] = record["instruments"][:1]
    for one in failed[:2]:
        make.outcome(one.object, draw=again, record=record if one is failed[0] else None)
    make.commit()
    verdicts = [json.loads(one.content)["verdict"] for one in failed]
    assert verdicts == ["fail"] * 3
    assert session.scalar(select(Inspection).limit(1))
    page = sign_in("supervisor").get("/office/look-backs/figures").text
    assert "100.0% (2 / 2)" in page
    assert "50.0% (1 / 2)" in page
    assert "80.0% (4 / 5)" in page
    cells = re.findall(r'<th scope="row">(.*?)</th><td[^>]*>(.*?)</td><td[^>]*>(.*?)</td>', page)
    assert cells == [
        ("对象不符合率", "100.0% (2 / 2)", "50.0% (1 / 2)"),
        ("对象未检定率", "0.0% (0 / 2)", "0.0% (0 / 2)"),
        ("器具不符合率", "50.0% (2 / 4)", "33.3% (1 / 3)"),
        ("器具未检定率", "0.0% (0 / 4)", "0.0% (0 / 3)"),
    ]
