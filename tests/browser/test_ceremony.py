"""The ceremony in a browser: two people type, objects appear one after the other, anyone recomputes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy.orm import Session

from server.app import create_app
from server.config import Settings
from server.store.engine import open_engine
from tests.browser.conftest import watch
from tests.campaign import Campaign
from tests.factories import Make

BEGIN = datetime(2026, 3, 3, 1, 0, tzinfo=UTC)
ROOM = {"width": 1440, "height": 900}


@pytest.fixture
def app(sqlite_url: str, tmp_path: Path) -> Iterator[Flask]:
    """The application on a clock that goes on by one second whenever it is read."""
    seconds = count()
    settings = Settings(data=tmp_path, database=sqlite_url, secret_key="a key for tests only, long enough")
    app = create_app(settings, lambda: BEGIN + timedelta(seconds=next(seconds)))
    yield app
    with app.app_context():
        from server.web.database import db

        db.engine.dispose()


@pytest.fixture
def session(sqlite_url: str) -> Iterator[Session]:
    engine = open_engine(sqlite_url)
    with Session(engine, expire_on_commit=False) as session:
        yield session
    engine.dispose()


@pytest.fixture
def campaign(session: Session) -> Campaign:
    make = Make(session, BEGIN - timedelta(days=1))
    campaign = Campaign(session, make, make.now)
    campaign.register(objects=30)
    campaign.user = make.user(role="supervisor").username
    session.commit()
    return campaign


@pytest.fixture
def site(app: Flask, served: Callable[[Flask], str]) -> str:
    return served(app)


@pytest.fixture
def room(browser: Browser, site: str, campaign: Campaign) -> Iterator[Page]:
    """The supervisor's page on the projector."""
    yield from signed_in(browser, site, campaign.user, "no-preference")


@pytest.fixture
def still_room(browser: Browser, site: str, campaign: Campaign) -> Iterator[Page]:
    """The same for somebody who asked for less motion."""
    yield from signed_in(browser, site, campaign.user, "reduce")


def signed_in(browser: Browser, site: str, username: str, motion: str) -> Iterator[Page]:
    context = browser.new_context(viewport=ROOM, locale="zh-CN", reduced_motion=motion)
    page = context.new_page()
    errors = watch(page)
    page.goto(f"{site}/account/sign-in")
    page.get_by_label("账号").fill(username)
    page.get_by_label("密码").fill(Make.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="登录").click()
    page.wait_for_url("**/office/")
    yield page
    assert errors() == []
    context.close()


def test_a_draw_from_the_commitment_to_the_visitors_own_recomputation(
    room: Page, site: str, campaign: Campaign, session: Session
) -> None:
    plan = campaign.plan()
    session.commit()
    asked: list[str] = []
    room.on("request", lambda request: asked.append(request.url))
    room.goto(f"{site}/office/draws/new?plan_id={plan.id}")
    room.get_by_label("十面骰子的枚数").fill("8")
    room.get_by_role("button", name="封存").click()

    expect(room.get_by_role("heading", name="承诺值")).to_be_visible()
    expect(room.locator(".stage-hash span")).to_have_count(8)
    expect(room.get_by_label("第一人输入公开值")).to_be_focused()
    room.keyboard.type("3 1 4 1 5 9 2")
    expect(room.get_by_text("已输入 7 个数字，共需 8 个")).to_be_visible()
    expect(room.get_by_text("已输入的值约 23 比特；这次抽取约需 19 比特。")).to_be_visible()
    room.keyboard.type(" 6")
    room.keyboard.press("Tab")
    room.keyboard.type("31415927")
    expect(room.get_by_text("✕ 两次输入不同")).to_be_visible()
    room.keyboard.press("Backspace")
    room.keyboard.type("6")
    expect(room.get_by_text("✓ 两次输入相同")).to_be_visible()
    room.keyboard.press("Enter")

    room.get_by_role("button", name="抽取 7 个对象").click()
    items = room.locator("[data-drawn] > li")
    expect(items).to_have_count(7)
    expect(items.first).to_be_visible()
    room.keyboard.press("End")
    expect(items.last).to_be_visible()
    room.get_by_role("button", name="现在公开").click()

    room.goto(room.url)
    room.get_by_role("link", name="公众看到的页面").click()
    room.get_by_role("button", name="下载并复算").click()
    expect(room.locator(".verify-verdict.verify-ok")).to_be_visible()
    assert [address for address in asked if not address.startswith(site)] == []


