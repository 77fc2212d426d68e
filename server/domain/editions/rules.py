"""An edition of a table of rules on words: the rules of the edition before it, some of them left out, others added.

A rule is entered as what is written wrong and where that counts; its pattern is made of it (programmes.patterns), so
nobody has to write one, and both sides of the judgement read it alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from server.domain.editions import dates, fields
from server.domain.problems import Problem
from server.domain.programmes import PROGRAMMES, Catalogue
from server.domain.programmes.additions import PATTERN, rules_before
from server.domain.programmes.patterns import WHERE, pattern

COLUMNS = ("wrong", "right", "forms", "where", "level", "finding")
MOST_ROWS, MOST_FORMS, LONGEST_FORM, LONGEST_NAME = 100, 20, 20, 60
_COMMAS = re.compile(r"[,，、;；\s]+")
_FORM = re.compile(r"[^\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
Typed = Mapping[str, Any]


def tables(name: str, catalogue: Catalogue) -> dict[str, Mapping[str, Any]]:
    """Return the tables of rules of a programme, by their codes."""
    if name not in PROGRAMMES:
        return {}
    found = catalogue.load(name).limits["tables"]
    return {code: table for code, table in found.items() if _known(table)}


def choices(table: Mapping[str, Any], column: str) -> tuple[str, ...]:
    """Return the codes that the rules of a table have in a column: ``level`` or ``finding``."""
    return tuple(dict.fromkeys(row[column] for row in _known(table)))


def read(name: str, typed: Typed, catalogue: Catalogue, parts: fields.Parts) -> dict[str, Any]:
    """Return the content: ``table``, ``edition`` with the ``rows`` that are added, ``without`` and ``replaces``."""
    known = tables(name, catalogue)
    code = fields.choice(typed, "table", tuple(known), parts)
    rows = list(typed.get("rows") or [])
    if len(rows) > MOST_ROWS:
        parts.append(Problem("edition_rows_many", at="rows-0", most=MOST_ROWS))
        rows = []
    edition = {
        "id": fields.identifier(typed, "id", parts),
        **fields.pair(typed, "document", parts),
        **fields.pair(typed, "clause", parts),
        **fields.pair(typed, "edition", parts, most=60),
        **fields.period(typed, parts),
        **fields.sourced(typed, parts),
        "rows": [_rule(known[code], row, place, parts) for place, row in enumerate(rows)]
        if code in known
        else [],
    }
    without = list(dict.fromkeys(str(one) for one in typed.get("without") or []))
    replaces = fields.line(typed, "replaces", parts, needed=False) or None
    if not rows and not without:
        parts.append(Problem("edition_rules_same", at="rows-0"))
    return {"table": code, "edition": edition, "without": without, "replaces": replaces}


def unfit(name: str, content: Mapping[str, Any], catalogue: Catalogue) -> Iterator[Problem]:
    """Yield what stands against the edition in this catalogue."""
    table = tables(name, catalogue).get(content["table"])
    if table is None:
        yield Problem("edition_table", at="table", value=content["table"])
        return
    yield from dates.unfit(table, content["edition"], content["replaces"])
    before = [row["wrong"] for row in rules_before(table, content)]
    for wrong in content["without"]:
        if wrong not in before:
            yield Problem("edition_rule_unknown", at="rows-0", value=wrong[:LONGEST_NAME])
    seen = set(before) - set(content["without"])
    for place, row in enumerate(content["edition"]["rows"]):
        if row["wrong"] in seen:
            yield Problem("edition_rule_twice", at=f"rows-{place}-wrong", value=row["wrong"])
        seen.add(row["wrong"])


def told(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return what lists show."""
    edition = content["edition"]
    return {
        "code": edition["id"],
        "title": " ".join(dict.fromkeys((edition["document"], edition["clause"])))[:300],
        "source": edition["source"],
        "first": edition["from"],
    }


def _known(table: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [row for edition in table["editions"] for row in edition["rows"] or [] if PATTERN in row]


def _rule(table: Mapping[str, Any], typed: Typed, place: int, parts: fields.Parts) -> dict[str, Any]:
    at = f"rows-{place}-"
    rule = {
        "wrong": fields.line(typed, "wrong", parts, most=LONGEST_NAME, at=f"{at}wrong"),
        "right": fields.line(typed, "right", parts, most=LONGEST_NAME, at=f"{at}right"),
        "forms": _forms(typed, parts, f"{at}forms"),
        "where": fields.choice(typed, "where", WHERE, parts, at=f"{at}where"),
        "level": fields.choice(typed, "level", choices(table, "level"), parts, at=f"{at}level"),
        "finding": fields.choice(typed, "finding", choices(table, "finding"), parts, at=f"{at}finding"),
    }
    if rule["forms"] and rule["where"] in WHERE and _marks_right(rule):
        parts.append(Problem("edition_rule_right", at=f"{at}forms", value=rule["right"]))
    return rule


def _forms(typed: Typed, parts: fields.Parts, at: str) -> list[str]:
    text = fields.line(typed, "forms", parts, most=fields.LONG, at=at).translate(_HALF_WIDTH)
    forms = [form for form in dict.fromkeys(_COMMAS.split(text)) if form]
    if len(forms) > MOST_FORMS:
        parts.append(Problem("edition_rows_many", at=at, most=MOST_FORMS))
    for form in forms:
        if len(form) > LONGEST_FORM or not _FORM.fullmatch(form) or form.replace(".", "").isdigit():
            parts.append(Problem("edition_form", at=at, value=form[:LONGEST_FORM], most=LONGEST_FORM))
    return forms


def _marks_right(rule: Mapping[str, Any]) -> bool:
    """Whether the rule would mark what it calls right."""
    found = re.compile(pattern(rule["forms"], rule["where"]))
    right = rule["right"].translate(_HALF_WIDTH)
    return any(found.search(f"1 {word}") for word in re.split(r"[\s()（）]+", right) if word)
