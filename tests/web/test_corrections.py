"""The office's pages of corrections that two people make."""

# ruff: noqa: F811 - fixtures of another module are asked for by their names

from __future__ import annotations

import pytest
from sqlalchemy import select

from server.services import objections
from server.store import outcomes_office
from server.store.corrections import Correction
from server.store.files import FileStore
from server.store.objections import Objection
from tests.services.test_calendar import ZONE
from tests.services.test_objections import BUSINESS
from tests.web.tablets import fresh
from tests.web.test_business import outcome  # noqa: F401
from tests.web.test_second_reviews import database_url, settings  # noqa: F401

RESULT = {"version": 1, "category-market_scales": "no_problem", "reason": "复检后确认合格"}


@pytest.fixture
def people(sign_in):
    return sign_in("supervisor"), sign_in("supervisor")


@pytest.fixture
def proposed(session, people, outcome):
    """The page of a correction that the first of two people proposed."""
    address = f"/office/outcomes/{outcome.number}/correct"
    told = people[0].post(address, data=RESULT, follow_redirects=True).text
    assert "已提出更正，待另一人确认后公布" in told
    return f"/office/corrections/{session.scalars(select(Correction.id)).one()}"


def versions(session, number):
    return [row.version for row in reversed(outcomes_office.versions(fresh(session), number))]


def test_a_correction_is_published_by_the_second_person_on_the_pages(
    session, client, people, outcome, proposed
):
    first, second = people
    public = f"/outcomes/{outcome.number}"
    assert "复检后确认合格" not in client.get(public).text
    assert "由另一人确认；自己提出的不能自己确认" in (page := first.get(proposed).text)
    assert ("作为第二人确认并公布" in page, "撤回更正" in page) == (False, True)
    refused = first.post(f"{proposed}/confirm")
    assert (refused.status_code, "自己提出的更正不能由自己确认" in refused.text) == (403, True)
    assert versions(session, outcome.number) == [1]
    page = second.get(proposed).text
    assert ("作为第二人确认并公布" in page, "撤回更正" in page) == (True, False)
    assert "发现问题已责令改正" in page
    assert "未发现问题" in page
    done = second.post(f"{proposed}/confirm", follow_redirects=True).text
    assert "已确认并公布" in done
    assert versions(session, outcome.number) == [1, 2]
    assert "复检后确认合格" in client.get(public).text
    assert "提出，" in (history := first.get(f"/office/outcomes/{outcome.number}").text)
    assert proposed in history
    again = second.post(f"{proposed}/confirm")
    assert (again.status_code, "当前状态为“已确认”，不能进行“确认”" in again.text) == (409, True)


def test_what_waits_stands_on_the_front_page_in_the_lists_and_on_the_outcome(people, outcome, proposed):
    second = people[1]
    assert "待第二人确认的更正" in second.get("/office/").text
    assert "Corrections to be confirmed" in second.get("/office/?lang=en").text
    for address in ("/office/outcomes/", "/office/corrections/", f"/office/outcomes/{outcome.number}"):
        assert proposed in second.get(f"{address}?lang=zh").text, address
    assert proposed not in second.get("/office/corrections/?state=confirmed").text
    assert outcome.object_name in second.get(f"/office/corrections/?q={outcome.number}").text
    assert "没有符合条件的记录" in second.get("/office/corrections/?q=nothing").text
    second.post(f"{proposed}/decline", data={"reason": "证据不足"})
    assert "待第二人确认的更正" not in second.get("/office/").text
    assert proposed not in second.get("/office/outcomes/").text
    assert proposed in second.get("/office/corrections/?state=declined").text


def test_a_correction_is_declined_with_a_reason_or_withdrawn_by_its_author(
    session, people, outcome, proposed
):
    first, second = people
    assert second.post(f"{proposed}/withdraw").status_code == 403
    empty = second.post(f"{proposed}/decline", data={"reason": " "})
    assert (empty.status_code, 'id="e-reason"' in empty.text) == (422, True)
    assert first.post(f"{proposed}/decline", data={"reason": "x"}).status_code == 403
    assert "已撤回；公布的结果不变" in first.post(f"{proposed}/withdraw", follow_redirects=True).text
    assert versions(session, outcome.number) == [1]


