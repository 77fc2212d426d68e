"""The rules of the house: what stands where, how it is called, and that every word exists in both languages."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from hypothesis import HealthCheck, settings
from importlinter import api as linter
from jinja2 import Environment, nodes

from server import commands
from server.domain import permissions, problems, texts
from server.domain.programmes import PROGRAMMES

ROOT = Path(__file__).parents[1]
SERVER = ROOT / "server"
TEMPLATES = SERVER / "web" / "templates"
CATALOGUES = SERVER / "web" / "translations" / "en" / "LC_MESSAGES"
DOCUMENTED = ("docs", "sampling", "server")
FORBIDDEN_NAMES = {"utils", "helpers", "common", "manager", "misc"}
GETTEXT = {"gettext", "ngettext", "_"}


def sources(*folders: str) -> Iterator[Path]:
    for folder in folders:
        for file in sorted((ROOT / folder).rglob("*.py")):
            if "versions" not in file.parts:
                yield file


def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"))


def name_of(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def first_text(call: ast.Call) -> str | None:
    first = call.args[0] if call.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


def calls(file: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree(file)) if isinstance(node, ast.Call))


def test_imports_go_one_way() -> None:
    checked = subprocess.run(
        [Path(sys.executable).with_name("lint-imports")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout[-3000:]
    assert linter.read_configuration()["contracts_options"], "there are contracts to hold"


def test_the_style_is_clean() -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "."], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout[-3000:]


def test_no_file_holds_more_than_one_thing() -> None:
    long = {
        str(file.relative_to(ROOT)): lines
        for folder in ("server", "sampling", "field_client")
        for file in (ROOT / folder).rglob("*")
        if file.suffix in {".py", ".js", ".html", ".css"} and "versions" not in file.parts
        if (lines := file.read_text("utf-8").count("\n")) > 400
    }
    assert long == {}


def test_no_file_is_called_after_nothing() -> None:
    named = [file for file in sources("server", "sampling") if file.stem in FORBIDDEN_NAMES]
    assert named == []


def test_no_code_asks_which_programme_it_is() -> None:
    asking = []
    for file in sources("server"):
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.Compare):
                compared = [node.left, *node.comparators]
                literal = {item.value for item in compared if isinstance(item, ast.Constant)}
                if literal & set(PROGRAMMES):
                    asking.append(f"{file.relative_to(ROOT)}:{node.lineno}")
    assert asking == []


@pytest.mark.parametrize("folder", ["services", "store", "web"])
def test_nothing_but_the_catalogue_says_which_programmes_there_are(folder):
    """Who loads a folder by itself does not see what the office entered."""
    direct = re.compile(r"\bprogrammes\.(load|names)\(|programmes import .*\b(load|names)\b")
    found = [file for file in (SERVER / folder).rglob("*.py") if direct.search(file.read_text("utf-8"))]
    assert found == []


def test_every_service_that_writes_says_who_may_and_leaves_an_entry() -> None:
    """A public function whose first arguments are (session, actor, now) is a service."""
    bare = []
    for file in sources("server/services"):
        for node in tree(file).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                first = [argument.arg for argument in node.args.args[:3]]
                decorators = {name_of(one) for one in node.decorator_list if isinstance(one, ast.Call)}
                helper = any(argument.arg == "done" for argument in node.args.kwonlyargs)
                if first == ["session", "actor", "now"] and "writes" not in decorators and not helper:
                    bare.append(f"{file.name}:{node.name}")
    assert [name for name in bare if name != "audit.py:append"] == []


def test_services_never_commit() -> None:
    committing = [
        f"{file.name}:{call.lineno}"
        for file in sources("server/services")
        for call in calls(file)
        if name_of(call) in {"commit", "rollback"} and "session" in ast.unparse(call.func)
    ]
    assert committing == []


def test_every_act_and_every_noun_of_the_log_has_its_words() -> None:
    table = texts.tables()
    acts, nouns = set(), set()
    for file in sources("server/services"):
        for call in calls(file):
            strings = [argument.value for argument in call.args if isinstance(argument, ast.Constant)]
            if name_of(call) == "writes":
                acts.add(strings[-1])
            if name_of(call) == "Change" and first_text(call):
                nouns.add(first_text(call))
    assert acts - table["action"].keys() == set()
    assert nouns - table["noun"].keys() - table["register"].keys() == set()


def test_every_permission_that_is_asked_for_stands_in_the_table() -> None:
    asked = {
        (str(file.relative_to(ROOT)), first_text(call))
        for file in sources("server")
        for call in calls(file)
        if name_of(call) in {"may", "writes"} and first_text(call)
    }
    assert {pair for pair in asked if pair[1] not in permissions.PERMISSIONS} == set()


def test_every_permission_of_the_table_is_asked_for() -> None:
    source = "".join(file.read_text("utf-8") for file in sources("server") if file.name != "permissions.py")
    source += "".join(file.read_text("utf-8") for file in TEMPLATES.rglob("*.html"))
    unused = [
        name for name in permissions.PERMISSIONS if f'"{name}"' not in source and f"'{name}'" not in source
    ]
    assert unused == []


def test_every_permission_has_words() -> None:
    assert texts.tables()["permission"].keys() == permissions.PERMISSIONS.keys()


def test_every_problem_that_is_raised_is_known() -> None:
    raised = {
        first_text(call)
        for file in sources("server")
        for call in calls(file)
        if name_of(call) == "Problem" and first_text(call)
    }
    assert raised - problems.table().keys() == set()


def test_every_problem_and_every_word_is_there_in_both_languages() -> None:
    for code, entry in problems.table().items():
        assert 400 <= entry["status"] < 600, code
        assert entry["zh"].strip(), code
        assert entry["en"].strip(), code
        gaps = [set(re.findall(r"{(\w+?)(?:_zh|_en)?}", entry[one])) - {"zh", "en"} for one in ("zh", "en")]
        assert gaps[0] == gaps[1], code
    for table, rows in texts.tables().items():
        for code, words in rows.items():
            assert words["zh"].strip(), (table, code)
            assert words["en"].strip(), (table, code)


def messages() -> dict[str, set[str]]:
    """Every Chinese message of pages and Python, with the files that use it."""
    environment = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)
    found: dict[str, set[str]] = {}
    for file in sorted(TEMPLATES.rglob("*.html")):
        for call in environment.parse(file.read_text("utf-8")).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name in GETTEXT and call.args:
                assert isinstance(call.args[0], nodes.Const), f"{file}: a message that is no plain text"
                found.setdefault(call.args[0].value, set()).add(str(file.relative_to(TEMPLATES)))
    for file in sources("server/web"):
        for call in calls(file):
            if name_of(call) in GETTEXT and first_text(call):
                found.setdefault(first_text(call), set()).add(file.name)
    return found


def english() -> dict[str, dict[str, str]]:
    """The English of every message, by catalogue."""
    found: dict[str, dict[str, str]] = {}
    for file in sorted(CATALOGUES.glob("*.po")):
        with file.open("rb") as source:
            for message in read_po(source, locale="en"):
                if message.id:
                    text = message.string if isinstance(message.string, str) else message.string[0]
                    found.setdefault(str(message.id), {})[file.stem] = text
    return found


def test_every_message_has_its_english() -> None:
    known = english()
    missing = {text: files for text, files in messages().items() if not any(known.get(text, {}).values())}
    assert missing == {}


def test_no_table_says_the_same_twice() -> None:
    """Python would take the last of two entries of a name, whoever relied on the first."""

    def once(members: list[tuple[str, Any]]) -> dict[str, Any]:
        names = [name for name, _ in members]
        again = {name for name in names if names.count(name) > 1}
        twice.extend(f"{file.relative_to(ROOT)}: {name}" for name in sorted(again))
        return dict(members)

    twice: list[str] = []
    for file in sorted(SERVER.rglob("*.json")):
        json.loads(file.read_text("utf-8"), object_pairs_hook=once)
    assert twice == []


def test_no_message_is_translated_in_two_ways() -> None:
    twice = {text: by_file for text, by_file in english().items() if len(set(by_file.values())) > 1}
    assert twice == {}


def test_no_translation_is_left_over() -> None:
    assert sorted(english().keys() - messages().keys()) == []


def test_a_translation_fills_the_same_gaps() -> None:
    gap = re.compile(r"%\((\w+)\)s")
    differing = {
        text: by_file
        for text, by_file in english().items()
        if any(set(gap.findall(text)) != set(gap.findall(said)) for said in by_file.values())
    }
    assert differing == {}


def test_pages_hold_no_chinese_outside_their_messages() -> None:
    """What is not marked as a message would be shown to English readers as it is."""
    environment = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)
    allowed = {"中文", "（", "）", "：", "、", "，", "。", "；"}
    loose = []
    for file in sorted(TEMPLATES.rglob("*.html")):
        for data in environment.parse(file.read_text("utf-8")).find_all(nodes.TemplateData):
            for text in re.findall(r"[\u4e00-\u9fff]+", data.data):
                if text not in allowed:
                    loose.append((str(file.relative_to(TEMPLATES)), text))
    assert loose == []


@pytest.mark.parametrize("folder", ["server", "sampling", "field_client", "docs", "bench", "load_tests"])
def test_nothing_speaks_of_what_is_not_done(folder: str) -> None:
    spoken = re.compile(r"\b(TODO|FIXME|XXX|placeholder text|simple version)\b")
    found = [
        f"{file.relative_to(ROOT)}: {match[0]}"
        for file in (ROOT / folder).rglob("*")
        if file.suffix in {".py", ".js", ".html", ".css", ".md"}
        and (match := spoken.search(file.read_text("utf-8")))
    ]
    assert found == []


def test_pages_have_no_script_and_no_style_of_their_own() -> None:
    own = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", re.IGNORECASE)
    found = [
        (str(file.relative_to(TEMPLATES)), match[0])
        for file in sorted(TEMPLATES.rglob("*.html"))
        if (match := own.search(file.read_text("utf-8")))
    ]
    assert found == []


def test_how_long_an_example_of_a_test_takes_decides_nothing() -> None:
    """A list of health checks of a test's own replaces that of the profile."""
    assert settings.default.deadline is None
    assert HealthCheck.too_slow in settings.default.suppress_health_check
    lists = [
        ast.unparse(keyword.value)
        for file in sources("tests")
        for call in calls(file)
        for keyword in call.keywords
        if keyword.arg == "suppress_health_check"
    ]
    assert [one for one in lists if "too_slow" not in one and one != "list(HealthCheck)"] == []


def test_every_command_stands_in_the_document_of_operations() -> None:
    document = (ROOT / "docs" / "operations.md").read_text("utf-8")
    assert [name for name in commands.modules() if f"`fair-scale {name}" not in document] == []


def test_every_target_of_make_explains_itself() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split()
    said = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert [name for name in phony if f"make {name} " not in said] == []


def test_documents_name_only_files_that_exist() -> None:
    link = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
    missing = [
        f"{file.relative_to(ROOT)}: {target}"
        for file in [
            ROOT / "README.md",
            *sorted(file for one in DOCUMENTED for file in (ROOT / one).rglob("*.md")),
        ]
        for target in link.findall(file.read_text("utf-8"))
        if not (file.parent / target).exists()
    ]
    assert missing == []
