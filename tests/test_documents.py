"""What the documents tell people to type works as they say."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from server.demo import logins
from server.domain import evaluation
from server.domain.canonical import sha256
from server.domain.programmes import PROGRAMMES, SHIPPED, load
from server.store.files import FileStore

ROOT = Path(__file__).parents[1]
OPERATIONS = (ROOT / "docs" / "operations.md").read_text("utf-8")


def commands(name: str) -> str:
    """The commands of a block of docs/operations.md that is marked ``sh <name>``."""
    return re.search(rf"^```sh {name}\n(.*?)^```", OPERATIONS, re.MULTILINE | re.DOTALL)[1]


@pytest.fixture
def shell(tmp_path: Path):
    """Runs commands in a shell whose environment is an installation of its own."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for name, arguments in {"python": "", "fair-scale": "-m server.cli"}.items():
        script = tools / name
        script.write_text(f'#!/bin/sh\nexec "{sys.executable}" {arguments} "$@"\n')
        script.chmod(0o755)
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith("FAIR_SCALE_")},
        "PATH": f"{tools}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "LANG": "C.UTF-8",
    }
    environment.pop("LC_ALL", None)

    def run(text: str, data: Path, **more: str) -> str:
        settings = {"FAIR_SCALE_DATA": str(data), **more}
        done = subprocess.run(
            ["sh", "-euc", text], env={**environment, **settings}, cwd=ROOT, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def test_a_backup_that_is_restored_is_the_same_under_a_new_name(shell, tmp_path: Path) -> None:
    old, new, backup = (tmp_path / name for name in ("old", "new", "backup"))
    backup.mkdir()
    shell("fair-scale set-up && echo long enough for all | fair-scale user-add zhang administrator", old)
    digest = FileStore(old / "files").put(b"evidence")
    shell(commands("backup"), old, BACKUP=str(backup))
    shell("echo long enough for all | fair-scale user-add later administrator", old)
    said = shell(commands("restore"), new, BACKUP=str(backup))
    assert "The log holds: 2 entries" in said
    assert "The database is now called" in said
    assert sha256(FileStore(new / "files").get(digest)) == digest
    assert (new / "secret_key").read_text() == (old / "secret_key").read_text()
    assert (new / "secret_key").stat().st_mode & 0o777 == 0o600
    shell("echo long enough for all | fair-scale user-add later administrator", new)


def test_the_readme_gives_the_logins_that_the_city_has() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    for login in logins.PRINTED:
        assert f"| `{login.username}` | `{login.password}` |" in readme


def test_the_readme_names_only_targets_that_exist() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    named = set(re.findall(r"`(?:PORT=\d+ )?make ([a-z-]+)`", (ROOT / "README.md").read_text("utf-8")))
    assert named >= {"demo", "test", "demo-reset", "help", "screens"}
    assert [target for target in named if not re.search(rf"^{target}:", makefile, re.MULTILINE)] == []


RECORDS = {
    part.split()[0]: part for part in (ROOT / "docs" / "records.md").read_text("utf-8").split("\n## ")[2:]
}


def test_each_programme_has_its_record_in_the_document() -> None:
    assert sorted(RECORDS) == sorted(PROGRAMMES)


@pytest.mark.parametrize("programme", RECORDS)
def test_the_record_of_the_document_is_judged_and_what_may_be_found_has_words(programme: str) -> None:
    [record] = re.findall(r"```json\n(.*?)```", RECORDS[programme], re.DOTALL)
    assert evaluation.evaluate(programme, record.encode(), SHIPPED)["verdict"] != "not_judged"
    named = re.split(r"[.,:;] ", RECORDS[programme].split("Findings:")[1].replace("\n", " "))
    codes = [match[1] for one in named if (match := re.match(r"(?:and )?`(\w+)`", one.strip()))]
    assert len(codes) > 1
    assert [code for code in codes if f"finding.{code}" not in load(programme).texts] == []
