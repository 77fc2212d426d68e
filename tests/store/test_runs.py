"""Runs in the background: seen while somebody is at them, and not a moment longer."""

import subprocess
import sys
from pathlib import Path

from server.store.runs import Progress, Runs


def test_a_run_is_seen_with_its_progress_until_it_ends(tmp_path: Path) -> None:
    runs = Runs(tmp_path / "runs")
    assert runs.look("a") is None
    with runs.start("a") as run:
        assert runs.look("a") == Progress("waiting")
        run.report("checking", 5, 100_000)
        assert runs.look("a") == Progress("checking", 5, 100_000)
        run.report("writing")
        assert runs.look("a") == Progress("writing", 0, 0)
    assert runs.look("a") is None
    assert list((tmp_path / "runs").iterdir()) == []


def test_a_run_whose_process_died_is_over(tmp_path: Path) -> None:
    script = (
        "import os, sys; from pathlib import Path; from server.store.runs import Runs;"
        "run = Runs(Path(sys.argv[1])).start('a'); run.report('checking', 1, 2);"
        "print('begun', flush=True); sys.stdin.read(); os._exit(9)"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    runs = Runs(tmp_path)
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"begun\n"
        assert runs.look("a") == Progress("checking", 1, 2)
        process.stdin.close()
        process.wait()
    assert (tmp_path / "a").exists()
    assert runs.look("a") is None
    with runs.start("a"):
        assert runs.look("a") == Progress("waiting")
