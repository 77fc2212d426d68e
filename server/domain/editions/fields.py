"""The fields that entries of every kind have, read one by one; what is wrong is collected, not raised."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from server.domain.plan_fields import text_problems, tidy
from server.domain.problems import Problem

#: How far a fact can be trusted, in the words that the limits' own marks have (programmes/texts.json).
TRUST = ("A", "B", "M")
FIRST_DAY, LAST_DAY = date(1949, 10, 1), date(2199, 12, 31)
LINE, LONG = 200, 300
_CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9./()_-]{1,59}")

Parts = list[Problem]


def line(
    typed: Mapping[str, Any], name: str, parts: Parts, *, needed: bool = True, most: int = LINE, at: str = ""
) -> str:
    """Return a text of one line."""
    text = tidy(str(typed.get(name) or ""))
    parts += text_problems(text, at or name, most, needed)
    return text


def pair(
    typed: Mapping[str, Any],
    name: str,
    parts: Parts,
    *,
    prefix: str = "",
    needed: bool = True,
    most: int = LINE,
) -> dict[str, str]:
    """Return a Chinese text that must be given and its English, which may be left out, as ``name`` and ``name_en``."""
    return {
        name: line(typed, name, parts, needed=needed, most=most, at=prefix + name),
        f"{name}_en": line(typed, f"{name}_en", parts, needed=False, most=most, at=f"{prefix}{name}_en"),
    }


def day(typed: Mapping[str, Any], name: str, parts: Parts, *, needed: bool = True) -> str | None:
    """Return an ISO date, or None when it is left out or wrong."""
    text = tidy(str(typed.get(name) or ""))
    if not text:
        if needed:
            parts.append(Problem("required", at=name))
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        parts.append(Problem("invalid_date", at=name, value=text[:40]))
        return None
    if not FIRST_DAY <= found <= LAST_DAY:
        parts.append(Problem("date_out_of_range", at=name, value=found, first=FIRST_DAY, last=LAST_DAY))
    return found.isoformat()


def period(typed: Mapping[str, Any], parts: Parts) -> dict[str, str | None]:
    """Return ``from`` and ``to``, the days in force; an open end is None."""
    first, last = day(typed, "from", parts), day(typed, "to", parts, needed=False)
    if first and last and last < first:
        parts.append(Problem("period_reversed", at="to", first=first))
    return {"from": first, "to": last}


def choice(typed: Mapping[str, Any], name: str, among: Sequence[str], parts: Parts, *, at: str = "") -> str:
    """Return one of a few codes; none is preset."""
    value = str(typed.get(name) or "")
    if not value:
        parts.append(Problem("required", at=at or name))
    elif value not in among:
        parts.append(Problem("invalid_choice", at=at or name, value=value[:60], choices=", ".join(among)))
    return value


def code(typed: Mapping[str, Any], name: str, parts: Parts, *, at: str = "") -> str:
    """Return a code of lower-case letters, digits and underscores."""
    value = tidy(str(typed.get(name) or ""))
    if not value:
        parts.append(Problem("required", at=at or name))
    elif not _CODE.fullmatch(value):
        parts.append(Problem("edition_code", at=at or name, value=value[:60]))
    return value


def identifier(typed: Mapping[str, Any], name: str, parts: Parts) -> str:
    """Return the name by which records call an edition, such as JJF1070-2023."""
    value = tidy(str(typed.get(name) or ""))
    if not value:
        parts.append(Problem("required", at=name))
    elif not _ID.fullmatch(value):
        parts.append(Problem("edition_id", at=name, value=value[:60]))
    return value


def sourced(typed: Mapping[str, Any], parts: Parts) -> dict[str, str]:
    """Return where the facts stand and how sure that is: ``source`` and ``trust``."""
    return {"source": line(typed, "source", parts, most=LONG), "trust": choice(typed, "trust", TRUST, parts)}
