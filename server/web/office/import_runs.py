"""The background of imports: a thread of this process, with sessions of its own, that checks or applies a file."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from threading import Thread
from typing import Any
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from server.documents import reading
from server.domain.problems import Problem
from server.services import import_checks, import_plans, imports, registers
from server.services.actors import Actor
from server.store.engine import writing
from server.store.files import FileStore
from server.store.registers import Import
from server.store.runs import Progress, Run, Runs
from server.web.database import db
from server.web.edge import actor

log = logging.getLogger(__name__)


@dataclass
class Site:
    """What a run needs of the installation, outside any request. ``threads`` are those still to be waited for."""

    engine: Engine
    files: FileStore
    runs: Runs
    clock: Callable[[], datetime]
    zone: ZoneInfo
    threads: list[Thread] = field(default_factory=list)

    def today(self) -> date:
        """The present day at the authority's place."""
        return self.clock().astimezone(self.zone).date()


def _site(app: Flask) -> Site:
    found = app.extensions.get("import_site")
    if found is None:
        settings = app.extensions["settings"]
        clock = app.extensions.get("clock") or (lambda: datetime.now(UTC))
        found = Site(
            db.engine,
            FileStore(settings.files),
            Runs(settings.data / "runs"),
            clock,
            ZoneInfo(settings.time_zone),
        )
        app.extensions["import_site"] = found
    return found


Act = Callable[[Site, Run, Actor, str], None]


@contextmanager
def begun(app: Flask) -> Iterator[Callable[[str, Act], None]]:
    """Give a function that begins a run within a transaction: the run is there before anybody sees what the
    transaction did, and its thread starts when the block has ended well."""
    site, acting, waiting = _site(app), actor(), []

    def begin(import_id: str, act: Act) -> None:
        waiting.append((site.runs.start(import_id), import_id, act))

    try:
        yield begin
    except BaseException:
        for run, _, _ in waiting:
            run.end()
        raise
    site.threads[:] = [thread for thread in site.threads if thread.is_alive()]
    for run, import_id, act in waiting:
        thread = Thread(target=_guarded, args=(site, run, acting, import_id, act), daemon=True)
        site.threads.append(thread)
        thread.start()


def look(app: Flask, import_id: str) -> Progress | None:
    """Return how far an import's run is, or None when nobody is at it."""
    return _site(app).runs.look(import_id)


def wait(app: Flask) -> None:
    """Wait until the runs that this process began have ended."""
    for thread in _site(app).threads:
        thread.join()


def _guarded(site: Site, run: Run, actor: Actor, import_id: str, act: Act) -> None:
    with run:
        try:
            act(site, run, actor, import_id)
        except Problem as problem:
            _fail(site, actor, import_id, problem)
        except Exception as error:
            reference = secrets.token_hex(4)
            log.exception("fault %s in import %s", reference, import_id, exc_info=error)
            _fail(site, actor, import_id, Problem("import_fault", reference=reference))


def check(site: Site, run: Run, actor: Actor, import_id: str) -> None:
    """Check a received file and keep its plan."""
    with Session(site.engine) as session:
        held = session.get_one(Import, import_id)
        rows = reading.rows(site.files.path(held.sha256), held.filename)
        context = registers.context(session, site.today())

        def done(count: int) -> None:
            run.report("checking", count, max(rows.total, count))

        found = import_checks.examine(session, held.noun, rows.batches, context, done)
    plan = site.files.put(import_plans.join(found.portions, found.faults))
    _write(site, actor, imports.checked, import_id=import_id, found=found, plan=plan)


def apply(site: Site, run: Run, actor: Actor, import_id: str) -> None:
    """Take in the plan of an accepted file."""
    with Session(site.engine) as session:
        held = session.get_one(Import, import_id)
        plan, total = imports.stored_plan(site.files, held), held.rows

    def done(count: int) -> None:
        run.report("committing" if count == total else "writing", count, total)

    run.report("writing", 0, total)
    _write(site, actor, imports.apply, import_id=import_id, plan=plan, done=done)


def _fail(site: Site, actor: Actor, import_id: str, problem: Problem) -> None:
    _write(site, actor, imports.fail, import_id=import_id, problem=problem)


def _write(site: Site, actor: Actor, service: Callable[..., Any], **given: Any) -> None:
    with writing(), Session(site.engine) as session, session.begin():
        service(session, actor, site.clock(), **given)
