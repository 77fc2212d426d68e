"""No path leads from a published version to a changed one: every route that writes is tried on it by everybody."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import IntegerConverter, Rule

from server.domain.canonical import sha256
from server.services import business_pages, corrections, objections, replies
from server.store.business_pages import BusinessPage
from server.store.corrections import Correction
from server.store.files import FileStore
from server.store.inspections import Inspection
from server.store.objections import Objection
from server.store.outcomes import Outcome
from server.store.replies import Reply
from server.web import access
from tests.campaign import SUPERVISOR
from tests.services.test_calendar import ZONE
from tests.services.test_objections import BUSINESS, CATEGORIES
from tests.web.tablets import fresh, jpeg

#: What forms of the office and of the business ask for; a route takes what it knows and leaves the rest.
GIVEN = {
    "version": "1",
    "revision": "1",
    "reason": "试图更改",
    "public": "yes",
    "state": "draft",
    "decision": "uphold",
    "reply": "试图更改",
    "objection": "试图更改",
    "proof": "试图更改",
    "text": "试图更改",
    "content": "{}",
    "verdict": "pass",
    "category-market_scales": "no_problem",
}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What the database itself refuses is tested on every database; here it is the routes."""
    return sqlite_url


@pytest.fixture
def published(session, make) -> Outcome:
    """A published outcome, with the page of its business, an objection to it, a reply and a proposed correction."""
    outcome = make.outcome()
    session.get_one(Inspection, outcome.inspection_id).folded = {"photos": []}
    make.commit()
    key = {"inspection_id": outcome.inspection_id}
    business_pages.open(session, SUPERVISOR, make.now, **key)
    replies.receive(session, BUSINESS, make.now, **key, text="已送检")
    files = FileStore(Path("unused"))
    objections.receive(session, BUSINESS, make.now, **key, text="秤未坏", files=files, zone=ZONE)
    proposal = {"number": outcome.number, "version": 1, "reason": "复检合格", "categories": CATEGORIES}
    corrections.propose(session, SUPERVISOR, make.now, **proposal)
    make.commit()
    return outcome


def test_no_route_changes_what_was_published(app: Flask, sign_in, session, published) -> None:
    app.testing = False
    before = frozen(session, published.id)
    people = [app.test_client(), *(sign_in(role) for role in ("supervisor", "administrator"))]
    reached = set()
    for rule, method in writing(app):
        for person in people:
            address = filled(app, rule, method, arguments(fresh(session), published))
            answer = person.open(address, method=method, data=given(session), buffered=True)
            assert frozen(session, published.id) == before, address
            reached |= {rule.endpoint} if answer.status_code in (200, 302) else set()
    assert sha256(before["content"].encode()) == before["content_sha256"]
    versions = fresh(session).scalars(select(Outcome.version).order_by(Outcome.version)).all()
    assert versions[:2] == [1, 2], "the walk came past what corrects, and it made another version"
    assert {"business.objection", "office_businesses.answer", "office_plans.add"} & reached


def frozen(session: Any, key: str) -> dict[str, Any]:
    """Everything of the row but which version is in force."""
    row = fresh(session).get_one(Outcome, key)
    return {column.key: getattr(row, column.key) for column in Outcome.__table__.columns} | {"current": None}


def writing(app: Flask) -> Iterator[tuple[Rule, str]]:
    """Every route that takes something in, apart from signing out, which would end the walk."""
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"GET", "HEAD", "OPTIONS"}):
            if rule.endpoint not in access.LIBRARY_ROUTES and rule.endpoint != "account.sign_out":
                yield rule, method


def arguments(session: Any, outcome: Outcome) -> dict[str, str]:
    """What stands in addresses: the published outcome's own, else its id."""
    return {
        "inspection_id": outcome.inspection_id,
        "number": outcome.number,
        "draw_id": outcome.draw_id,
        "code": session.scalar(select(BusinessPage.code)),
        "reply_id": session.scalar(select(Reply.id)),
        "objection_id": session.scalar(select(Objection.id)),
        "correction_id": session.scalar(select(Correction.id)),
        "": outcome.id,
    }


def filled(app: Flask, rule: Rule, method: str, known: dict[str, str]) -> str:
    values = {
        name: 1 if isinstance(rule._converters[name], IntegerConverter) else known.get(name, known[""])
        for name in rule.arguments
    }
    return app.url_map.bind("").build(rule.endpoint, values, method)


def given(session: Any) -> dict[str, Any]:
    """A form with everything that any form has."""
    answers = {f"answer-{key}": "试图更改" for key in session.scalars(select(Objection.id))}
    return {**GIVEN, **answers, "files": (io.BytesIO(jpeg(1)), "a.jpg")}
