"""What pip installs is the whole program, and runs where no checkout is."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = ("field_client", "sampling", "server")
TELL = """
from server.app import create_app
from server.config import from_environment

settings = from_environment()
print(settings.data)
client = create_app(settings).test_client()
for address in ("/", "/field/", "/field/ui/app.js", "/static/verify/verify.js", "/static/css/fair-scale.css"):
    print(address, client.get(address).status_code)
"""


def tracked() -> set[str]:
    """The files of the three folders that belong to the project."""
    command = ["git", "-C", str(ROOT), "ls-files", *FOLDERS]
    return set(subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines())


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of a copy of the project, since building leaves files beside what it builds."""
    folder = tmp_path_factory.mktemp("wheel")
    for name in (*tracked(), "setup.cfg", "pyproject.toml", "README.md", "LICENSE"):
        copy = folder / "source" / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, copy)
    build = ["-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "--disable-pip-version-check"]
    subprocess.run([sys.executable, *build, "-w", folder, folder / "source"], check=True)
    return next(folder.glob("fair_scale-*.whl"))


def test_the_wheel_holds_every_file_and_no_other(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        packed = {name for name in opened.namelist() if not name.startswith("fair_scale-")}
    assert packed == tracked()


def test_the_wheel_runs_in_a_folder_of_its_own(wheel: Path, tmp_path: Path) -> None:
    installed, work = tmp_path / "installed", tmp_path / "work"
    work.mkdir()
    with zipfile.ZipFile(wheel) as opened:
        opened.extractall(installed)
    environment = {"PYTHONPATH": str(installed), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}

    def run(*arguments: str) -> str:
        command = [sys.executable, *arguments]
        told = subprocess.run(command, cwd=work, env=environment, check=True, capture_output=True, text=True)
        return told.stdout

    run("-m", "server.cli", "set-up")
    told = run("-c", TELL).splitlines()
    assert told[0] == str(work / "var")
    assert told[1:] and all(line.endswith(" 200") for line in told[1:]), told
