"""Everything that people read has words in Chinese and in English."""

import json
import re
import string

import pytest

from server.domain.programmes import load, names
from server.domain.programmes.folder import HERE

EVERY_PROGRAMME = pytest.mark.parametrize("name", names())
CHINESE = re.compile(r"[一-鿿]")
CALL = re.compile(r"\bfind\(\s*\"([a-z0-9_]+)\"")
SHARED = {"edition_unknown", "not_corrected", "verification_missing", "verification_expired"}
ERROR = re.compile(r"RecordError\(\s*(?:\"([a-z0-9_]+)\"|code)")


def form_keys(sections: list[dict]):
    for section in sections:
        yield f"form.{section['id']}"
        for field in section.get("fields", []):
            yield f"form.{section['id']}.{field['id']}"
            yield from (f"choice.{field['id']}.{choice}" for choice in field.get("choices", []))
        yield from form_keys(section.get("sections", []))


def needed(name: str) -> set[str]:
    programme = load(name)
    items = [item["code"] for group in programme.checklist["groups"].values() for item in group]
    return {
        "programme",
        *form_keys(programme.form["sections"]),
        *(f"check.{code}" for code in items),
        *(f"finding.{code}" for code in programme.limits["findings"]),
        *(f"violation.{entry['code']}" for entry in programme.violations),
        *(f"cite.{text}" for text in cited(name)),
    }


def cited(name: str) -> set[str]:
    """The Chinese names of documents, clauses and measures in the data."""
    told = {"document", "clause", "edition", "article", "measure", "amount"}

    def walk(value):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            if isinstance(item, (dict, list)):
                yield from walk(item)
            elif key in told and isinstance(item, str) and CHINESE.search(item):
                yield item

    programme = load(name)
    return {
        text for data in (programme.limits, programme.checklist, programme.violations) for text in walk(data)
    }


@EVERY_PROGRAMME
def test_every_text_that_is_needed_is_there_in_both_languages(name):
    texts = load(name).texts
    assert needed(name) - set(texts) == set()
    for key, entry in texts.items():
        assert set(entry) == {"zh", "en"}, key
        assert entry["zh"], key
        assert entry["en"], key


@EVERY_PROGRAMME
def test_a_programme_has_no_text_that_nothing_uses(name):
    own = set(json.loads((HERE / name / "texts.json").read_text("utf-8")))
    assert {key for key in own - needed(name) if not key.startswith("value.")} == set()


@EVERY_PROGRAMME
def test_both_languages_have_the_same_placeholders(name):
    for key, entry in load(name).texts.items():
        chinese, english = (
            {field for _, field, _, _ in string.Formatter().parse(entry[language]) if field}
            for language in ("zh", "en")
        )
        assert chinese == english, key


@EVERY_PROGRAMME
def test_every_finding_that_the_code_can_make_is_listed_and_every_listed_one_can_be_made(name):
    sources = [file.read_text("utf-8") for file in (HERE / name).glob("*.py")]
    named = re.findall(r"\"finding\": \"(\w+)\"", (HERE / name / "limits.json").read_text("utf-8"))
    listed = set(load(name).limits["findings"])
    made = {code for source in sources for code in CALL.findall(source)} | set(named)
    assert made - listed == set()
    said = "\n".join(sources)
    for code in listed - made - SHARED:
        stem = re.sub(r"^(seal|sample_too|centre_distance|single_side|vertical_difference)_.*", r"\1", code)
        assert stem in said, code


def test_every_refusal_has_words():
    texts = json.loads((HERE / "texts.json").read_text("utf-8"))
    codes = {code for file in HERE.rglob("*.py") for code in ERROR.findall(file.read_text("utf-8")) if code}
    assert codes
    assert {f"error.{code}" for code in codes} - set(texts) == set()
    for word in ("pass", "fail", "undetermined", "not_judged"):
        assert f"verdict.{word}" in texts
        assert f"explain.{word}" in texts
