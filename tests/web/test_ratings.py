"""The rating on the business's page, and the sums in the office."""

# ruff: noqa: F811 - fixtures of another module are asked for by their names

from __future__ import annotations

from server.services.audit import new_id
from server.store.ratings import Rating
from tests.web.test_business import address, database_url, office, outcome  # noqa: F401


def test_a_business_rates_its_visit_once_and_the_office_sees_nothing_of_it(client, office, address):
    assert "请至少回答一个问题" in client.post(f"{address}/rating", data={}).text
    answer = client.post(f"{address}/rating", data={"fair": "1"}, follow_redirects=True)
    assert "评价已收到" in answer.text
    assert "提交评价" not in answer.text
    assert client.post(f"{address}/rating", data={"fair": "5"}).status_code == 409
    page = office.get("/office/ratings/")
    assert "还没有满 5 次评价的单位" in page.text


def test_the_sums_of_a_unit_are_for_supervisors(office, sign_in, session, make):
    answers = {"fair": {"5": 4, "3": 1}}
    waiting = {"visits": 1, "answers": {"fair": {"1": 1}}}
    row = Rating(id=new_id(make.now), unit="计量科", year=2026, visits=5, answers=answers, waiting=waiting)
    session.add(row)
    session.commit()
    page = office.get("/office/ratings/?q=计量").text
    assert "<strong>4.6</strong>" in page
    assert "5 次检查的评价" in page
    assert "Ratings of 5 visits" in office.get("/office/ratings/?lang=en").text
    assert sign_in("administrator").get("/office/ratings/").status_code == 403
