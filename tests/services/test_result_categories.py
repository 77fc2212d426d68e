"""Result categories: the national table, what an administrator adds to it, and what reviewers may choose."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from server.domain import results
from server.domain.problems import Problem
from server.services import result_categories, reviews
from server.store import result_categories as stored
from server.store.audit import AuditEntry
from tests.services.test_objections import act  # noqa: F401
from tests.services.test_second_reviews import row  # noqa: F401

LOCAL = {
    "code": "local_notice",
    "zh": "已发整改提示",
    "en": "Advice was given",
    "source": "岳市监〔2026〕3 号",
}


@pytest.fixture
def add(act, administrator):  # noqa: F811
    return lambda **given: act(administrator, result_categories.add, **{**LOCAL, **given})


@pytest.fixture
def offer(act, administrator):  # noqa: F811
    return lambda code, offered: act(administrator, result_categories.offer, code=code, offered=offered)


def test_the_national_categories_are_there_and_others_are_added(session, add):
    assert list(stored.known(session)) == list(results.categories())
    add()
    known = stored.known(session)
    assert list(known)[-1] == "local_notice"
    assert (known["local_notice"].zh, known["local_notice"].trust) == ("已发整改提示", "L")
    entry = session.scalar(select(AuditEntry).where(AuditEntry.action == "result.add"))
    assert (entry.noun_id, entry.body["source"]) == ("local_notice", LOCAL["source"])


def test_what_is_no_longer_offered_cannot_be_chosen_and_keeps_its_wording(
    act, session, supervisor, row, add, offer  # noqa: F811
):  # fmt: skip
    add()
    offer("local_notice", False)
    offer("information_false", False)
    assert {"local_notice", "information_false"} <= stored.known(session).keys()
    assert {"local_notice", "information_false"} & stored.offered(session).keys() == set()
    assert "local_notice" in stored.offered(session, also=["local_notice"])
    key = {"inspection_id": row.id, "revision": 1, "second": False}
    chosen = {**key, "categories": {"market_scales": "local_notice"}}
    with pytest.raises(Problem, match="category_required"):
        act(supervisor, reviews.approve, **chosen)
    offer("local_notice", True)
    assert act(supervisor, reviews.approve, **chosen).items[0]["category"] == "local_notice"


@pytest.mark.parametrize(
    ("given", "code", "at"),
    [
        ({"code": ""}, "result_code", "code"),
        ({"code": "Local"}, "result_code", "code"),
        ({"code": "a" * 41}, "result_code", "code"),
        ({"code": "no_problem"}, "result_known", "code"),
        ({"zh": "未发现问题"}, "result_known", "zh"),
        ({"zh": " "}, "required", "zh"),
        ({"zh": "字" * 61}, "too_long", "zh"),
        ({"en": "a\nb"}, "control_character", "en"),
        ({"source": ""}, "required", "source"),
    ],
)
def test_a_bad_category_is_named_at_its_field(session, add, given, code, at):
    with pytest.raises(Problem) as refused:
        add(**given)
    assert (refused.value.code, refused.value.at) == (code, at)
    assert stored.rows(session) == {}


def test_what_had_no_problem_can_always_be_said_and_only_an_administrator_decides(
    act, session, supervisor, offer  # noqa: F811
):  # fmt: skip
    with pytest.raises(Problem, match="result_needed"):
        offer("no_problem", False)
    with pytest.raises(Problem, match="not_found"):
        offer("none", False)
    for service, given in (
        (result_categories.add, LOCAL),
        (result_categories.offer, {"code": "unreachable", "offered": False}),
    ):
        with pytest.raises(Problem, match="forbidden"):
            act(supervisor, service, **given)
    assert stored.rows(session) == {}
