"""Divisions 行政区划: the districts that the authority works in, by their codes of GB/T 2260."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from server.domain.problems import Problem
from server.services.actors import Actor
from server.services.audit import Change, writes
from server.store.objects import Division

_CODE = re.compile(r"\d{6}")


@writes("register.edit", "division.keep")
def keep(session: Session, actor: Actor, now: datetime, *, rows: Sequence[Mapping[str, str]]) -> Change:
    """Add or rename divisions; rows have ``code``, ``zh`` and ``en``. Value: how many were new or renamed.

    Problem ``divisions_invalid`` whose parts name each bad field as ``row/column``, rows counted from 1.
    """
    faults = [fault for n, row in enumerate(rows, 1) for fault in _faults(n, row)]
    if faults:
        raise Problem("divisions_invalid", parts=faults)
    changed = []
    for row in rows:
        division = session.get(Division, row["code"])
        if division is None:
            division = Division(code=row["code"], zh="", en="")
            session.add(division)
        if (division.zh, division.en) != (row["zh"].strip(), row["en"].strip()):
            division.zh, division.en = row["zh"].strip(), row["en"].strip()
            changed.append(division.code)
    return Change("division", "divisions", len(changed), {"changed": changed})


def _faults(n: int, row: Mapping[str, str]) -> list[Problem]:
    found = []
    if not _CODE.fullmatch(row.get("code") or ""):
        found.append(Problem("division_code", at=f"{n}/code", value=(row.get("code") or "")[:40]))
    for column in ("zh", "en"):
        text = row.get(column) or ""
        if not text.strip():
            found.append(Problem("required", at=f"{n}/{column}"))
        elif len(text) > 100:
            found.append(Problem("too_long", at=f"{n}/{column}", most=100))
        elif any(ord(character) < 32 for character in text):
            found.append(Problem("control_character", at=f"{n}/{column}"))
    return found
