"""Imports: a file is received, checked, then taken in whole or not at all.

What a check found is kept as a plan, and the plan is what is applied: nothing is read twice, and a register that
changed in between refuses it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import PurePath
from typing import Any

from sqlalchemy.orm import Session

from server.domain import workflow
from server.domain.canonical import sha256
from server.domain.problems import Problem
from server.domain.registers import NOUNS
from server.services import collector, import_plans, registers
from server.services.actors import Actor
from server.services.audit import Change, new_id, new_ids, writes
from server.services.import_checks import FIRST, Examination, examine
from server.store.files import FileStore
from server.store.registers import Import
from server.store.registers_rows import Version
from server.store.rows import row_of

Done = Callable[[int], None]


def _ignore(count: int) -> None:
    """Nobody watches."""


@writes("register.import", "import.receive")
def receive(
    session: Session, actor: Actor, now: datetime, *, noun: str, filename: str, sha256: str, size: int
) -> Change:
    """Note a stored file that is to be checked; the value is the :class:`Import`. Problem: ``not_found``."""
    if noun not in NOUNS:
        raise Problem("not_found", what=noun)
    received = Import(
        id=new_id(now),
        noun=noun,
        filename=PurePath(filename.replace("\\", "/")).name[-200:],
        sha256=sha256,
        size=size,
        state="checking",
        at=now,
        actor=actor.name,
    )
    session.add(received)
    return Change("import", received.id, received, {"register": noun, "sha256": sha256, "size": size})


@writes("register.import", "import.check")
def checked(
    session: Session, actor: Actor, now: datetime, *, import_id: str, found: Examination, plan: str
) -> Change:
    """Keep what a check found; ``plan`` is the hash of the stored plan. Any fault refuses the whole file."""
    held = _get(session, import_id)
    held.state = workflow.advance("import", held.state, "refuse" if found.faults else "check")
    held.plan = plan
    held.rows, held.faulty_rows = found.rows, len(found.faulty_rows)
    held.added, held.changed, held.unchanged = found.added, found.changed, found.unchanged
    held.fault_count, held.faults = len(found.faults), found.faults[:FIRST]
    held.warning_count, held.warnings = found.warning_count, found.warnings
    held.headers, held.sample = found.headers, found.sample
    return Change("import", held.id, held, {"plan": plan, "faults": held.fault_count, **_counts(held)})


@writes("register.import", "import.accept")
def accept(session: Session, actor: Actor, now: datetime, *, import_id: str) -> Change:
    """Decide to take a checked file in. Problems: ``not_found``, ``wrong_state``."""
    held = _get(session, import_id)
    held.state = workflow.advance("import", held.state, "accept")
    return Change("import", held.id, held, {"plan": held.plan})


@writes("register.import", "import.apply")
def apply(
    session: Session, actor: Actor, now: datetime, *, import_id: str, plan: bytes, done: Done = _ignore
) -> Change:
    """Take in a plan, all of it in the caller's transaction. ``done`` hears how many rows were dealt with.

    Problems: ``wrong_state``, ``import_stale``.
    """
    held = _get(session, import_id)
    held.state = workflow.advance("import", held.state, "apply")
    _take(session, held.noun, Version(now, actor.name, held.id), plan, held.added, done)
    held.applied_at, held.applied_by = now, actor.name
    body = {"register": held.noun, "sha256": held.sha256, "plan": held.plan, **_counts(held)}
    return Change("import", held.id, held, body)


@writes("register.import", "import.fail")
def fail(session: Session, actor: Actor, now: datetime, *, import_id: str, problem: Problem) -> Change:
    """Note that a check or an application ended with a problem and that nothing was taken in."""
    held = _get(session, import_id)
    held.state = workflow.advance("import", held.state, "fail")
    held.error = {"code": problem.code, "at": problem.at, "values": dict(problem.values)}
    return Change("import", held.id, held, {"problem": problem.code})


@writes("register.import", "register.take")
def take_rows(
    session: Session,
    actor: Actor,
    now: datetime,
    *,
    noun: str,
    rows: list[dict[str, str]],
    today: date,
) -> Change:
    """Check rows, column key to text, and take them all in at once; the value counts added, changed, unchanged.

    :class:`Problem` ``entry_faults`` whose parts name the cells as if the rows were a sheet with a header.
    """
    keys = list(rows[0]) if rows else []
    sheet = [keys, *([row[key] for key in keys] for row in rows)]
    found = examine(session, noun, [sheet], registers.context(session, today))
    if found.faults:
        parts = [Problem(one["code"], at=one["cell"], **one["values"]) for one in found.faults[:FIRST]]
        raise Problem("entry_faults", parts=parts)
    plan = import_plans.join(found.portions, [])
    _take(session, noun, Version(now, actor.name), plan, found.added, _ignore)
    counts = {"added": found.added, "changed": found.changed, "unchanged": found.unchanged}
    return Change("register", noun, counts, {"register": noun, **counts})


def _take(session: Session, noun: str, version: Version, plan: bytes, added: int, done: Done) -> None:
    ids, taken = iter(new_ids(version.at, added)), 0
    with collector.paused():
        for portion in import_plans.portions(plan):
            registers.take(session, noun, portion, ids, version)
            taken += len(portion.added) + len(portion.changed) + len(portion.kept)
            done(taken)


def stored_plan(files: FileStore, held: Import) -> bytes:
    """Return the plan of an import; ``import_damaged`` when it or the uploaded file is not what was checked."""
    try:
        plan, upload = files.get(held.plan or ""), files.get(held.sha256)
    except (FileNotFoundError, ValueError):
        raise Problem("import_damaged") from None
    if sha256(plan) != held.plan or sha256(upload) != held.sha256:
        raise Problem("import_damaged")
    return plan


def _counts(held: Import) -> dict[str, Any]:
    names = ("rows", "added", "changed", "unchanged")
    return {name: getattr(held, name) for name in names}


def _get(session: Session, import_id: str) -> Import:
    return row_of(session, Import, import_id, lock=True)