def test_a_second_proposal_is_told_of_the_first(people, outcome, proposed):
    again = people[1].post(f"/office/outcomes/{outcome.number}/correct", data=RESULT)
    assert (again.status_code, "正等待第二人确认" in again.text) == (409, True)


def test_what_was_overtaken_is_told_so_and_offers_no_confirmation(session, make, people, outcome, proposed):
    make.outcome(corrects=session.merge(outcome))
    make.commit()
    page = people[1].get(proposed).text
    assert "已有新的版本，因此不能再确认" in page
    assert "作为第二人确认并公布" not in page
    refused = people[1].post(f"{proposed}/confirm")
    assert (refused.status_code, "因此不能确认" in refused.text) == (409, True)
    assert versions(session, outcome.number) == [1, 2]


def test_what_a_closed_account_proposed_is_confirmed_by_whoever_is_told_so(
    session, people, outcome, proposed, close_account
):
    first, second = people
    assert "的账号此后已停用" not in second.get(proposed).text
    name = session.scalars(select(Correction.proposed_name)).one()
    close_account(name)
    assert f"{name} 的账号此后已停用" in second.get(proposed).text
    assert f"The account {name} has been closed since" in second.get(f"{proposed}?lang=en").text
    for act in ("confirm", "decline", "withdraw"):
        assert first.post(f"{proposed}/{act}", data={"reason": "x"}).status_code == 401
    assert versions(session, outcome.number) == [1]
    assert "已确认并公布" in second.post(f"{proposed}/confirm?lang=zh", follow_redirects=True).text
    assert versions(session, outcome.number) == [1, 2]
    assert "的账号此后已停用" not in second.get(proposed).text


@pytest.mark.parametrize("role", ["inspector", "administrator"])
def test_who_may_not_correct_decides_nothing(sign_in, session, outcome, proposed, role):
    other = sign_in(role)
    for act in ("confirm", "decline", "withdraw"):
        assert other.post(f"{proposed}/{act}", data={"reason": "x"}).status_code == 403
    assert versions(session, outcome.number) == [1]


def test_an_objection_is_upheld_by_two_on_the_pages(session, clock, client, people, outcome, settings):
    given = {"text": "秤未坏", "files": FileStore(settings.files), "zone": ZONE}
    objections.receive(session, BUSINESS, clock.now, inspection_id=outcome.inspection_id, **given)
    session.commit()
    row = session.scalars(select(Objection)).one()
    first, second = people
    desk = f"/office/businesses/{outcome.inspection_id}"
    data = {"version": 1, "decision": "uphold", "category-market_scales": "no_problem"}
    answering = f"{desk}/objections/{row.id}/answer"
    empty = first.post(answering, data={**data, f"answer-{row.id}": " "})
    assert (empty.status_code, f'id="e-answer-{row.id}"' in empty.text) == (422, True)
    told = first.post(answering, data={**data, f"answer-{row.id}": "复检合格"}, follow_redirects=True).text
    assert "待另一人确认后公布，异议随之成立" in told
    assert "提出的更正" in told
    assert answering not in told, "no second answer while one waits"
    public = f"/outcomes/{outcome.number}"
    assert "复检合格" not in client.get(public).text
    proposed = f"/office/corrections/{fresh(session).scalars(select(Correction.id)).one()}"
    assert "秤未坏" in second.get(proposed).text
    assert "待第二人确认" in second.get("/office/businesses/?tab=received").text
    rejected = second.post(answering, data={"decision": "reject", f"answer-{row.id}": "x"})
    assert (rejected.status_code, "正等待第二人确认" in rejected.text) == (409, True)
    clock.forward(hours=1)
    assert second.post(f"{proposed}/confirm").status_code == 302
    assert "异议成立，已更正" in client.get(public).text
    assert versions(session, outcome.number) == [1, 2]


def test_an_unknown_correction_is_not_found(people):
    assert people[0].get("/office/corrections/unknown").status_code == 404
    assert people[0].post("/office/corrections/unknown/confirm").status_code == 404
