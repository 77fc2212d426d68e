"""One word for one thing: what docs/words.md decides against is in no text that anybody reads."""

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "words.md").read_text("utf-8")
ROWS = re.findall(
    r"^\| ([^|]+) \| ([^|]+) \| [^|]*\|$", PAGE.split("## One word and not another")[1], re.MULTILINE
)[1:]
WRONG = [word for _, words in ROWS for word in words.split(", ")]
#: Where texts are that people read. Texts of the programmes speak as laws and standards do.
CATALOGUES = "server/web/translations/en/LC_MESSAGES/*.po"
TABLES = "server/domain/texts/**/*.json"
SCRIPTS = (
    "field_client/texts/table.js",
    "field_client/texts/help.js",
    "server/web/static/verify/texts.js",
)
CODE = ("server/documents/**/*.py", "server/web/**/*.py")
DOCUMENTS = ("README.md", "docs/*.md", "docs/decisions/*.md")


@cache
def read() -> tuple[tuple[str, str], ...]:
    """Every file with texts, and what people read in it."""
    return tuple(texts())


def texts() -> Iterator[tuple[str, str]]:
    for file in ROOT.glob(CATALOGUES):
        yield file.name, file.read_text("utf-8")
    for file in ROOT.glob(TABLES):
        yield file.name, "\n".join(values(json.loads(file.read_text("utf-8"))))
    for name in SCRIPTS:
        yield (
            name,
            "\n".join(re.findall(r'"?(?:zh|en)"?:\s*"((?:[^"\\]|\\.)*)"', (ROOT / name).read_text("utf-8"))),
        )
    for pattern in CODE:
        for file in ROOT.glob(pattern):
            yield str(file.relative_to(ROOT)), "\n".join(chinese(ast.parse(file.read_text("utf-8"))))


def values(table: object) -> Iterator[str]:
    if isinstance(table, dict):
        for value in table.values():
            yield from values(value)
    elif isinstance(table, list):
        for value in table:
            yield from values(value)
    elif isinstance(table, str):
        yield table


def chinese(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and re.search("[一-鿿]", node.value)
        ):
            yield node.value


def test_the_table_of_wrong_words_is_read() -> None:
    assert {"抽查项目", "指纹", "fingerprint"} <= set(WRONG)
    assert sum("检查事项" in text for _, text in read()) > 5


@pytest.mark.parametrize("word", WRONG)
def test_no_text_says_what_the_page_of_words_decides_against(word: str) -> None:
    assert [name for name, text in read() if re.search(word, text, re.IGNORECASE)] == []


@pytest.mark.parametrize("word", WRONG)
def test_no_document_says_it_either(word: str) -> None:
    files = [file for pattern in DOCUMENTS for file in ROOT.glob(pattern) if file.name != "words.md"]
    assert [file.name for file in files if word in file.read_text("utf-8")] == []
