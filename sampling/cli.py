"""The commands of `python -m sampling`: verify, frame, draw, ticket, verify-log.

Exit status: 0 all is as it should be, 1 something differs or is not allowed, 2 the input cannot be read.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from . import engines
from .bundle import FILES, check_names, check_size
from .characters import check_identifier, check_text, decode
from .committing import Commitment
from .display import Display, stoppable
from .drawing import draw
from .lists import FRAME
from .log import EMPTY, first_seq, parse_head, split_log, verify_log
from .notes import BundleError, DrawError, text_of
from .report import Report
from .rule import commitment_of
from .tickets import check_hash, ticket
from .verification import verify_path
from .writing import new_file

DIFFERENT, UNREADABLE, STOPPED = 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is returned."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    options = _parser().parse_args(arguments)
    language = options.lang or language_of(os.environ)
    try:
        with stoppable():
            return options.command(options, language)
    except KeyboardInterrupt:
        return _complain(text_of("stopped", language), STOPPED)
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
    _add_source(make)
    make.set_defaults(command=_draw)

    take = commands.add_parser(
        "frame", parents=[shared], help="write frame.tsv from a register 由登记库生成名单"
    )
    take.add_argument("folder", metavar="FOLDER", type=Path, help="where frame.tsv is written 写入的文件夹")
    _add_source(take)
    take.set_defaults(command=_frame)

    one = commands.add_parser("ticket", parents=[shared], help="the ticket of one identifier 计算一个签号")
    one.add_argument("seed", metavar="SEED", help="the seed, or an object's ticket for the second stage")
    one.add_argument("identifier", metavar="ID")
    one.set_defaults(command=_ticket)

    log = commands.add_parser("verify-log", parents=[shared], help="check the public log 核对公开日志")
    log.add_argument("file", metavar="FILE", type=Path)
    log.add_argument("--json", action="store_true", help="print the report as JSON")
    log.add_argument(
        "--head",
        metavar="SEQ:HASH",
        action="append",
        default=[],
        help="a head noted on any day, as often as wanted 某一天记下的日志末端，可以写几个",
    )
    log.add_argument(
        "--from-head",
        metavar="SEQ:HASH",
        help="the head that FILE begins after, when it is only the later part 文件只是其后部分时，在它之前的末端",
    )
    log.set_defaults(command=_verify_log)
    return parser


def _add_source(command: argparse.ArgumentParser) -> None:
    command.add_argument("--engine", choices=engines.NAMES, help="for frames of any size 用于任意大的名单")
    command.add_argument(
        "--frame", metavar="PLACE", help="file, table or address of the list 名单所在的文件、表或地址"
    )
    command.add_argument(
        "--object", metavar="COLUMN", default="object", help="column of the identifiers 编号栏"
    )
    command.add_argument("--stratum", metavar="COLUMN", default="stratum", help="column of the strata 分层栏")
    command.add_argument("--database", metavar="ADDRESS", default="", help="of PostgreSQL 数据库地址")


def _source(options: argparse.Namespace, engine: str) -> AbstractContextManager[engines.Source]:
    file = options.folder / FRAME
    if options.frame is None and engine not in engines.READ_FRAME_FILE:
        raise DrawError("engine_place", "--frame", engine=engine)
    columns = (options.object, options.stratum)
    return engines.open_source(engine, options.frame or file, columns, database=options.database)


def _frame(options: argparse.Namespace, language: str) -> int:
    engine = options.engine or "duckdb"
    if options.frame is None:
        raise DrawError("engine_place", "--frame", engine=engine)
    with _source(options, engine) as source:
        frame = engines.write_frame(source, options.folder, Display(language))
    values = {"file": options.folder / FRAME, "count": frame.count, "strata": len(frame.strata)}
    print(text_of("frame_done", language, values | {"hash": frame.sha256}))
    for stratum, size in frame.strata.items():
        print(f"{stratum}\t{size}")
    return 0


def _draw_by_engine(options: argparse.Namespace, language: str) -> int:
    with _source(options, options.engine or "standard") as source:
        checked = None if options.frame else engines.FrameFile(options.folder / FRAME)
        done = engines.draw_folder(options.folder, source, checked=checked, tell=Display(language))
    print(text_of("draw_done", language, {"file": done.file, "count": done.objects, "teams": done.teams}))
    return 0


def _verify(options: argparse.Namespace, language: str) -> int:
    return _print_report(verify_path(options.bundle, commitment=options.commitment), options, language)


def _verify_log(options: argparse.Namespace, language: str) -> int:
    heads = [parse_head(text) for text in options.head]
    lines, start = split_log(options.file.read_bytes()), EMPTY
    if options.from_head:
        begin = parse_head(options.from_head)
        # A whole log serves as well: it must have had the head.
        if first_seq(lines) == 1 and begin.seq:
            heads.insert(0, begin)
        else:
            start = begin
    report = verify_log(lines, older=heads, start=start)
    return _print_report(report, options, language, "log_verdict")


def _draw(options: argparse.Namespace, language: str) -> int:
    """Writes result.json, or compares it when it is there: a result is never written over."""
    if options.engine or options.frame:
        return _draw_by_engine(options, language)
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
        with new_file(target) as file:
            file.write(result.json)
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
