"""Every word of the tablet's page exists in both languages."""

import re
from pathlib import Path

CLIENT = Path(__file__).parents[2] / "field_client"
ENTRY = re.compile(r'^  "?([\w.]+)"?:\s*\{\s*zh: "((?:[^"\\]|\\.)*)",\s*en: "((?:[^"\\]|\\.)*)",?\s*\}', re.M)
PLACEHOLDER = re.compile(r"\{\w+\}")
TABLE = {code: (zh, en) for code, zh, en in ENTRY.findall((CLIENT / "texts/table.js").read_text("utf-8"))}
#: The advice of the tablet's help, which quotes the table.
ADVICE = re.findall(
    r'zh: "((?:[^"\\]|\\.)*)",\s*en: "((?:[^"\\]|\\.)*)"', (CLIENT / "texts/help.js").read_text("utf-8")
)
SOURCES = "\n".join(path.read_text("utf-8") for path in (CLIENT / "ui").rglob("*.js"))


def test_every_text_has_chinese_and_english_with_the_same_values() -> None:
    assert len(TABLE) > 150
    for code, (zh, en) in TABLE.items():
        assert zh and en, code
        assert set(PLACEHOLDER.findall(zh)) == set(PLACEHOLDER.findall(en)), code
        assert not re.search("[一-鿿]", en), code


def test_every_text_that_the_pages_name_is_in_the_table() -> None:
    named = set(re.findall(r'\bt\(\s*"([\w.]+)"', SOURCES)) | set(
        re.findall(
            r'"((?:sign|settings|records|tablet|storage|find|register|repeat|finish|answer)\.[\w.]+)"',
            SOURCES,
        )
    )
    assert named - TABLE.keys() == set()


def test_no_text_is_left_that_no_page_names() -> None:
    patterns = [
        re.escape(text).replace("NAME", r"[\w]+")
        for text in {
            re.sub(r"\$\{[^}]+\}", "NAME", found)
            for found in re.findall(r"`((?:[a-z]+)\.\$\{[^`]+)`", SOURCES)
        }
    ]
    named = set(re.findall(r'"([a-z]+(?:\.[\w]+)*)"', SOURCES))
    unused = [
        code
        for code in TABLE
        if code not in named and not any(re.fullmatch(pattern, code) for pattern in patterns)
    ]
    assert unused == []


def test_the_help_has_both_languages_and_quotes_words_that_stand_on_buttons() -> None:
    assert len(ADVICE) > 20
    for zh, en in ADVICE:
        quoted = [set(re.findall(r"\{([\w.]+)\}", text)) for text in (zh, en)]
        assert quoted[0] == quoted[1] and quoted[0] <= TABLE.keys(), zh
        assert not re.search("[一-鿿]", en), en
