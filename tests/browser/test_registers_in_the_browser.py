"""A newcomer imports a register in the browser: progress, preview, all or nothing."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy.orm import Session

from server.app import create_app
from server.config import Settings
from server.documents import spreadsheets
from server.services import import_checks
from server.store.engine import open_engine
from server.web.database import db
from server.web.office import import_runs
from tests.factories import Make

HEADER = ["编号", "名称", "类别", "行政区划代码", "检查事项"]


@pytest.fixture
def app(sqlite_url: str, tmp_path: Path) -> Iterator[Flask]:
    app = create_app(
        Settings(data=tmp_path / "var", database=sqlite_url, secret_key="k" * 40, import_limit_mb=1)
    )
    yield app
    with app.app_context():
        import_runs.wait(app)
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def address(app: Flask, sqlite_url: str, served: Callable[[Flask], str]) -> str:
    engine = open_engine(sqlite_url)
    with Session(engine) as session:
        make = Make(session, datetime.now(UTC))
        make.division("379901")
        make.user(role="supervisor", username="office")
        make.commit()
    engine.dispose()
    return served(app)


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900})
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.goto(f"{address}/account/sign-in")
    page.get_by_label("账号").fill("office")
    page.get_by_label("密码").fill(Make.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="登录").click()
    yield page
    context.close()
    # Chromium reports every refused form as an error of the console.
    assert [fault for fault in faults if "422" not in fault] == []


def rows(count: int, wrong: int | None = None) -> list[list[str]]:
    lines = [[f"T-{n:05d}", f"摊位{n}", "摊位", "379901", "集贸市场衡器"] for n in range(count)]
    if wrong is not None:
        lines[wrong][2] = "菜场"
    return lines


def upload(page: Page, file: Path) -> None:
    page.get_by_role("navigation", name="主导航").get_by_role("link", name="名录库").click()
    page.get_by_role("link", name="导入文件").click()
    # Without its script, which comes after it, the page would leave the size of a file to the server.
    page.wait_for_url("**/office/imports/")
    page.get_by_label("导入到哪个名录库").select_option(label="检查对象")
    page.get_by_label("文件", exact=True).set_input_files(file)
    page.get_by_role("button", name="上传并核对").click()


def test_a_register_is_imported_with_visible_progress_that_survives_a_reload(
    page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, examine = threading.Event(), import_checks.examine

    def halfway(session, noun, batches, context, done):
        def told(count: int) -> None:
            done(count)
            go_on.wait(60)

        return examine(session, noun, batches, context, told)

    monkeypatch.setattr(import_checks, "examine", halfway)
    spreadsheets.write_xlsx(tmp_path / "名录.xlsx", "名录", HEADER, rows(5000))
    try:
        upload(page, tmp_path / "名录.xlsx")
        expect(page.get_by_role("status")).to_contain_text("正在核对：500 / 5,001 行")
        page.reload()
        expect(page.get_by_role("progressbar")).to_have_attribute("value", "500")
    finally:
        go_on.set()
    page.get_by_role("button", name="全部导入（5,000 条）").click()
    expect(page.get_by_text("全部导入。")).to_be_visible(timeout=30_000)
    page.get_by_role("link", name="查看名录库").click()
    expect(page.get_by_text("共 5000 条")).to_be_visible()


def test_a_faulty_file_names_its_cell_and_takes_nothing_in(page: Page, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"".join(spreadsheets.csv_chunks(HEADER, rows(20, wrong=15))))
    upload(page, tmp_path / "a.csv")
    expect(page.get_by_role("row", name="C17 类别 菜场")).to_be_visible()
    expect(page.get_by_role("button", name="全部导入")).to_have_count(0)
    with page.expect_download() as download:
        page.get_by_role("link", name="下载全部错误").click()
    assert "C17,类别,菜场," in Path(download.value.path()).read_text("utf-8-sig")


def test_a_file_too_large_is_named_before_it_is_sent(page: Page, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(bytes(2 << 20))
    upload(page, tmp_path / "a.csv")
    expect(page.get_by_text("文件过大，上限为 1 MB。")).to_be_visible()
    expect(page.get_by_label("文件", exact=True)).to_be_focused()


def test_an_object_is_edited_with_the_keyboard_alone(page: Page, address: str) -> None:
    page.goto(f"{address}/office/objects/add")
    page.get_by_label("名称").fill("")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("编号和统一社会信用代码至少填写一项")
    page.get_by_label("编号").fill("T-1")
    page.get_by_label("名称").fill("东街摊位")
    page.get_by_label("类别").select_option(label="摊位")
    page.get_by_label("行政区划代码").select_option("379901")
    page.get_by_label("集贸市场衡器").focus()
    page.keyboard.press("Space")
    page.get_by_label("名称").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="东街摊位")).to_be_visible()
    expect(page.get_by_text("集贸市场衡器").first).to_be_visible()
