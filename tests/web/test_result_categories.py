"""The table of results on its page, in the review, on public pages, in the national columns and in the interface."""

from __future__ import annotations

import pytest

from tests.web.tablets import PASSING, carry, complete, visit

BASE = "/office/results/"
LOCAL = {
    "code": "local_notice",
    "zh": "已发整改提示<b>",
    "en": "Advice was given",
    "source": "岳市监〔2026〕3 号",
}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The services are tested on every database; here it makes no difference."""
    return sqlite_url


def test_an_administrator_adds_a_category_and_it_is_chosen_and_published(client, make, sign_in):
    inspection = visit(make)
    complete(carry(client, make, inspection), inspection.id, PASSING)
    office, administrator = sign_in("supervisor"), sign_in("administrator")
    assert "添加检查结果类别" not in office.get(BASE).text
    assert office.post(BASE, data=LOCAL).status_code == 403
    page = administrator.post(BASE, data=LOCAL, follow_redirects=True).text
    assert "检查结果类别已添加" in page
    assert "已发整改提示&lt;b&gt;" in page
    desk = f"/office/inspections/{inspection.id}"
    assert '<option value="local_notice"' in office.get(desk).text
    form = {"revision": 1, "category-market_scales": "local_notice"}
    assert office.post(f"{desk}/approve", data=form).status_code == 302
    administrator.post(f"{BASE}local_notice/offer", data={"offered": "no"})
    assert office.post(f"{desk}/publish").status_code == 302, "what was approved with it is published"
    for address in ("/outcomes/2026-000001", "/outcomes/?category=local_notice"):
        assert "已发整改提示&lt;b&gt;" in client.get(address).text
        assert "Advice was given" in client.get(f"{address}{'&' if '?' in address else '?'}lang=en").text
        client.get("/?lang=zh")
    assert "已发整改提示<b>" in office.get("/office/national-records/export.csv", buffered=True).text
    assert client.get("/api/outcomes?category=local_notice").json["total"] == 1
    told = client.get("/api/programmes").json["categories"][-1]
    assert told == {
        "code": "local_notice",
        "zh": LOCAL["zh"],
        "en": LOCAL["en"],
        "trust": "L",
        "offered": False,
    }
    assert office.get(f"/office/papers/results/{inspection.id}.pdf").data.startswith(b"%PDF")


def test_what_is_not_offered_is_not_in_the_form(client, make, sign_in):
    inspection = visit(make)
    complete(carry(client, make, inspection), inspection.id, PASSING)
    administrator = sign_in("administrator")
    page = administrator.post(f"{BASE}information_false/offer", data={"offered": "no"}, follow_redirects=True)
    assert "不再供选择" in page.text
    assert "information_false" not in sign_in("supervisor").get(f"/office/inspections/{inspection.id}").text
    refused = administrator.post(f"{BASE}no_problem/offer", data={"offered": "no"})
    assert (refused.status_code, "不能停用" in refused.text) == (409, True)


def test_a_bad_category_names_its_field_and_keeps_what_was_typed(sign_in):
    answer = sign_in("administrator").post(BASE, data={**LOCAL, "code": "X y"})
    assert (answer.status_code, 'id="e-code"' in answer.text) == (422, True)
    assert "岳市监〔2026〕3 号" in answer.text
