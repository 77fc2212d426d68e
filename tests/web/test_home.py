"""The office's front page: what is due, and where it leads."""

from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from server.domain.canonical import sha256
from server.services.audit import new_id
from server.store.plans import Plan
from server.store.users import Device
from tests.factories import Make


@pytest.fixture
def plan(session: Session, now: datetime):
    """Makes plans as they stand in the store."""

    def plan(title: str, **columns: object) -> Plan:
        given = {"state": "published", "first": date(2026, 3, 1), "last": date(2026, 3, 31), "sample": []}
        row = Plan(
            id=new_id(now),
            number=f"P2026-{len(title):04d}",
            title=title,
            authority="机关",
            programmes=["market_scales"],
            year=2026,
            created_at=now,
            **{**given, **columns},
        )
        session.add(row)
        session.commit()
        return row

    return plan


def test_an_empty_office_has_nothing_due(sign_in) -> None:
    page = sign_in("supervisor").get("/office/").text
    for text in (
        "没有等待复核的检查",
        "没有等待公布的检查",
        "没有已公布而尚未抽取的计划",
        "所有平板都已发送完毕",
    ):
        assert text in page


def test_an_empty_office_is_told_what_to_do_first(sign_in, make: Make, plan) -> None:
    supervisor = sign_in("supervisor")
    page = supervisor.get("/office/").text
    assert 'href="/office/imports/">导入检查对象名录' in page
    assert 'href="/office/users/">由系统管理员' not in page  # only an administrator can
    make.object()
    plan("第一个计划")
    page = supervisor.get("/office/").text
    assert (page.count("（已完成）"), page.count("开始使用")) == (2, 1)


def test_an_office_that_has_drawn_needs_no_first_steps(sign_in, make: Make) -> None:
    make.outcome(make.object())
    assert "开始使用" not in sign_in("supervisor").get("/office/").text


def test_plans_that_can_be_drawn_are_shown_and_no_others(sign_in, plan) -> None:
    plan("待抽计划")
    plan("草稿中的计划", state="draft")
    plan("已经过期的那个计划", last=date(2026, 2, 1))
    page = sign_in("supervisor").get("/office/").text
    assert ("待抽计划" in page, "草稿中的计划" in page, "已经过期的那个计划" in page) == (True, False, False)


def test_a_tablet_that_holds_entries_is_shown(sign_in, make: Make, session: Session, now: datetime) -> None:
    for name, unsent in (("守着数据的平板", 9), ("空平板", 0)):
        user = make.user(role="inspector")
        session.add(
            Device(
                id=new_id(now),
                name=name,
                user_id=user.id,
                token_sha256=sha256(name.encode()),
                enrolled_at=now,
                seen_at=now,
                unsent=unsent,
            )
        )
    make.commit()
    page = sign_in("supervisor").get("/office/").text
    assert ("守着数据的平板" in page, "空平板" in page) == (True, False)


def test_inspectors_are_led_to_the_tablet_page(sign_in) -> None:
    assert sign_in("inspector").get("/office/").headers["Location"] == "/field/"


def test_what_an_account_may_not_do_is_said_in_words(sign_in) -> None:
    refused = sign_in("supervisor").get("/office/users/")
    assert (refused.status_code, "您的账号没有这项权限：管理账号。" in refused.text) == (403, True)
