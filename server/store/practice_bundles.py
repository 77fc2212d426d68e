"""What a tablet practises with (docs/sync.md, "Practice"): a made-up visit of each programme, as a bundle."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy.orm import Session

from server.domain import canonical, identifiers
from server.domain.programmes import Catalogue
from server.domain.texts import tables
from server.store import editions_queries
from server.store.inspectors import Inspector
from server.store.tablet_bundles import TEXTS, programme

NUMBER = "LX"
NAME = "练习用检查对象（虚构）"
SECOND_STAGE = 3
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def assemble(session: Session, inspector_id: str, day: date) -> dict[str, Any]:
    """Return the practice bundle of an inspector, due on ``day``; without ``epoch``: no database knows its visits."""
    inspector = session.get_one(Inspector, inspector_id)
    shown = {name: getattr(inspector, name) for name in ("id", "name", "certificate", "unit")}
    now = editions_queries.current(session)
    content = {
        "practice": True,
        "inspector": shown,
        "assignments": [_visit(now, name, order, shown, day) for order, name in enumerate(now.names(), 1)],
        "programmes": {name: programme(name, now) for name in now.names()},
        "texts": {name: tables()[name] for name in TEXTS},
    }
    return {"bundle": canonical.digest(content), **content}


def inspection_id(name: str) -> str:
    """Return the id of a programme's practice visit: a UUIDv7 of 1970, which no inspection has."""
    return _made_up(f"inspection/{name}")


def _visit(now: Catalogue, name: str, order: int, inspector: dict[str, Any], day: date) -> dict[str, Any]:
    things = now.load(name).practice
    return {
        "inspection": inspection_id(name),
        "revision": 1,
        "return_reason": "",
        "state": "open",
        "programme": name,
        "tables": name,
        "order": order,
        "due": day.isoformat(),
        "draw": {"id": _made_up("draw"), "number": NUMBER, "title": NAME, "commitment": "0" * 64},
        "plan": {"title": NAME, "basis": "", "authority": "", "second_stage": SECOND_STAGE},
        "ticket": hashlib.sha256(f"practice/{name}".encode()).hexdigest(),
        "team": [{**inspector, "lead": True}],
        "object": {
            "id": _made_up(f"object/{name}"),
            "number": f"{NUMBER}-{order}",
            "name": NAME,
            "kind": "other",
            "address": "",
            "division": "",
            "division_name": {"zh": "", "en": ""},
            "contact": "",
        },
        "instruments": _with_ids(name, things.get("instruments", [])),
        "products": _with_ids(name, things.get("products", [])),
        "earlier": [],
    }


def _with_ids(name: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"id": _made_up(f"{name}/{row['number']}"), **row} for row in rows]


def _made_up(what: str) -> str:
    digits = hashlib.sha256(f"practice/{what}".encode()).digest()[:10]
    return identifiers.make_many(EPOCH, digits)[0]
