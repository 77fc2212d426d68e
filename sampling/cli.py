"""The commands of `python -m sampling`: verify, draw, ticket, verify-log.

Exit status: 0 all is as it should be, 1 something differs or is not allowed, 2 the input cannot be read.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from .bundle import FILES, check_names, check_size
from .characters import check_identifier, check_text, decode
from .committing import Commitment
from .drawing import draw
from .log import parse_head, split_log, verify_log
from .notes import BundleError, DrawError, text_of
from .report import Report
from .rule import commitment_of
from .tickets import check_hash, ticket
from .verification import verify_path

DIFFERENT, UNREADABLE = 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is returned."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    options = _parser().parse_args(arguments)
    language = options.lang or language_of(os.environ)
    try:
        return options.command(options, language)
    except BundleError as error:
        return _complain(error.text(language), UNREADABLE)
    except DrawError as error:
        return _complain(error.text(language), DIFFERENT)
    except OSError as error:
        return _complain(f"{error.filename}: {error.strerror}", UNREADABLE)


def language_of(environment: Mapping[str, str]) -> str:
    """ "zh" when the environment asks for Chinese (LC_ALL, LC_MESSAGES, LANG in this order), else "en"."""
    chosen = next(
        (environment[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(name)), ""
    )
    return "zh" if chosen.lower().startswith("zh") else "en"


def _parser() -> argparse.ArgumentParser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--lang", choices=("zh", "en"), help="language of the messages 语言 (default: LANG)")
    parser = argparse.ArgumentParser(
        prog="python -m sampling", description="Draws that anyone can recompute. 人人可以复算的抽取。"
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    check = commands.add_parser("verify", parents=[shared], help="recompute a bundle 复算一份公开包")
    check.add_argument("bundle", metavar="BUNDLE", help="folder or .zip 文件夹或 .zip")
    check.add_argument("--json", action="store_true", help="print the report as JSON")
    check.add_argument("--commitment", metavar="HEX", help="the commitment as published 事先公布的承诺值")
    check.set_defaults(command=_verify)

    make = commands.add_parser("draw", parents=[shared], help="compute result.json 计算 result.json")
    make.add_argument("folder", metavar="FOLDER", type=Path, help="folder with the other six files")
    make.set_defaults(command=_draw)

    one = commands.add_parser("ticket", parents=[shared], help="the ticket of one identifier 计算一个签号")
    one.add_argument("seed", metavar="SEED", help="the seed, or an object's ticket for the second stage")
    one.add_argument("identifier", metavar="ID")
    one.set_defaults(command=_ticket)

    log = commands.add_parser("verify-log", parents=[shared], help="check the public log 核对公开日志")
    log.add_argument("file", metavar="FILE", type=Path)
    log.add_argument("--json", action="store_true", help="print the report as JSON")
    log.add_argument("--head", metavar="SEQ:HASH", help="the head noted on an earlier day 以前记下的日志末端")
    log.set_defaults(command=_verify_log)
    return parser


def _verify(options: argparse.Namespace, language: str) -> int:
    return _print_report(verify_path(options.bundle, commitment=options.commitment), options, language)


def _verify_log(options: argparse.Namespace, language: str) -> int:
    older = parse_head(options.head) if options.head else None
    report = verify_log(split_log(options.file.read_bytes()), older=older)
    return _print_report(report, options, language, "log_verdict")


def _draw(options: argparse.Namespace, language: str) -> int:
    """Writes result.json, or compares it when it is there: a result is never written over."""
    folder: Path = options.folder
    files = _read_six(folder)
    commitment = Commitment(
        rule_json=files["rule.json"],
        frame_tsv=files["frame.tsv"],
        roster_tsv=files["roster.tsv"],
        recusals_tsv=files["recusals.tsv"],
        secret=decode(files["secret.txt"], "secret.txt"),
        commitment=commitment_of(files["rule.json"]),
    )
    result = draw(commitment, check_text(decode(files["entropy.txt"], "entropy.txt"), "entropy.txt"))
    target = folder / "result.json"
    if target.exists():
        if target.read_bytes() != result.json:
            raise DrawError("bytes_differ", str(target))
    else:
        target.write_bytes(result.json)
    print(
        text_of(
            "draw_done", language, {"file": target, "count": len(result.drawn), "teams": len(result.teams)}
        )
    )
    return 0


def _read_six(folder: Path) -> dict[str, bytes]:
    names = [name for name in FILES if name != "result.json"]
    if not folder.is_dir():
        raise BundleError("bundle_not_found", str(folder))
    check_names({entry.name for entry in folder.iterdir()} | {"result.json"})
    for name in names:
        check_size(name, (folder / name).stat().st_size)
    return {name: (folder / name).read_bytes() for name in names}


def _ticket(options: argparse.Namespace, language: str) -> int:
    print(ticket(check_hash(options.seed, "SEED"), check_identifier(options.identifier, "ID")))
    return 0


def _print_report(
    report: Report, options: argparse.Namespace, language: str, verdict: str = "verdict"
) -> int:
    if options.json:
        print(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
        return 0 if report.ok else DIFFERENT
    for check in report.checks:
        mark = text_of("mark_ok" if check.ok else "mark_failed", language)
        print(f"{mark}  {check.title(language)}{text_of('colon', language)}{check.detail.text(language)}")
    for note in report.differences:
        print(f"  - {note.text(language)}")
    for name, value in report.facts.items():
        print(f"{text_of(f'fact_{name}', language)}{text_of('colon', language)}{value}")
    print(text_of(f"{verdict}_{'ok' if report.ok else 'failed'}", language))
    return 0 if report.ok else DIFFERENT


def _complain(message: str, status: int) -> int:
    print(message, file=sys.stderr)
    return status
