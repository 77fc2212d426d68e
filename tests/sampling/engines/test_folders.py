"""Frames written, committed and drawn without being held in memory, and what an interruption leaves."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import sampling
from sampling import engines
from sampling.cli import main
from sampling.engines.datafusion import DatafusionSource
from sampling.engines.duckdb import DuckdbSource
from sampling.lists import FRAME, parse_frame, parse_recusals, parse_roster
from tests.sampling.bundles import NAMES, VECTORS, arguments, vector
from tests.sampling.engines.places import COLUMNS, as_csv, in_csv

ROOT = Path(__file__).parents[3]


@pytest.fixture
def folder(tmp_path):
    copied = shutil.copytree(VECTORS / "draw-small", tmp_path / "bundle")
    (copied / "result.json").unlink()
    return copied


def _names(folder):
    return sorted(entry.name for entry in folder.iterdir())


@pytest.mark.parametrize("name", NAMES)
def test_a_register_becomes_the_frame_of_a_committed_draw(name, tmp_path):
    files = vector(name)
    rule = sampling.parse_rule(files["rule.json"])
    folder = tmp_path / "draw"
    folder.mkdir()
    with in_csv(tmp_path, parse_frame(files[FRAME])) as source:
        frame = engines.write_frame(source, folder)
    assert frame.sha256 == rule.frame_sha256
    commitment = engines.commit_folder(
        folder,
        draw=rule.draw,
        title=rule.title,
        roster=parse_roster(files["roster.tsv"]),
        recusals=parse_recusals(files["recusals.tsv"]),
        sample=rule.sample,
        team_size=rule.team_size,
        entropy_source=rule.entropy_source,
        committed_at=sampling.rule.datetime.fromisoformat(rule.committed_at),
        secret=files["secret.txt"].decode(),
    )
    assert commitment == sampling.commitment_of(files["rule.json"])
    (folder / "entropy.txt").write_bytes(files["entropy.txt"])
    engines.draw_folder(folder, engines.FrameFile(folder / FRAME))
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == files


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"sample": {"west": 1}}, "stratum_unknown"),
        ({"recusals": [("Zhao", "stall 9")]}, "recusal_object"),
        ({"roster": [("Li", "member")]}, "inspectors_few"),
        ({"title": ""}, "text_empty"),
    ],
)
def test_a_commitment_that_is_not_allowed_writes_nothing(tmp_path, changes, code):
    given = arguments(**changes)
    (tmp_path / FRAME).write_bytes(sampling.lists.serialise(given.pop("frame")))
    with pytest.raises(sampling.DrawError) as refused:
        engines.commit_folder(tmp_path, **({"recusals": []} | given if "roster" in changes else given))
    assert refused.value.code in (code, "recusal_inspector")
    assert _names(tmp_path) == [FRAME]


def test_the_commands_write_the_frame_and_draw(tmp_path, capsys, folder):
    register = as_csv(tmp_path, parse_frame(vector("draw-small")[FRAME]))
    columns = ["--object", COLUMNS[0], "--stratum", COLUMNS[1]]
    (folder / FRAME).unlink()
    assert main(["frame", str(folder), "--frame", str(register), *columns, "--lang", "en"]) == 0
    assert "370103/C\t" in capsys.readouterr().out
    assert (folder / FRAME).read_bytes() == vector("draw-small")[FRAME]
    for options in (["--engine", "duckdb"], ["--engine", "duckdb", "--frame", str(register), *columns]):
        assert main(["draw", str(folder), *options]) == 0
        assert (folder / "result.json").read_bytes() == vector("draw-small")["result.json"]
    (folder / "result.json").write_bytes(b"{}")
    assert main(["draw", str(folder), "--engine", "standard", "--lang", "en"]) == 1
    assert "not byte for byte" in capsys.readouterr().err


def test_a_frame_is_never_written_over(folder, tmp_path, capsys):
    register = as_csv(tmp_path, [("a", "b")])
    before = (folder / FRAME).read_bytes()
    columns = ["--object", COLUMNS[0], "--stratum", COLUMNS[1]]
    assert main(["frame", str(folder), "--frame", str(register), *columns, "--lang", "zh"]) == 1
    assert "不会覆盖" in capsys.readouterr().err
    assert (folder / FRAME).read_bytes() == before


@pytest.mark.parametrize("where", ["--frame", "frame.tsv"])
def test_a_frame_changed_after_the_commitment_is_refused(folder, tmp_path, where, capsys):
    frame = [*parse_frame((folder / FRAME).read_bytes()), ("99999999", "370103/A")]
    options = ["--engine", "duckdb"]
    if where == "--frame":
        options += ["--frame", str(as_csv(tmp_path, frame)), "--object", COLUMNS[0], "--stratum", COLUMNS[1]]
    else:
        (folder / FRAME).write_bytes(sampling.lists.serialise(frame))
    assert main(["draw", str(folder), *options, "--lang", "en"]) == 1
    assert "was changed after it was committed" in capsys.readouterr().err
    assert "result.json" not in _names(folder)


def test_a_fault_on_the_way_leaves_nothing(tmp_path, folder):
    (folder / FRAME).unlink()
    before = _names(folder)
    frame = [(f"object {number:06d}", "one") for number in range(20_000)] + [("object 019999", "two")]
    with in_csv(tmp_path, frame) as source, pytest.raises(sampling.DrawError) as refused:
        engines.write_frame(source, folder)
    assert (refused.value.code, refused.value.values["text"]) == ("identifier_twice", "object 019999")
    assert refused.value.at == f"register.csv: {COLUMNS[0]}"
    assert _names(folder) == before


def test_a_failing_draw_leaves_nothing(folder, monkeypatch):
    before = _names(folder)
    plain = engines.folders.json_parts

    def failing(*given):
        yield from list(plain(*given))[:3]
        raise KeyboardInterrupt

    monkeypatch.setattr(engines.folders, "json_parts", failing)
    with pytest.raises(KeyboardInterrupt):
        engines.draw_folder(folder, engines.FrameFile(folder / FRAME))
    assert _names(folder) == before


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_command_that_is_stopped_leaves_nothing(tmp_path, number):
    script = (
        "import signal, sys, time; from sampling import engines; from sampling.cli import main\n"
        # A shell that starts the tests in the background lets its children ignore this signal.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "plain = engines.FrameFile.blocks\n"
        "def slow(self, tell):\n"
        "    yield from plain(self, tell)\n"
        "    print('begun', flush=True); time.sleep(60)\n"
        "engines.FrameFile.blocks = slow\n"
        "sys.exit(main(sys.argv[1:]))"
    )
    place = tmp_path / "whole.tsv"
    place.write_bytes(vector("draw-small")[FRAME])
    target = tmp_path / "target"
    target.mkdir()
    command = ["frame", str(target), "--engine", "standard", "--frame", str(place), "--lang", "en"]
    process = subprocess.Popen(
        [sys.executable, "-c", script, *command],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "begun\n"
    assert any(name.startswith(".frame.tsv.") for name in _names(target))
    process.send_signal(number)
    assert process.wait(30) == 130
    assert "nothing was written" in process.stderr.read()
    process.stdout.close()
    process.stderr.close()
    assert _names(target) == []


def test_progress_reaches_the_end(tmp_path):
    told = []
    frame = [(f"object {number:06d}", "one") for number in range(20_000)]
    with in_csv(tmp_path, frame) as source:
        engines.survey(source, tell=lambda *seen: told.append(seen))
        list(engines.select(source, sampling.digest("x"), {"one": 15_000}, lambda *seen: told.append(seen)))
    assert {what for what, _, _ in told} == {"progress_sort", "progress_check", "progress_draw"}
    for what in ("progress_check", "progress_draw"):
        steps = [(done, whole) for seen, done, whole in told if seen == what]
        assert len(steps) > 1
        assert [done for done, _ in steps] == sorted(done for done, _ in steps)
        assert steps[-1][0] == steps[-1][1]


@pytest.mark.parametrize("kind", [DuckdbSource, DatafusionSource])
def test_a_long_query_stops_when_the_command_is_stopped(kind):
    def stop(number, frame):
        raise KeyboardInterrupt

    endless = "(SELECT i::VARCHAR AS object, 'one' AS stratum FROM range(100_000_000_000) AS numbers (i))"
    before = signal.signal(signal.SIGALRM, stop)
    try:
        with kind("endless", endless, ("object", "stratum")) as source:
            source.know({"one": 100_000_000_000})
            signal.setitimer(signal.ITIMER_REAL, 0.3)
            with pytest.raises(KeyboardInterrupt):
                list(engines.select(source, sampling.digest("endless"), {"one": 1}))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
