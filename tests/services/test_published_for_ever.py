"""No service changes what was published: every one of them is called on a published outcome by everybody who may."""

from __future__ import annotations

import inspect
import json
import pkgutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

import server.services
from server.domain import permissions
from server.domain.canonical import sha256
from server.domain.folding import fingerprint
from server.services import business_pages, corrections, objections, rectifications, replies
from server.services.actors import Actor
from server.store.files import FileStore
from server.store.inspections import Inspection
from server.store.outcomes import Outcome
from tests.campaign import SUPERVISOR
from tests.services.test_calendar import ZONE
from tests.services.test_objections import BUSINESS, CATEGORIES
from tests.services.test_servings import drawn


@pytest.fixture
def published(session, make, settings) -> dict[str, Any]:
    """A published outcome with all that can hang on one; returns what services are asked with, by argument."""
    outcome = make.outcome()
    row = session.get_one(Inspection, outcome.inspection_id)
    row.folded = {"photos": [], "signature": None, "not_possible": None, "conflicts": [], "violations": []}
    row.result = json.loads(outcome.content)["result"]
    files = FileStore(settings.files)
    key = {"inspection_id": row.id}
    page = business_pages.open(session, SUPERVISOR, make.now, **key)
    reply = replies.receive(session, BUSINESS, make.now, **key, text="已送检")
    doubt = objections.receive(session, BUSINESS, make.now, **key, text="秤未坏", files=files, zone=ZONE)
    items = [{"text": "送检", "basis": "计量法第九条"}]
    day = make.now.date()
    order = {"items": items, "last_day": day, "zone": ZONE}
    ordered = rectifications.order(session, SUPERVISOR, make.now, **key, **order)
    proposal = {"number": outcome.number, "version": 1, "reason": "复检合格", "categories": CATEGORIES}
    proposed = corrections.propose(session, SUPERVISOR, make.now, **proposal)
    user = make.user("inspector")
    make.commit()
    return {
        **key, "number": outcome.number, "version": 1, "revision": 1, "objection_id": doubt.id, "reply_id": reply.id,
        "correction_id": proposed.id,
        "rectification_id": ordered.id, "draw_id": outcome.draw_id, "plan_id": row.assignment.draw.plan_id,
        "assignment_id": row.assignment_id, "inspection_ids": [row.id], "assignment_ids": [row.assignment_id],
        "outcome_id": outcome.id, "standing": "accepted", "categories": CATEGORIES, "photos": [], "files": files,
        "zone": ZONE, "items": items, "last_day": day + timedelta(days=9), "day": day, "first": day, "last": day,
        "seen": fingerprint(row.folded), "matters": [0], "kind": "case", "recipient": "", "paper": lambda _: b"%PDF",
        "strokes": drawn(), "notice_sha256": "0" * 64, "code": page.code, "weight": "minor",
        "programme": "market_scales",
        "entry_id": outcome.object_id, "noun": "object", "username": user.username, "user_id": user.id, "again": True,
        "most": 9, "today": day, "public": True, "sha256": "0" * 64, "at": make.now + timedelta(hours=1), "late": True,
        "working": False, "second": False, "offered": False, "accepted": True, "answers": {}, "uploads": (),
        "decided_on": day, "changed_on": day, "revoked": True, "typed": {}, "cells": {}, "rows": [], "sample": [],
        "operation_ids": [], "quarantined_ids": [], "entries": [], "operations": 0, "sources": [], "size": 1,
    }  # fmt: skip


def services() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every function of the write side."""
    for found in pkgutil.iter_modules(server.services.__path__):
        module = import_module(f"{server.services.__name__}.{found.name}")
        for name, function in vars(module).items():
            if hasattr(function, "permission") and function.__module__ == module.__name__:
                yield f"{found.name}.{name}", function


def arguments(service: Callable[..., Any], known: dict[str, Any]) -> dict[str, Any]:
    """What a service is called with: what belongs to the published outcome, else some text."""
    wanted = list(inspect.signature(service).parameters.values())[3:]
    return {
        one.name: known.get(one.name, "试图更改")
        for one in wanted
        if one.kind is not one.VAR_KEYWORD and (one.name in known or one.default is one.empty)
    }


def rows(session: Session) -> dict[int, Any]:
    """The published versions as the database holds them, but for which is in force."""
    names = [column.name for column in Outcome.__table__.columns if column.name != "current"]
    query = f"SELECT {', '.join(names)} FROM outcomes ORDER BY version"
    return {row.version: tuple(row) for row in session.execute(text(query))}


def test_no_service_changes_what_was_published(session, make, published) -> None:
    before, content = rows(session)[1], session.scalar(select(Outcome.content))
    done, corrected, called = set(), set(), 0
    for name, service in services():
        for role in (*permissions.PERMISSIONS[service.permission], "public"):
            actor = Actor(published["user_id"], role, role)
            called += 1
            with session.begin_nested() as attempt:
                try:
                    service(
                        session, actor, make.now + timedelta(minutes=called), **arguments(service, published)
                    )
                    session.flush()
                    done.add(name)
                # Whatever a service says to what it was not made for, nothing of what was published may differ.
                except Exception:
                    pass
                if attempt.is_active:
                    after = rows(session)
                    assert after[1] == before, name
                    corrected |= {name} if len(after) > 1 else set()
                    attempt.rollback()
            session.expire_all()
    assert rows(session) == {1: before}
    assert (
        sha256(content.encode()) == before[list(Outcome.__table__.columns.keys()).index("content_sha256") - 1]
    )
    assert corrected == {"outcomes.correct", "objections.uphold", "corrections.confirm"}, (
        "what corrects makes another version"
    )
    assert {"draws.void", "handovers.hand_over", "rectifications.extend", "replies.release"} <= done
    assert {"national_records.claim", "business_pages.open", "look_backs.plan", "servings.sign"} <= done
    assert called > 150


def test_every_file_of_the_write_side_is_looked_into() -> None:
    folder = Path(server.services.__file__).parent
    with_services = {file.stem for file in folder.glob("*.py") if "\n@writes(" in file.read_text("utf-8")}
    assert with_services == {name.partition(".")[0] for name, _ in services()}
