"""``fair-scale import``: a register from a file, by the same steps as on the page: checked, then taken in whole."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from server.commands import work
from server.commands.words import language, say
from server.config import Settings, from_environment
from server.documents import reading
from server.domain.problems import Problem
from server.domain.registers import NOUNS
from server.services import import_checks, import_plans, imports, registers
from server.store.files import FileStore
from server.store.registers import Import


def arguments(parser: argparse.ArgumentParser, speech: str) -> None:
    """The register and its file."""
    parser.add_argument("register", choices=NOUNS, help=say("import.register", speech))
    parser.add_argument("file", type=Path, help=say("import.file", speech))
    parser.add_argument("--check", action="store_true", help=say("import.check", speech))


def run(chosen: argparse.Namespace) -> int:
    """Print every bad cell and change nothing (status 1), or take the file in and print what it did."""
    settings = from_environment()
    files = FileStore(settings.files)
    held, found = _check(settings, files, chosen.register, chosen.file)
    if found.faults:
        for fault in found.faults:
            problem = Problem(fault["code"], at=fault["cell"], **fault["values"])
            sys.stdout.write(f"{fault['cell']}: {problem.text(language())}\n")
        sys.stdout.write(say("import.refused", count=len(found.faults)) + "\n")
        return 1
    counts = {"added": found.added, "changed": found.changed, "unchanged": found.unchanged}
    if chosen.check:
        sys.stdout.write(say("import.checked", **counts) + "\n")
        return 0
    with work.unit_of_work(settings) as unit:
        imports.accept(*unit, import_id=held)
        plan = imports.stored_plan(files, unit[0].get_one(Import, held))
        imports.apply(*unit, import_id=held, plan=plan)
    sys.stdout.write(say("import.done", **counts) + "\n")
    return 0


def _check(settings: Settings, files: FileStore, noun: str, file: Path) -> tuple[str, Any]:
    """Keep the file, check it and keep what the check found; returns the import's id and the examination."""
    digest = files.put(file.read_bytes())
    with work.unit_of_work(settings) as unit:
        size = file.stat().st_size
        held = imports.receive(*unit, noun=noun, filename=file.name, sha256=digest, size=size).id
    try:
        today = datetime.now(ZoneInfo(settings.time_zone)).date()
        with work.reading(settings) as session:
            rows = reading.rows(files.path(digest), file.name)
            context = registers.context(session, today)
            found = import_checks.examine(session, noun, rows.batches, context)
    except Problem as problem:
        with work.unit_of_work(settings) as unit:
            imports.fail(*unit, import_id=held, problem=problem)
        raise
    plan = files.put(import_plans.join(found.portions, found.faults))
    with work.unit_of_work(settings) as unit:
        imports.checked(*unit, import_id=held, found=found, plan=plan)
    return held, found
