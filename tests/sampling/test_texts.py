"""Every message exists in both languages, and none is left over."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import sampling
from sampling import log, verification
from sampling.notes import TEXTS

SOURCES = sorted(Path(sampling.__file__).parent.rglob("*.py"))
WORDS = {
    node.value
    for path in SOURCES
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    if isinstance(node, ast.Constant) and isinstance(node.value, str)
}
COMPOSED = {f"check_{name}" for name in (*verification.CHECKS, *log._CHECKS, "log_consistency")}
COMPOSED |= {f"{verdict}_{end}" for verdict in ("verdict", "log_verdict") for end in ("ok", "failed")}
COMPOSED |= {
    f"fact_{name}"
    for name in (
        "commitment",
        "seed",
        "draw",
        "title",
        "committed_at",
        "entropy_source",
        "entropy",
        "seq",
        "hash",
    )
}


def _raised_codes():
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in (
                "DrawError",
                "BundleError",
                "Note",
            ):
                code = node.args[0]
                if isinstance(code, ast.Constant):
                    yield code.value


def test_every_code_has_a_text():
    assert set(_raised_codes()) - TEXTS.keys() == set()
    assert COMPOSED - TEXTS.keys() == set()


def test_no_text_is_left_over():
    assert TEXTS.keys() - WORDS - COMPOSED == set()


@pytest.mark.parametrize("code", TEXTS)
def test_both_languages_say_the_same_values(code):
    chinese, english = TEXTS[code]["zh"], TEXTS[code]["en"]
    assert chinese.strip()
    assert english.strip()
    assert set(re.findall(r"{\w+}", chinese)) == set(re.findall(r"{\w+}", english))


def test_values_are_filled_in_and_never_taken_for_places():
    note = sampling.Note("identifier_twice", "frame.tsv:3", {"text": "{max}"})
    assert note.text("en") == "frame.tsv:3: identifier {max} occurs twice"
    assert note.text("zh") == "frame.tsv:3：编号 {max} 重复"
