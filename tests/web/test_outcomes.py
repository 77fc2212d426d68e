"""The office's pages of outcomes: what waits, what was published, corrections."""

from __future__ import annotations

import json

import pytest

from server.store import outcomes_office
from tests.web.tablets import FAILING, carry, complete, fresh, jpeg, visit


@pytest.fixture
def office(sign_in):
    return sign_in("supervisor")


@pytest.fixture
def published(client, make, office):
    """A published outcome without public photos; returns the number."""
    inspection = visit(make)
    complete(carry(client, make, inspection), inspection.id, FAILING, (jpeg(1),))
    base = f"/office/inspections/{inspection.id}"
    data = {"revision": 1, "category-market_scales": "open_matter"}
    assert office.post(f"{base}/approve", data=data).status_code == 302
    assert office.post(f"{base}/publish").status_code == 302
    return "2026-000001"


def versions(session, number):
    return outcomes_office.versions(fresh(session), number)


def test_a_published_outcome_is_listed_and_shown(office, session, published):
    page = office.get("/office/outcomes/").text
    assert published in page
    assert "发现问题待后续处理" in page
    (version,) = versions(session, published)
    page = office.get(f"/office/outcomes/{published}").text
    assert version.content_sha256 in page
    assert "第 1 版" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=2026-000001", True),
        ("q=nothing", False),
        ("verdict=fail", True),
        ("verdict=pass", False),
        ("category=open_matter", True),
        ("category=no_problem", False),
        ("programme=eyewear", False),
        ("programme=<b>", True),
    ],
)
def test_the_list_is_narrowed(office, published, query, found):
    page = office.get(f"/office/outcomes/?{query}").text
    assert (f"/office/outcomes/{published}" in page) is found


def test_a_correction_is_a_new_version_beside_the_old(office, session, published):
    data = {"version": 1, "category-market_scales": "ordered_to_correct", "reason": "已责令改正"}
    answer = office.post(f"/office/outcomes/{published}/correct", data=data, follow_redirects=True)
    assert "已公布第 2 版" in answer.text
    new, old = versions(session, published)
    assert (new.current, old.current) == (True, False)
    assert json.loads(new.content)["reason"] == "已责令改正"
    assert old.content_sha256 in answer.text
    stale = office.post(f"/office/outcomes/{published}/correct", data={**data, "reason": "再改"})
    assert stale.status_code == 409
    assert "他人刚刚修改过" in stale.text


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"reason": ""}, "必须写明理由。"),
        ({"category-market_scales": "fine"}, "请选择检查结果。"),
        ({"category-market_scales": "open_matter"}, "更正必须改变至少一项内容。"),
        ({"reason": "长" * 501}, "过长"),
    ],
)
def test_a_correction_that_is_none_is_refused_at_its_place(office, session, published, changed, words):
    data = {"version": 1, "category-market_scales": "ordered_to_correct", "reason": "已责令改正", **changed}
    answer = office.post(f"/office/outcomes/{published}/correct", data=data)
    assert answer.status_code == 422
    assert words in answer.text
    assert len(versions(session, published)) == 1


def test_markup_in_a_reason_stays_text(office, published):
    data = {"version": 1, "category-market_scales": "ordered_to_correct", "reason": "<img src=x>"}
    page = office.post(f"/office/outcomes/{published}/correct", data=data, follow_redirects=True).text
    assert "<img src=x>" not in page
    assert "&lt;img src=x&gt;" in page


@pytest.mark.parametrize("role", ["inspector", "administrator"])
def test_who_may_not_correct_is_refused(sign_in, session, published, role):
    data = {"version": 1, "category-market_scales": "ordered_to_correct", "reason": "x"}
    answer = sign_in(role).post(f"/office/outcomes/{published}/correct", data=data)
    assert answer.status_code == 403
    assert len(versions(session, published)) == 1


def test_an_unknown_number_is_not_found(office):
    assert office.get("/office/outcomes/2026-999999").status_code == 404
    assert office.post("/office/outcomes/2026-999999/correct", data={"reason": "x"}).status_code == 404


def test_no_address_of_the_office_changes_or_deletes_a_published_version(app, office, session, published):
    (before,) = versions(session, published)
    content, inspection_id = before.content, before.inspection_id
    for rule in app.url_map.iter_rules():
        if not rule.endpoint.startswith(("office_inspections", "office_outcomes", "office_entries")):
            continue
        known = {"inspection_id": inspection_id, "number": published, "sha256": "0" * 64}
        path = app.url_map.bind("localhost").build(rule.endpoint, {k: known[k] for k in rule.arguments})
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            office.open(path, method=method, data={"revision": 1, "version": 1, "content": "{}"})
    (after,) = versions(session, published)
    assert (after.content, after.current) == (content, True)
