"""The menu of the office leads everywhere and says where one is."""

import re

import pytest
from flask import Flask

from server.web.office import menu


@pytest.fixture
def entries(app: Flask) -> list[menu.Entry]:
    with app.test_request_context():
        return list(menu.entries(lambda permission: True))


def test_each_page_of_the_office_belongs_to_one_entry(app: Flask, entries: list[menu.Entry]) -> None:
    pages = {name for name in app.blueprints if name.startswith("office_")}
    marked = [name for entry in entries for name in (entry.endpoint.partition(".")[0], *entry.also)]
    assert sorted(marked) == sorted(pages)


@pytest.mark.parametrize(("path", "text"), [("/office/plans/", "计划"), ("/office/imports/", "名录库")])
def test_the_entry_of_the_page_is_marked(sign_in, path: str, text: str) -> None:
    page = sign_in("supervisor").get(path).text
    bar = page[page.index('<ul class="nav"') : page.index("</nav>")]
    assert re.findall(r'aria-current="true">([^<]*)<', bar) == [text]


def test_an_entry_shows_to_those_who_may_open_it(sign_in) -> None:
    assert "/office/users/" in sign_in("administrator").get("/office/").text
    assert 'href="/office/users/"' not in sign_in("supervisor").get("/office/").text
