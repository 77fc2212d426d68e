"""Pictures of the pages, from the demonstration city: ``make screens``.

python -m tests.browser.screens                  the README's pictures, into docs/img/
python -m tests.browser.screens --all FOLDER     one page of each kind that links lead to, for each role that may
                                                 see it, at 390, 820 and 1440 pixels in both languages
python -m tests.browser.screens --data FOLDER    from a city that is there already
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import select
from sqlalchemy.orm import Session

from server.app import create_app
from server.config import Settings
from server.demo import building, logins
from server.store import schema
from server.store.engine import open_engine
from server.store.outcomes import Outcome
from server.web.database import db
from tests.browser.conftest import serve
from tests.browser.tablet import Tablet
from tests.chromium import chromium_options
from tests.stories.walking import walk

IMAGES = Path(__file__).parents[2] / "docs" / "img"
#: The pictures are of one day, so that they change only when the pages do.
DAY = date(2026, 11, 23)
WIDTHS = (390, 820, 1440)
HEIGHT = 1000
ROLES = (
    ("public", None, "/"),
    ("supervisor", logins.HEAD, "/office/"),
    ("administrator", logins.ADMIN, "/office/users/"),
)


def main() -> None:
    """Take the pictures."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--all", type=Path, help="a folder for pictures of everything")
    asked.add_argument("--data", type=Path, help="the data folder of a city that was built before")
    chosen = asked.parse_args()
    with _city(chosen.data) as settings, _served(settings) as (app, address), sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium_options())
        if chosen.all:
            _everything(browser, app, address, chosen.all)
        else:
            _of_the_readme(browser, settings, address)
        browser.close()


@contextmanager
def _city(data: Path | None) -> Iterator[Settings]:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            data=data or Path(folder), secret_key="a key for pictures only", sign_in_limit="1000 per minute"
        )
        if data is None:
            settings.files.mkdir()
            schema.upgrade(settings.database_url)
            building.build(settings, DAY, print)
        yield settings


@contextmanager
def _served(settings: Settings) -> Iterator[tuple[Flask, str]]:
    app = create_app(settings)
    server = serve(app)
    address = f"http://127.0.0.1:{server.server_port}"
    app.extensions["settings"] = replace(settings, base_url=address)
    yield app, address
    server.shutdown()
    server.server_close()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def _of_the_readme(browser: Browser, settings: Settings, address: str) -> None:
    """Take an outcome as the public reads it, the office's front page, and the tablet at a scale."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    engine = open_engine(settings.database_url)
    with Session(engine) as session:
        query = select(Outcome.number).where(Outcome.programme == "market_scales", Outcome.verdict == "fail")
        outcome = session.scalars(query.order_by(Outcome.number.desc()).limit(1)).one()
    engine.dispose()
    public = _page(browser, 820)
    public.goto(f"{address}/outcomes/{outcome}")
    public.screenshot(path=IMAGES / "outcome.png")
    office = _page(browser, 1440)
    _sign_in(office, address, logins.HEAD)
    office.goto(f"{address}/office/")
    office.screenshot(path=IMAGES / "office.png")
    _at_a_scale(_page(browser, 820, height=1180), address)


def _at_a_scale(page: Page, address: str) -> None:
    """Weigh on the first scale of today's first market, until one weighing is out."""
    tablet = Tablet(page, address)
    tablet.sign_in(logins.TABLET.username, logins.TABLET.password, "平板 1")
    page.locator(".visits a.visit").first.click()
    page.click("text=开始检查")
    tablet.choose("in_service", "stage")
    tablet.step("instruments")
    page.locator("[data-number]").first.click()
    tablet.choose("intact", "seal")
    page.click("[data-tab=weighings]")
    for _ in range(4):
        page.locator("[data-key=like]").click()
    tablet.type_digits("15060")
    tablet.saved()
    page.screenshot(path=IMAGES / "tablet.png")


def _everything(browser: Browser, app: Flask, address: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    places = _places(browser, app, address)
    for width in WIDTHS:
        for language in ("zh", "en"):
            for role, (login, paths) in places.items():
                page = _page(browser, width)
                if login:
                    _sign_in(page, address, login)
                for path in paths:
                    page.goto(f"{address}{path}{'&' if '?' in path else '?'}lang={language}")
                    name = path.partition("?")[0].strip("/").replace("/", "-") or "home"
                    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                        print(f"{path} scrolls sideways at {width} pixels, {language}")
                    page.screenshot(
                        path=folder / f"{role}-{name[:60]}-{width}-{language}.png", full_page=True
                    )
                page.context.close()


def _places(browser: Browser, app: Flask, address: str) -> dict[str, tuple[logins.Login | None, list[str]]]:
    """The pages of each role that are reached by links, one of each kind, and each kind once."""
    routes, seen, places = app.url_map.bind(""), set(), {}
    for role, login, start in ROLES:
        page = _page(browser, WIDTHS[0])
        if login:
            _sign_in(page, address, login)
        paths = []
        for path, _ in walk(page.context.request, address + start, routes, of_a_kind=1):
            kind, _ = routes.match(path.partition("?")[0])
            if kind not in seen:
                seen.add(kind)
                paths.append(path)
        page.context.close()
        places[role] = (login, sorted(paths))
    return places


def _page(browser: Browser, width: int, height: int = HEIGHT) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": height},
        locale="zh-CN",
        permissions=["camera"],
        has_touch=width < 1000,
    )
    return context.new_page()


def _sign_in(page: Page, address: str, login: logins.Login) -> None:
    page.goto(f"{address}/account/sign-in")
    page.fill("#f-username", login.username)
    page.fill("#f-password", login.password)
    page.click("button.btn-primary[type=submit]")
    page.wait_for_url("**/office/**")


if __name__ == "__main__":
    main()
