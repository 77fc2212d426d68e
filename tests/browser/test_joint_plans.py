"""The form of a joint plan in a browser: what a rule is for is asked only of several programmes, among those ticked."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy.orm import Session

from server.app import create_app
from server.config import Settings
from server.store.engine import open_engine
from tests.factories import Make

BOTH = ("eyewear", "legal_units")


@pytest.fixture
def username(sqlite_url: str) -> str:
    """A supervisor of an office with ten shops under each of two programmes, four of them under both."""
    engine = open_engine(sqlite_url)
    with Session(engine) as session:
        make = Make(session, datetime.now(UTC))
        make.division()
        for programmes, count in ((BOTH[:1], 6), (BOTH[1:], 6), (BOTH, 4)):
            for _ in range(count):
                make.object(programmes)
        for role in ("lead", "member"):
            make.inspector(BOTH, role=role)
        found = make.user("supervisor").username
        make.commit()
    engine.dispose()
    return found


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path, served: Callable[..., str]) -> str:
    settings = Settings(
        data=tmp_path / "var", database=sqlite_url, secret_key="a key for tests only, long enough"
    )
    return served(create_app(settings))


@pytest.fixture
def form(page: Page, site: str, username: str) -> str:
    """Where a supervisor who is signed in makes a plan."""
    page.goto(f"{site}/account/sign-in")
    page.fill("#f-username", username)
    page.fill("#f-password", Make.PASSWORD)
    page.click("button.btn-primary[type=submit]")
    expect(page).to_have_url(f"{site}/office/")
    return f"{site}/office/plans/add"


def test_what_is_typed_before_the_script_is_there_stays(page: Page, form: str) -> None:
    held: list[Route] = []
    page.route("**/plan-form.js*", lambda route: held.append(route))
    with page.expect_request("**/plan-form.js*"):
        page.goto(form, wait_until="commit")
    spare = page.locator("[data-spare]")
    expect(spare).to_have_count(4)
    page.fill("#f-sample-1-value", "30")
    held[0].continue_()
    expect(page.locator("[data-add=sample]")).to_be_visible()
    expect(spare).to_have_count(1)
    expect(page.locator("#f-sample-1-value")).to_have_value("30")


def test_the_form_of_a_joint_plan(page: Page, form: str) -> None:
    page.goto(form)
    rule = page.locator("[data-rule-programmes]").first
    expect(rule).to_be_hidden()
    page.check("#f-programmes-eyewear")
    expect(rule).to_be_hidden()
    page.check("#f-programmes-legal_units")
    expect(rule.get_by_role("checkbox")).to_have_count(2)
    for name in BOTH:
        page.check(f"#f-sample-0-programmes-{name}")
    page.fill("#f-sample-0-value", "50")
    page.click("[data-add=sample]")
    page.fill("#f-sample-1-value", "20")
    expect(page.locator("#f-sample-1-programmes")).to_be_visible()
    for name, text in {"title": "联合抽查", "first": "2026-03-01", "last": "2026-06-30"}.items():
        page.fill(f"#f-{name}", text)
    preview = page.locator("[data-preview-target]")
    expect(preview).to_contain_text("到访 6 次，形成 8 份检查记录")
    page.uncheck("#f-programmes-legal_units")
    expect(rule).to_be_hidden()
    expect(page.locator("#f-sample-0-programmes-eyewear")).not_to_be_checked()
    expect(preview).not_to_contain_text("到访")
    page.check("#f-programmes-legal_units")
    for name in BOTH:
        page.check(f"#f-sample-0-programmes-{name}")
    page.click("button.btn-lg[type=submit]")
    expect(page.locator("main")).to_contain_text("已存为草稿")
    expect(page.locator("main")).to_contain_text("同属 2 项")
