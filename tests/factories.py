"""One maker per noun: small, valid entries whose columns a test can set."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from server.domain import uscc
from server.services.audit import new_id
from server.services.users import hash_password
from server.store.inspectors import Inspector, InspectorProgramme
from server.store.instruments import Instrument
from server.store.objects import Division, Object, ObjectProgramme
from server.store.outcomes import Outcome
from server.store.products import Product
from server.store.users import User
from tests import published

_numbers = count(1)


@cache
def _hash(password: str) -> str:
    return hash_password(password)


def valid_uscc(number: int, division: str = "379901") -> str:
    """Return a code that passes its check, different for each number."""
    body = f"92{division}{number:09d}"
    return body + uscc.check_character(body)


class Make:
    """Adds entries to a session."""

    PASSWORD = "correct horse battery"

    def __init__(self, session: Session, now: datetime) -> None:
        self.session = session
        self.now = now

    def commit(self) -> None:
        """Commit, so that the application sees what was made."""
        self.session.commit()

    def division(self, code: str = "379901") -> Division:
        return self._add(Division(code=code, zh=f"东城区{code[-2:]}", en=f"East {code[-2:]}"))

    def object(self, programmes: tuple[str, ...] = ("market_scales",), **columns: Any) -> Object:
        n = next(_numbers)
        number = columns.pop("number", None) or valid_uscc(n)
        defaults = {
            "number": number,
            "uscc": number if uscc.is_valid(number) else None,
            "name": f"海岳第{n}农贸市场",
            "kind": "market",
            "address": f"海岳市东城区{n} 号",
            "division": "379901",
            "risk_class": "C",
            "status": "active",
            "version": 1,
        }
        return self._add(
            Object(
                id=new_id(self.now),
                updated_at=self.now,
                programmes=[ObjectProgramme(programme=name) for name in programmes],
                **{**defaults, **columns},
            )
        )

    def inspector(self, programmes: tuple[str, ...] = ("market_scales",), **columns: Any) -> Inspector:
        n = next(_numbers)
        defaults = {
            "certificate": f"ZF37{n:06d}",
            "name": f"检查员{n}",
            "unit": "东城分局",
            "role": "member",
            "status": "active",
            "version": 1,
        }
        return self._add(
            Inspector(
                id=new_id(self.now),
                updated_at=self.now,
                programmes=[InspectorProgramme(programme=name) for name in programmes],
                **{**defaults, **columns},
            )
        )

    def instrument(self, object: Object, **columns: Any) -> Instrument:
        n = next(_numbers)
        defaults = {
            "number": f"S-{n:05d}",
            "kind": "scale",
            "accuracy_class": "III",
            "max": "15000",
            "min": "100",
            "e": "5",
            "d": "5",
            "unit": "g",
            "valid_until": date(2026, 8, 1),
            "status": "active",
            "version": 1,
        }
        return self._add(
            Instrument(
                id=new_id(self.now), object_id=object.id, updated_at=self.now, **{**defaults, **columns}
            )
        )

    def product(self, object: Object, **columns: Any) -> Product:
        n = next(_numbers)
        defaults = {
            "number": f"P-{n:05d}",
            "name": "白砂糖",
            "kind": "mass",
            "nominal": "500",
            "unit": "g",
            "status": "active",
            "version": 1,
        }
        return self._add(
            Product(id=new_id(self.now), object_id=object.id, updated_at=self.now, **{**defaults, **columns})
        )

    def user(self, role: str = "supervisor", **columns: Any) -> User:
        n = next(_numbers)
        if role == "inspector" and "inspector_id" not in columns:
            columns["inspector_id"] = self.inspector().id
        defaults = {"username": f"{role}{n}", "name": f"{role} {n}", "language": "zh", "active": True}
        return self._add(
            User(
                id=new_id(self.now),
                role=role,
                password_hash=_hash(self.PASSWORD),
                created_at=self.now,
                **{**defaults, **columns},
            )
        )

    def outcome(self, *arguments: Any, **named: Any) -> Outcome:
        """A published outcome; see tests.published.outcome."""
        return published.outcome(self, *arguments, **named)

    def _add(self, row: Any) -> Any:
        self.session.add(row)
        self.session.flush()
        return row
