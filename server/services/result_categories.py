"""Result categories 检查结果: an administrator adds some and decides which are offered. A wording never changes."""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy.orm import Session

from server.domain import results
from server.domain.outcomes import NO_PROBLEM
from server.domain.problems import Problem
from server.domain.writing import written
from server.services.actors import Actor
from server.services.audit import Change, writes
from server.store import result_categories
from server.store.locks import Lock, hold
from server.store.result_categories import ResultCategory

CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")
#: The most that a list to choose from can hold.
MOST = 60
LONGEST = {"zh": 60, "en": 100, "source": 200}


@writes("result.edit", "result.add")
def add(session: Session, actor: Actor, now: datetime, *, code: str, zh: str, en: str, source: str) -> Change:
    """Add a category, with where it is from. Returns it.

    Problems: ``result_code`` at ``code`` for one that is none, ``result_known`` for one that is there or for wordings
    that are, ``required``, ``too_long``, ``control_character`` at ``zh``, ``en``, ``source``; ``result_many``.
    """
    if not CODE.fullmatch(code.strip()):
        raise Problem("result_code", at="code", value=code[:40])
    words = {name: _line(text, name) for name, text in (("zh", zh), ("en", en), ("source", source))}
    hold(session.connection(), Lock.CATEGORIES)
    there = result_categories.known(session)
    if code.strip() in there:
        raise Problem("result_known", at="code", value=code.strip())
    for name in ("zh", "en"):
        if words[name] in {getattr(one, name) for one in there.values()}:
            raise Problem("result_known", at=name, value=words[name])
    if len(there) >= MOST:
        raise Problem("result_many", most=MOST)
    row = ResultCategory(code=code.strip(), offered=True, entered_by=actor.name, entered_at=now, **words)
    session.add(row)
    return Change("result", row.code, row, words)


@writes("result.edit", "result.offer")
def offer(session: Session, actor: Actor, now: datetime, *, code: str, offered: bool) -> Change:
    """Offer a category to reviewers, or no longer; what was published under it stays. Returns its row.

    Problems: ``not_found``; ``result_needed`` for the category of what had no problem.
    """
    hold(session.connection(), Lock.CATEGORIES)
    one = result_categories.known(session).get(code)
    if one is None:
        raise Problem("not_found", what=code)
    if code == NO_PROBLEM and not offered:
        raise Problem("result_needed")
    row = session.get(ResultCategory, code)
    if row is None:
        made = {"source": results.SOURCE, "entered_by": actor.name, "entered_at": now}
        row = ResultCategory(code=code, zh=one.zh, en=one.en, **made)
        session.add(row)
    row.offered = offered
    return Change("result", code, row, {"offered": offered})


def _line(text: str, at: str) -> str:
    said = written(text, at, LONGEST[at])
    if "\n" in said or "\t" in said:
        raise Problem("control_character", at=at)
    return said