def test_drawn_objects_appear_one_after_the_other_and_can_be_paused(
    room: Page, site: str, campaign: Campaign, session: Session
) -> None:
    draw = campaign.drawn(plan=campaign.plan(sample=[{"division": "*", "risk_class": "*", "ratio": "1"}]))
    session.commit()
    room.goto(f"{site}/office/draws/{draw.id}/ceremony?reveal=1")
    shown = room.locator("[data-drawn] > li:visible")
    expect(shown.first).to_be_visible()
    room.keyboard.press("Space")
    expect(room.get_by_role("button", name="继续")).to_be_visible()
    paused = shown.count()
    assert 1 <= paused < 30
    room.keyboard.press("ArrowRight")
    expect(shown).to_have_count(paused + 1)
    expect(room.get_by_role("heading", name="第四步：公开")).to_be_hidden()
    room.get_by_role("button", name="全部显示").click()
    expect(shown).to_have_count(30)
    expect(room.get_by_role("heading", name="第四步：公开")).to_be_visible()


def test_with_less_motion_all_drawn_objects_are_there_at_once(
    still_room: Page, site: str, campaign: Campaign, session: Session
) -> None:
    draw = campaign.drawn()
    session.commit()
    still_room.goto(f"{site}/office/draws/{draw.id}/ceremony?reveal=1")
    expect(still_room.locator("[data-drawn] > li:visible")).to_have_count(7)
    expect(still_room.get_by_role("heading", name="第四步：公开")).to_be_visible()


def test_the_plans_preview_follows_what_is_typed(room: Page, site: str) -> None:
    room.goto(f"{site}/office/plans/add")
    preview = room.locator("[data-preview-target]")
    expect(preview).to_contain_text("还需要")
    room.locator("#f-programmes-market_scales").check()
    room.get_by_label("开始日期").fill("2026-03-01")
    room.get_by_label("结束日期").fill("2026-06-30")
    room.get_by_label("每层抽取").fill("10")
    expect(preview).to_contain_text("从 30 个对象中抽取 4 个")
    room.get_by_role("button", name="增加一条规则").click()
    expect(room.locator("[data-rows=sample] [data-row]")).to_have_count(2)
    room.get_by_label("信用风险等级").nth(1).select_option("A")
    room.get_by_label("每层抽取").nth(1).fill("5")
    expect(preview).to_contain_text("抽样规则第 2 条")
    room.get_by_role("button", name="删除此行").nth(1).click()
    expect(preview).to_contain_text("从 30 个对象中抽取 4 个")


@pytest.mark.parametrize("width", [390, 820, 1440, 1920])
def test_the_ceremonys_screen_never_scrolls_sideways(
    room: Page, site: str, campaign: Campaign, session: Session, width: int
) -> None:
    plan = campaign.plan()
    addresses = [f"/office/draws/new?plan_id={plan.id}"]
    for draw in (
        campaign.committed(plan),
        campaign.sealed(plan=plan),
        campaign.drawn(plan=plan, value="2 7"),
    ):
        addresses.append(f"/office/draws/{draw.id}/ceremony")
    session.commit()
    room.set_viewport_size({"width": width, "height": 900})
    for address in addresses:
        room.goto(site + address)
        assert room.evaluate("document.documentElement.scrollWidth") <= width, address
