"""A programme is a folder: a sixth one needs nothing but its files."""

import json
import re
from pathlib import Path

import pytest

from server.domain.programmes import PROGRAMMES, UnknownProgramme, load, load_folder, names
from server.domain.programmes.folder import HERE

CHECKLIST = {
    "groups": {
        "object": [
            {"code": "label_shown", "severity": "violation", "basis": []},
            {"code": "label_clean", "severity": "hint", "basis": []},
        ],
        "instrument": [{"code": "sealed", "severity": "violation", "basis": []}],
    }
}


@pytest.fixture
def folder(tmp_path) -> Path:
    path = tmp_path / "energy_labels"
    path.mkdir()
    (path / "checklist.json").write_text(json.dumps(CHECKLIST), "utf-8")
    texts = {"check.label_shown": {"zh": "标识已张贴", "en": "The label is shown"}}
    (path / "texts.json").write_text(json.dumps(texts), "utf-8")
    return path


def record(**answers) -> dict:
    return {"date": "2026-03-05", "checklist": {code: {"answer": answer} for code, answer in answers.items()}}


@pytest.mark.parametrize(
    ("answers", "verdict", "codes"),
    [
        ({}, "not_judged", []),
        ({"label_shown": "na"}, "not_judged", []),
        ({"label_shown": "yes"}, "pass", []),
        ({"label_shown": "yes", "label_clean": "no"}, "pass", ["label_clean"]),
        ({"label_clean": "yes", "label_shown": "no"}, "fail", ["label_shown"]),
    ],
)
def test_a_folder_with_a_checklist_alone_is_judged_by_its_answers(folder, answers, verdict, codes):
    result = load_folder(folder).evaluate(record(**answers))
    assert result["programme"] == "energy_labels"
    assert result["verdict"] == verdict
    assert [finding["code"] for finding in result["findings"]] == codes


def test_a_checklist_programme_judges_instruments_and_look_backs_too(folder):
    programme = load_folder(folder)
    row = {"serial": "7", "checklist": {"sealed": {"answer": "no", "note": "torn"}}}
    result = programme.evaluate({"date": "2026-03-05", "instruments": [row]})
    assert result["figures"]["instruments"] == [{"serial": "7", "verdict": "fail"}]
    assert result["findings"][0]["at"] == "instruments/0/checklist/sealed"
    result = programme.evaluate(
        {"date": "2026-03-05", "look_back": {"of": "x", "items": {"sealed": "corrected"}}}
    )
    assert result["verdict"] == "pass"


def test_a_folder_with_an_evaluator_is_judged_by_it(folder):
    (folder / "evaluate.py").write_text(
        "def evaluate(record, tables):\n"
        "    return {'programme': tables.programme, 'verdict': 'pass', 'editions': [],\n"
        "            'figures': {'items': len(tables.items('object'))}, 'findings': []}\n",
        "utf-8",
    )
    assert load_folder(folder).evaluate({})["figures"] == {"items": 2}


def test_the_shared_texts_come_with_every_folder(folder):
    texts = load_folder(folder).texts
    assert texts["check.label_shown"]["en"] == "The label is shown"
    assert texts["verdict.pass"]["zh"] == "符合"


def test_the_listed_programmes_are_read_once():
    assert names() == PROGRAMMES
    for name in names():
        assert load(name) is load(name)
        assert load(name).form["sections"]


@pytest.mark.parametrize("name", ["", "nobody", "../programmes", "net_content/"])
def test_a_name_that_is_not_listed_is_unknown(name):
    with pytest.raises(UnknownProgramme):
        load(name)


def test_no_programme_is_named_in_the_shared_modules_or_in_another_folder():
    word = re.compile(r"\b(" + "|".join(PROGRAMMES) + r")\b")
    for file in {*HERE.glob("*.py"), HERE / "texts.json"} - {HERE / "__init__.py"}:
        assert not word.findall(file.read_text("utf-8")), file
    for name in PROGRAMMES:
        others = set(PROGRAMMES) - {name}
        for file in (HERE / name).glob("*.py"):
            assert not others & set(word.findall(file.read_text("utf-8"))), file


def test_every_form_names_its_kinds_paths_and_registers():
    for name in names():
        walk_sections(load(name).form["sections"])


def walk_sections(sections: list[dict]) -> None:
    ids = [section["id"] for section in sections]
    assert len(ids) == len(set(ids))
    for section in sections:
        assert section["kind"] in {"fields", "grid", "repeat", "checklist", "look_back"}, section
        assert isinstance(section["path"], list)
        assert section.get("register") in {None, "instruments", "products"}
        fields = {field["id"]: field for field in section.get("fields", [])}
        inner = [field for part in section.get("sections", []) for field in part.get("fields", [])]
        reachable = {"/".join(field.get("path", [field["id"]])) for field in [*fields.values(), *inner]}
        assert set(section.get("fill", {})) <= reachable, section["id"]
        for field in fields.values():
            assert field["kind"] in {"text", "quantity", "integer", "choice", "date", "boolean"}, field
            assert bool(field.get("choices")) == (field["kind"] == "choice"), field
        if "draw" in section:
            draw = section["draw"]
            assert isinstance(draw["size"], list), section["id"]
            assert isinstance(draw["sample"], list) or set(draw["sample"]) == {"figure"}, section["id"]
            assert draw["field"] in reachable, section["id"]
        for row in section.get("rows", []):
            assert set(row) - {"when"} <= set(fields), section["id"]
        if section["kind"] == "repeat":
            walk_sections(section["sections"])
        if section["kind"] == "checklist":
            assert section["items"] in {"object", "instrument"}
