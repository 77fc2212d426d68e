"""An authority with many open deadlines of every kind, made by bulk insert, for measurements of their page."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, insert

from server.domain import identifiers
from server.services.users import hash_password
from server.store.assignments import Assignment
from server.store.calendar import CalendarDay
from server.store.draws import Draw, TeamMember
from server.store.engine import open_engine
from server.store.inspections import Inspection
from server.store.inspectors import Inspector
from server.store.objections import Objection
from server.store.objects import Object
from server.store.plans import Plan, PlanProgramme
from server.store.rectifications import Rectification
from server.store.reviews import Review
from server.store.users import User

NOW = datetime(2026, 6, 1, 1, tzinfo=UTC)
PASSWORD = "for this measurement alone"
#: Of ten deadlines so many are of each kind.
SHARES = (("publication", 4), ("answer", 1), ("rectification", 2), ("proof", 1), ("visit", 2))
UNITS, INSPECTORS, TEAMS, OF_A_DRAW = 20, 400, 50, 500
SUPERVISOR = "supervisor"
_AT_ONCE = 5_000
Row = dict[str, Any]


def unit(number: int) -> str:
    """Return the name of a unit."""
    return f"第{number}市场监管所"


def _unit_of(n: int) -> str:
    return unit(n // 7 % UNITS)


def build(url: str, rows: int) -> list[str]:
    """Fill an empty database with ``rows`` open deadlines; returns the ids of their inspections and visits."""
    engine = open_engine(url)
    made = _Made(rows)
    with engine.begin() as connection:
        for model, found in made.rows():
            _insert(connection, model.__table__, found)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "postgresql":
            # What the server's own daemon does within a minute of so many rows.
            connection.exec_driver_sql("VACUUM ANALYZE")
    engine.dispose()
    return made.seen


def _insert(connection: Connection, table: Table, rows: Iterator[Row]) -> None:
    chunk: list[Row] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == _AT_ONCE:
            connection.execute(insert(table), chunk)
            chunk = []
    if chunk:
        connection.execute(insert(table), chunk)


class _Made:
    """The rows of each table in an order that their references allow."""

    def __init__(self, rows: int) -> None:
        self.chance = random.Random(20260601)
        self.kinds = [kind for kind, share in SHARES for _ in range(share)]
        self.count = rows
        self.inspectors = [self._id() for _ in range(INSPECTORS)]
        self.draws = [self._id() for _ in range(-(-rows // OF_A_DRAW))]
        self.objects = [self._id() for _ in range(max(1, rows // 3))]
        self.seen: list[str] = []
        self.visits = [self._id() for _ in range(rows)]
        self.inspections = [self._id() for _ in range(rows)]

    def rows(self) -> Iterator[tuple[Any, Iterator[Row]]]:
        """Yield every table with its rows."""
        yield CalendarDay, self._calendar()
        yield Object, self._objects()
        yield Inspector, self._inspectors()
        yield User, self._users()
        yield Plan, self._plans()
        yield PlanProgramme, self._programmes()
        yield Draw, self._draws()
        yield TeamMember, self._teams()
        yield Assignment, self._assignments()
        yield Inspection, self._inspected()
        yield Review, self._reviews()
        yield Objection, self._objections()
        yield Rectification, self._rectifications()

    def _id(self) -> str:
        return identifiers.make(NOW, self.chance.randbytes(10))

    def _kind(self, n: int) -> str:
        return self.kinds[n % len(self.kinds)]

    def _day(self) -> date:
        return NOW.date() + timedelta(days=self.chance.randint(-5, 90))

    def _calendar(self) -> Iterator[Row]:
        for n in range(1096):
            day = date(2024, 1, 1) + timedelta(days=n)
            yield {"day": day, "working": day.weekday() < 5, "name": "", "source": "made"}

    def _objects(self) -> Iterator[Row]:
        for n, key in enumerate(self.objects):
            yield {
                "id": key, "number": f"SELF-{n:06d}", "name": f"海岳第{n}眼镜店", "kind": "optician", "address": "",
                "division": "379901", "contact": "", "risk_class": "C", "risk_source": "", "status": "active",
                "version": 1, "updated_at": NOW,
            }  # fmt: skip

    def _inspectors(self) -> Iterator[Row]:
        for n, key in enumerate(self.inspectors):
            yield {
                "id": key, "certificate": f"ZF{n:06d}", "name": f"检查员{n}", "unit": unit(n % UNITS), "role": "lead",
                "status": "active", "version": 1, "updated_at": NOW,
            }  # fmt: skip

    def _users(self) -> Iterator[Row]:
        yield {
            "id": self._id(), "username": SUPERVISOR, "name": "Supervisor",
            "password_hash": hash_password(PASSWORD),
            "role": "supervisor", "authority": "", "language": "zh", "active": True, "sign_outs": 0,
            "failed_tries": 0, "created_at": NOW,
        }  # fmt: skip

    def _plans(self) -> Iterator[Row]:
        for n, key in enumerate(self.draws):
            yield {
                "id": key, "number": f"P2026-{n:04d}", "title": "2026 年度计量监督检查", "authority": "海岳市",
                "year": 2026, "sample": [], "state": "published", "version": 1,
                "first": NOW.date(), "last": self._day(), "team_size": 2, "basis": "", "created_at": NOW,
            }  # fmt: skip

    def _programmes(self) -> Iterator[Row]:
        for key in self.draws:
            yield {"plan_id": key, "programme": "eyewear"}

    def _draws(self) -> Iterator[Row]:
        empty = dict.fromkeys(("rule_json", "frame_tsv", "roster_tsv", "recusals_tsv"), b"")
        for n, key in enumerate(self.draws):
            yield {
                "id": key, "number": f"D2026-{n:04d}", "plan_id": key, "title": "抽取", "state": "opened",
                "commitment": f"{n:064d}", **empty, "secret": "", "entropy_source": "", "sources": [],
                "left_out": {},
                "strata": [], "object_count": 0, "drawn_count": 0, "committed_at": NOW, "void_reason": "",
            }  # fmt: skip

    def _teams(self) -> Iterator[Row]:
        for draw in self.draws:
            drawn = self.chance.sample(self.inspectors, TEAMS * 2)
            for place, inspector in enumerate(drawn):
                yield {
                    "draw_id": draw, "team": place // 2 + 1, "position": place % 2, "inspector_id": inspector
                }  # fmt: skip

    def _assignments(self) -> Iterator[Row]:
        for n, key in enumerate(self.visits):
            yield {
                "id": key, "draw_id": self.draws[n // OF_A_DRAW],
                "object_id": self.objects[n % len(self.objects)], "programme": "eyewear", "order": n % OF_A_DRAW + 1,
                "stratum": "379901/C",
                "ticket": f"{n:064d}", "team": n % TEAMS + 1, "unit": _unit_of(n),
                "state": "assigned" if self._kind(n) == "visit" else "finished", "reason": "", "created_at": NOW,
            }  # fmt: skip

    def _inspected(self) -> Iterator[Row]:
        folded = {"record": {"note": "记录" * 300}}
        for n, key in enumerate(self.inspections):
            kind = self._kind(n)
            if kind == "visit":
                continue
            self.seen.append(key)
            yield {
                "id": key, "assignment_id": self.visits[n], "object_id": self.objects[n % len(self.objects)],
                "programme": "eyewear", "unit": _unit_of(n),
                "state": "in_review" if kind == "publication" else "published", "revision": 1,
                "return_reason": "", "started_at": NOW, "finished_at": NOW, "last_day": self._day(),
                "last_day_provisional": False, "folded": folded, "result": {}, "verdict": "fail", "conflicts": 0,
                "entries": 300,
            }  # fmt: skip

    def _reviews(self) -> Iterator[Row]:
        for n, key in enumerate(self.inspections):
            if self._kind(n) != "visit" and n % UNITS < 3:
                yield {
                    "id": self._id(), "inspection_id": key, "revision": 1, "decision": "approve",
                    "reviewer": SUPERVISOR if n % 7 == 0 else f"other{n % 7}", "reason": "", "at": NOW,
                }  # fmt: skip

    def _objections(self) -> Iterator[Row]:
        for n, key in enumerate(self.inspections):
            if self._kind(n) == "answer":
                yield {
                    "id": self._id(), "inspection_id": key, "unit": _unit_of(n), "number": f"2026-{n:06d}",
                    "version": 1, "text": "异议", "contact": "", "late": False, "state": "received",
                    "received_at": NOW, "last_day": self._day(),
                    "last_day_provisional": False, "answer": "", "answered_by": "",
                }  # fmt: skip

    def _rectifications(self) -> Iterator[Row]:
        states = {"rectification": "ordered", "proof": "proof_received"}
        for n, key in enumerate(self.inspections):
            if state := states.get(self._kind(n)):
                yield {
                    "id": self._id(), "number": f"R2026-{n:06d}", "inspection_id": key, "unit": _unit_of(n),
                    "items": [], "state": state, "last_day": self._day(),
                    "ordered_by": SUPERVISOR if n % 7 == 0 else f"other{n % 7}",
                    "ordered_at": NOW,
                }  # fmt: skip
