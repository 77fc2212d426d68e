"""Chinese first, English complete: every page in both languages, and the choice is remembered."""

import re
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient

from server.config import Settings
from server.domain.problems import Problem

CHINESE = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fff，。、；：？！“”（）]*")
#: What stands in English pages in Chinese on purpose: the name of the language, the authority, examples of input.
MEANT = {"中文", Settings.authority, "国庆节"}


def pages(app: Flask) -> list[str]:
    """The addresses of all pages that need no argument."""
    found = []
    for rule in app.url_map.iter_rules():
        if (
            "GET" in rule.methods
            and not rule.arguments
            and not rule.rule.startswith(("/api", "/static", "/field"))
        ):
            found.append(rule.rule)
    return sorted(found)


def words(page: str) -> str:
    """What a reader of a page sees or hears, but for what is marked as Chinese: text, and attributes read out."""
    page = re.sub(r"<(script|style)\b.*?</\1>", " ", page, flags=re.DOTALL)
    page = re.sub(r'<span lang="zh">[^<]*</span>', " ", page)
    spoken = re.findall(r'\b(?:title|alt|placeholder|aria-label|data-label)="([^"]*)"', page)
    return unescape(" ".join([re.sub(r"<[^>]*>", " ", page), *spoken]))


def is_page(answer) -> bool:
    return answer.status_code == 200 and answer.mimetype == "text/html"


@pytest.mark.parametrize("role", ["public", "supervisor", "administrator"])
def test_english_pages_are_english(app: Flask, sign_in, client: FlaskClient, role: str) -> None:
    reader = client if role == "public" else sign_in(role)
    left, seen = {}, 0
    for address in pages(app):
        answer = reader.get(f"{address}?lang=en")
        if is_page(answer):
            seen += 1
            chinese = {text for text in CHINESE.findall(words(answer.text)) if text not in MEANT}
            if chinese:
                left[address] = sorted(chinese)
        answer.close()
    assert left == {}
    assert seen > 5


def test_chinese_pages_are_chinese(app: Flask, client: FlaskClient, sign_in) -> None:
    for reader in (client, sign_in("supervisor")):
        for address in pages(app):
            answer = reader.get(f"{address}?lang=zh")
            if is_page(answer):
                assert CHINESE.search(words(answer.text)), address
                assert '<html lang="en"' not in answer.text, address
            answer.close()


def test_the_choice_is_remembered(client: FlaskClient) -> None:
    client.get("/?lang=en")
    assert '<html lang="en">' in client.get("/").text
    client.get("/?lang=zh")
    assert '<html lang="zh-CN">' in client.get("/").text


@pytest.mark.parametrize(
    ("header", "language"),
    [("en-GB,en;q=0.9", "en"), ("zh-CN,zh;q=0.9,en;q=0.8", "zh-CN"), ("fr", "zh-CN"), ("", "zh-CN")],
)
def test_without_a_choice_the_browser_decides_and_chinese_is_the_default(
    client: FlaskClient, header: str, language: str
) -> None:
    answer = client.get("/", headers={"Accept-Language": header} if header else {})
    assert f'<html lang="{language}">' in answer.text
    assert "Accept-Language" in answer.headers["Vary"]


def test_an_unknown_language_changes_nothing(client: FlaskClient) -> None:
    assert '<html lang="zh-CN">' in client.get("/?lang=xx").text


def test_a_problem_speaks_the_readers_language(client: FlaskClient) -> None:
    words_of = Problem("not_found", what="/nowhere")
    assert words_of.text("en") in unescape(client.get("/nowhere?lang=en").text)
    assert words_of.text("zh") in unescape(client.get("/nowhere?lang=zh").text)
    assert client.get("/api/nowhere", headers={"Accept-Language": "zh"}).json["title"]
