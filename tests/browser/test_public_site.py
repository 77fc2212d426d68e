"""The public site in a browser: a telephone first, in Chinese and in English, and by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from server.app import create_app
from server.config import Settings
from server.web.database import db
from tests.browser.conftest import watch
from tests.factories import Make

WIDTHS = (390, 820, 1440)


@pytest.fixture
def app(sqlite_url: str, tmp_path, clock) -> Iterator[Flask]:
    """A site with outcomes of every programme, a corrected one, an old one, and an object without any."""
    app = create_app(Settings(data=tmp_path, database=sqlite_url, secret_key="a key for tests only"), clock)
    with app.app_context():
        make = Make(db.session(), clock.now)
        make.division()
        market = make.object(name="荷花农贸市场", number="SELF/荷花-1")
        make.instrument(market, number="S-0001")
        make.outcome(market, inspected_on=date(2024, 10, 2))
        first = make.outcome(market)
        make.outcome(market, corrects=first)
        for programme in ("net_content", "eyewear"):
            make.outcome(programme=programme, category="no_problem")
        make.object(number="NEVER-1")
        make.user(role="supervisor", username="supervisor")
        make.commit()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def visit(app: Flask, served: Callable[[Flask], str], browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page of a visitor with a screen of some width and a language."""
    address, opened, errors = served(app), [], []

    def visit(path: str, width: int = 390, language: str = "zh-CN") -> Page:
        context = browser.new_context(
            base_url=address, viewport={"width": width, "height": 844}, locale=language
        )
        opened.append(context)
        page = context.new_page()
        errors.append(watch(page))
        page.goto(path)
        return page

    yield visit
    for context in opened:
        context.close()
    assert [error for seen in errors for error in seen()] == []


def test_a_shopper_asks_on_the_telephone_and_reads_why_a_scale_is_not_fair(visit) -> None:
    page = visit("/")
    page.get_by_label("名称、编号或地址").fill("荷花")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name="荷花农贸市场").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("荷花农贸市场")
    expect(page.get_by_text("更正理由：数据录入有误")).to_be_visible()
    expect(page.get_by_text("称量误差超过最大允许误差")).to_be_visible()
    rows = page.locator(".measured").nth(1).locator("tbody tr").first
    expect(rows).to_contain_text("±5 g")
    page.get_by_role("link", name="该对象的全部检查结果").click()
    expect(page.locator(".entry")).to_have_count(2)
    page.get_by_role("link", name="S-0001").click()
    expect(page.get_by_text("检定有效期至 2026-08-01。")).to_be_visible()


def test_the_search_works_by_keyboard_alone(visit) -> None:
    page = visit("/outcomes/", 1440, "en-GB")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("nothing of the kind")
    page.keyboard.press("Enter")
    page.wait_for_url("**/outcomes/?q=nothing*")
    expect(page.get_by_text("No outcome matches.")).to_be_visible()


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_no_page_is_wider_than_its_screen_and_every_picture_has_words(
    visit, app: Flask, language: str
) -> None:
    number = app.test_client().get("/api/outcomes?q=荷花").json["items"][0]["number"]
    paths = [
        "/",
        "/outcomes/",
        "/outcomes/?from=x",
        f"/outcomes/{number}",
        "/objects/SELF/荷花-1",
        "/objects/NEVER-1",
    ]
    others = [row["number"] for row in app.test_client().get("/api/outcomes").json["items"]]
    paths += [*(f"/outcomes/{other}" for other in others), "/data/", "/data/api"]
    page = visit("/", language=language)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        for path in paths:
            page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
            assert page.locator("img:not([alt]), h1 + h1, input:not([id]):not([type=hidden])").count() == 0
            assert page.locator("h1").count() == 1


def test_a_sheet_of_labels_fills_one_page_of_a4(visit) -> None:
    page = visit("/account/sign-in", 1440)
    page.get_by_label("账号").fill("supervisor")
    page.get_by_label("密码").fill(Make.PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.goto("/office/labels/?kind=objects")
    page.get_by_role("link", name="排成可打印的页面").click()
    page.wait_for_url("**/office/labels/print**")
    page.emulate_media(media="print")
    pdf = page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type /Page\b", pdf)) == 1
    box = page.locator(".label-sheet").bounding_box()
    assert (round(box["width"]), round(box["height"])) == (794, 1121)  # 210 by 296.5 mm at 96 to the inch
