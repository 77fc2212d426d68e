"""The commands, as they are typed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import sampling
from sampling.cli import language_of, main
from tests.sampling.bundles import NAMES, VECTORS, commitment_in, vector
from tests.sampling.test_log import _entries

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(VECTORS / "draw-small", tmp_path / "bundle")


@pytest.mark.parametrize("name", NAMES)
def test_verify_runs_without_the_server_and_without_any_package(name):
    done = subprocess.run(
        [
            sys.executable,
            "-I",
            "-S",
            "-c",
            f"import sys; sys.path.insert(0, {str(ROOT)!r}); "
            "import runpy; sys.argv = ['sampling', 'verify', sys.argv[1], '--lang', 'en']; "
            "runpy.run_module('sampling', run_name='__main__')",
            str(VECTORS / name),
        ],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "every check holds" in done.stdout


def test_the_module_speaks_the_language_of_the_environment(folder):
    done = subprocess.run(
        [sys.executable, "-m", "sampling", "verify", folder],
        cwd=ROOT,
        env={**os.environ, "LC_ALL": "", "LC_MESSAGES": "", "LANG": "zh_CN.UTF-8"},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0
    assert "复算完成" in done.stdout
    assert language_of({"LANG": "C.UTF-8"}) == "en"
    assert language_of({"LANG": "en_GB.UTF-8", "LC_ALL": "zh_TW"}) == "zh"


def test_a_changed_bundle_ends_with_status_1_and_names_the_difference(folder, capsys):
    entropy = folder / "entropy.txt"
    entropy.write_text(entropy.read_text()[:-1] + "5")
    assert main(["verify", str(folder), "--lang", "en"]) == 1
    printed = capsys.readouterr().out
    assert "NOT verified" in printed
    assert "[FAIL]  the seed follows from" in printed
    assert "every check holds" not in printed


@pytest.mark.parametrize("file", sampling.FILES)
def test_a_bundle_that_lacks_a_file_cannot_be_read_and_ends_with_status_2(folder, file, tmp_path, capsys):
    (folder / file).unlink()
    archive = shutil.make_archive(str(tmp_path / "bundle"), "zip", folder)
    for bundle in (str(folder), archive):
        assert main(["verify", bundle, "--lang", "zh"]) == 2
        assert f"{file}：公开包缺少此文件" in capsys.readouterr().err


def test_an_empty_folder_is_no_bundle_and_ends_with_status_2(tmp_path, capsys):
    assert main(["verify", str(tmp_path), "--lang", "en"]) == 2
    assert "the bundle lacks this file" in capsys.readouterr().err


def test_an_extra_file_ends_with_status_1(folder, capsys):
    (folder / "notes.txt").write_text("x")
    assert main(["verify", str(folder), "--lang", "en"]) == 1
    assert "notes.txt" in capsys.readouterr().out


def test_what_cannot_be_read_ends_with_status_2(tmp_path, capsys):
    junk = tmp_path / "junk.zip"
    junk.write_bytes(b"junk")
    assert main(["verify", str(junk), "--lang", "en"]) == 2
    assert main(["verify", str(tmp_path / "nothing"), "--lang", "zh"]) == 2
    assert "is not a .zip file" in (errors := capsys.readouterr().err)
    assert "没有这个文件夹或文件" in errors


def test_the_report_for_machines(folder, capsys):
    assert main(["verify", str(folder), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["ok"] is True
    assert report["facts"]["commitment"].startswith("9a49d2a3")
    assert {check["name"] for check in report["checks"]} >= {"files", "objects", "bytes"}
    assert set(report["checks"][0]["text"]) == {"zh", "en"}


def test_the_published_commitment_is_compared(folder, capsys):
    assert (
        main(
            [
                "verify",
                str(folder),
                "--commitment",
                "9A49D2A3657D612D20DD4CE80217EC54AA1C1294B0FB6F68C1D0E34F0A65B403",
            ]
        )
        == 0
    )
    assert main(["verify", str(folder), "--commitment", "0" * 64]) == 1
    capsys.readouterr()


@pytest.mark.parametrize("name", NAMES)
def test_draw_computes_the_result_from_the_other_six_files(tmp_path, name, capsys):
    folder = shutil.copytree(VECTORS / name, tmp_path / name)
    (folder / "result.json").unlink()
    assert main(["draw", str(folder)]) == 0
    assert (folder / "result.json").read_bytes() == vector(name)["result.json"]
    assert main(["draw", str(folder)]) == 0
    capsys.readouterr()


def test_draw_never_writes_over_a_result(folder, capsys):
    (folder / "result.json").write_bytes(b"{}")
    assert main(["draw", str(folder)]) == 1
    assert (folder / "result.json").read_bytes() == b"{}"
    assert capsys.readouterr().err


def test_draw_refuses_a_list_that_was_changed_and_writes_nothing(folder, capsys):
    (folder / "result.json").unlink()
    with (folder / "frame.tsv").open("ab") as frame:
        frame.write(b"99999999\tA\n")
    assert main(["draw", str(folder), "--lang", "en"]) == 1
    assert "frame.tsv: was changed after it was committed" in capsys.readouterr().err
    assert not (folder / "result.json").exists()


def test_draw_refuses_a_folder_without_its_files(tmp_path, capsys):
    assert main(["draw", str(tmp_path)]) == 2
    assert main(["draw", str(tmp_path / "nothing")]) == 2
    assert capsys.readouterr().err


def test_a_ticket_is_printed(capsys):
    files = vector("draw-small")
    result = sampling.draw(commitment_in(files), files["entropy.txt"].decode())
    assert main(["ticket", result.seed, result.drawn[0].object]) == 0
    assert capsys.readouterr().out == result.drawn[0].ticket + "\n"
    assert main(["ticket", "12", "a"]) == 1
    assert main(["ticket", result.seed, " a"]) == 1
    assert capsys.readouterr().err


def test_the_heads_of_two_days_are_compared_with_the_part_between_them(tmp_path, capsys):
    entries = _entries()
    heads = [f"{entry.seq}:{entry.hash}" for entry in entries]
    whole, part = tmp_path / "draws.jsonl", tmp_path / "later.jsonl"
    whole.write_bytes(b"".join(entry.line + b"\n" for entry in entries))
    part.write_bytes(b"".join(entry.line + b"\n" for entry in entries[3:]))
    for file in (whole, part):
        assert main(["verify-log", str(file), "--from-head", heads[2], "--head", heads[-1]]) == 0
        assert main(["verify-log", str(file), "--from-head", heads[1][:2] + "f" * 64]) == 1
    assert main(["verify-log", str(part), "--from-head", heads[1]]) == 1
    assert main(["verify-log", str(part)]) == 1
    assert main(["verify-log", str(whole), "--head", heads[0], "--head", heads[5]]) == 0
    capsys.readouterr()
    assert (
        main(["verify-log", str(whole), "--head", heads[0], "--head", "5:" + "f" * 64, "--lang", "en"]) == 1
    )
    assert "entry 5 with hash ffff" in capsys.readouterr().out


def test_a_log_file_is_checked(tmp_path, capsys):
    entries = _entries()
    file = tmp_path / "log.jsonl"
    file.write_bytes(b"".join(entry.line + b"\n" for entry in entries))
    head = f"{entries[2].seq}:{entries[2].hash}"
    assert main(["verify-log", str(file), "--head", head, "--lang", "en"]) == 0
    assert f"head of the log: {entries[-1].hash}" in capsys.readouterr().out
    assert main(["verify-log", str(file), "--head", f"2:{entries[2].hash}", "--json"]) == 1
    file.write_bytes(b"".join(entry.line + b"\n" for entry in entries[1:]))
    assert main(["verify-log", str(file), "--lang", "zh"]) == 1
    assert "日志核对未通过" in capsys.readouterr().out
    file.write_bytes(b"torn")
    assert main(["verify-log", str(file)]) == 1
    assert main(["verify-log", str(tmp_path / "nothing")]) == 2
    assert main(["verify-log", str(file), "--head", "x"]) == 1
    assert capsys.readouterr().err
