"""The tablet and the real server: two tablets of one team on one market, from sign-in to the review."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect
from sqlalchemy.orm import Session

from server.app import create_app
from server.config import Settings
from server.store.engine import open_engine, writing
from server.store.inspections import Inspection, Photo
from tests.browser.conftest import TABLET
from tests.browser.tablet import Tablet
from tests.factories import Make
from tests.web.tablets import join, visit


@pytest.fixture
def city(sqlite_url: str) -> tuple[Session, Inspection, list[str]]:
    """A market with two scales, visited by a team of two; returns their user names."""
    engine = open_engine(sqlite_url)
    with Session(engine, expire_on_commit=False) as session:
        make = Make(session, datetime.now(UTC))
        inspection = visit(make)
        for _ in range(2):
            make.instrument(inspection.object)
        users = [make.user("inspector") for _ in range(2)]
        for position, user in enumerate(users):
            join(make, inspection, user.inspector_id, position)
        make.commit()
        yield session, inspection, [user.username for user in users]
    engine.dispose()


@pytest.fixture
def site(sqlite_url: str, tmp_path: Path, served: Callable[[Flask], str]) -> str:
    """The address of the application."""
    settings = Settings(
        data=tmp_path / "var",
        database=sqlite_url,
        secret_key="a key for tests only, long enough",
        sign_in_limit="1000 per minute",
    )
    return served(create_app(settings))


def test_two_tablets_record_one_market_and_the_review_begins_when_both_are_verified(
    browser: Browser, page: Page, city: tuple[Session, Inspection, list[str]], site: str
) -> None:
    session, inspection, usernames = city
    context = browser.new_context(viewport=TABLET, locale="zh-CN", permissions=["camera"])
    tablets = [Tablet(page, site), Tablet(context.new_page(), site)]
    for n, tablet in enumerate(tablets):
        tablet.sign_in(usernames[n], Make.PASSWORD, f"平板 {n}")
        tablet.page.context.set_offline(True)
        tablet.go(inspection.id, "visit")
        tablet.choose("in_service", "stage")
        tablet.go(inspection.id, "instruments")
        tablet.page.locator("[data-number]").nth(n).click()
        tablet.choose("intact", "seal")
        tablet.page.click("[data-tab=weighings]")
        for _ in range(5):
            tablet.page.locator("[data-key=like]").click()
        tablet.saved()
        tablet.take_photo(inspection.id)
    first, second = tablets
    first.sign(inspection.id)
    for tablet in tablets:
        tablet.page.context.set_offline(False)
        tablet.synchronise()
        tablet.counts(0, 1, 0)
    first.synchronise()
    for tablet in tablets:
        # With a network each has what the other entered.
        tablet.go(inspection.id, "instruments")
        expect(tablet.page.locator("[data-number][data-begun=true]")).to_have_count(2)
        tablet.go(inspection.id, "photos")
        expect(tablet.page.locator(".photo")).to_have_count(2)
    for tablet in tablets:
        tablet.finish(inspection.id)
        tablet.synchronise()
        tablet.counts(0, 0, 1)

    session.refresh(inspection)
    assert (inspection.state, inspection.verdict, inspection.conflicts) == ("in_review", "fail", 0)
    assert {one["code"] for one in inspection.result["findings"]} >= {"verification_expired"}
    record = inspection.folded["record"]
    assert [len(scale["weighings"]) for scale in record["instruments"]] == [5, 5]
    assert {scale["seal"] for scale in record["instruments"]} == {"intact"}
    assert len(inspection.folded["photos"]) == 2 and len(inspection.folded["finished"]) == 2
    assert session.query(Photo).count() == 3
    first.synchronise()
    first.page.evaluate("location.hash = '#/'")
    expect(first.page.locator(".former .visit")).to_contain_text(inspection.object.name)
    second.page.context.close()


def test_a_code_of_the_office_enrols_a_tablet_once_and_leaves_it_with_a_lock(
    page: Page, city: tuple[Session, Inspection, list[str]], site: str
) -> None:
    from server.services import enrolment_codes
    from server.services.actors import Actor

    session, inspection, usernames = city
    administrator = Actor("01900000-0000-7000-8000-00000000000a", "administrator", "administrator")
    _, code = enrolment_codes.make(session, administrator, datetime.now(UTC), username=usernames[0])
    session.commit()
    page.goto(f"{site}/field/#/enrol/{code}")
    expect(page.locator("#sign-code")).to_have_value(code)
    assert code not in page.url
    page.fill("#sign-pin", "246810")
    page.fill("#sign-device", "扫码的平板")
    page.click("button[type=submit]")
    expect(page.locator(".visits a.visit")).to_contain_text(inspection.object.name)
    page.evaluate("location.hash = '#/records'")
    page.click(".lock-now")
    page.fill("#lock-secret", "246810")
    page.click(".lock button[type=submit]")
    expect(page.locator(".lock")).to_be_hidden()
    # The same code again, typed on the page for signing in.
    page.evaluate("location.hash = '#/sign-in'")
    page.click(".other-way")
    page.fill("#sign-code", code.lower())
    page.fill("#sign-pin", "246810")
    page.click("button[type=submit]")
    expect(page.locator(".problem[role=alert]")).to_contain_text("登记码已使用")


def test_a_revoked_tablet_is_told_so_and_its_rescue_file_is_taken_in(
    page: Page, city: tuple[Session, Inspection, list[str]], site: str, tmp_path: Path
) -> None:
    from server.services import rescue_checks, rescues
    from server.services.actors import Actor
    from server.store.files import FileStore
    from server.store.inspections import Operation
    from server.store.users import Device

    session, inspection, usernames = city
    tablet = Tablet(page, site)
    tablet.sign_in(usernames[0], Make.PASSWORD)
    # The tablet is still fetching: what is read to be written waits for its turn, as in the application.
    with writing():
        [device] = session.query(Device).all()
        device.revoked_at = datetime.now(UTC)
        session.commit()
    tablet.go(inspection.id, "visit")
    tablet.choose("in_service", "stage")
    tablet.saved()
    tablet.take_photo(inspection.id)
    tablet.synchronise("stopped")
    expect(page.locator(".pill .trouble")).to_contain_text("授权已被撤销")
    made = [one["operation"] for one in tablet.stored("operations")]
    with page.expect_download() as waiting:
        page.click("text=导出救援文件")
    waiting.value.save_as(tmp_path / "rescue.json")
    with (tmp_path / "rescue.json").open("rb") as stream:
        rescue = rescue_checks.check(session, stream, 1 << 24)
        rescue_checks.keep_photos(stream, rescue, 1 << 24, FileStore(tmp_path / "var" / "files"))
    session.rollback()
    office = Actor("01900000-0000-7000-8000-00000000000a", "supervisor", "supervisor")
    zone = ZoneInfo("Asia/Shanghai")
    with writing():
        rescues.take_in(session, office, datetime.now(UTC), rescue=rescue, zone=zone)
        session.commit()
    rows = session.query(Operation).order_by(Operation.seq).all()
    assert [json.loads(row.raw) for row in rows] == made and len(made) == 4
    [photo] = session.query(Photo).all()
    assert (tmp_path / "var" / "files" / photo.sha256[:2] / photo.sha256).stat().st_size == photo.size
    # Signed in again, the tablet learns that all of it arrived.
    page.click("text=重新登录")
    page.fill("#sign-username", usernames[0])
    page.fill("#sign-password", Make.PASSWORD)
    page.click("button[type=submit]")
    tablet.all_sent()
