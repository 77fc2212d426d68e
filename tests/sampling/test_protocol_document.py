"""The commands printed in docs/protocol.md run, and print what stands below them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from sampling.characters import WHITE_SPACE
from sampling.log import EVENTS
from tests.sampling.bundles import vector

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"```sh\n(.*?)```\n\n```text\n(.*?)```", TEXT, re.DOTALL)
CUT = "=====\n"


def test_every_command_has_its_answer_below_it():
    assert len(COMMANDS) == TEXT.count("```sh") >= 8


def test_the_commands_print_what_the_document_says():
    for (command, promised), printed in zip(COMMANDS, _run(command for command, _ in COMMANDS), strict=True):
        assert printed == promised, command


@pytest.mark.parametrize("name", ["draw-small", "draw-chinese"])
def test_the_commands_draw_the_objects_of_any_bundle(name):
    commands = [command.replace("draw-small", name) for command, _ in COMMANDS[:6]]
    drawn = json.loads(vector(name)["result.json"])["drawn"]
    lines = [f"{e['order']} {e['object']} {e['stratum']} {e['ticket'][:16]}…" for e in drawn]
    assert _run(commands)[5].splitlines() == lines


def test_the_explanation_for_a_stall_holder_is_short():
    english = TEXT[TEXT.index("## For stall and shop owners") : TEXT.index("## The order of events")]
    chinese = TEXT[TEXT.index("## 写给摊主和店主") : TEXT.index("## For stall and shop owners")]
    assert len(english.split()) <= 230
    assert len(re.findall(r"[\u4e00-\u9fff]", chinese)) <= 400


def test_the_document_names_the_white_space_and_the_events_that_the_library_knows():
    named = re.search(r"with white\s+space \((.*?)\) or with (U\+FEFF)", TEXT, re.DOTALL)
    points = [int(point, 16) for point in re.findall(r"U\+([0-9A-F]{4})", " ".join(named.groups()))]
    spelled = WHITE_SPACE.replace("-", "")
    assert points == [ord(character) for character in spelled]
    assert ", ".join(EVENTS) in " ".join(TEXT.split())


def _run(commands) -> list[str]:
    script = "".join(f"{command}\nprintf '{CUT[:-1]}\\n'\n" for command in commands)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash"],
        input=script,
        cwd=ROOT,
        env={**os.environ, "PATH": path},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.stderr == ""
    return done.stdout.split(CUT)[:-1]
