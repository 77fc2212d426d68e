"""A programme that is only a checklist, or a new edition of one: its items, their words, what they rest on.

The words of a code are never changed, because published outcomes name their items by it: an item that is to be
worded anew is a new code.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from server.domain.editions import dates, fields
from server.domain.problems import Problem
from server.domain.programmes import PROGRAMMES, Catalogue
from server.domain.programmes.checklist import CHECKLIST
from server.domain.programmes.findings import HINT, VIOLATION

GROUPS = ("object", "instrument")
SEVERITIES = (VIOLATION, HINT)
MOST_ITEMS, MOST_QUESTION = 100, 300
Typed = Mapping[str, Any]


def read(name: str, typed: Typed, catalogue: Catalogue, parts: fields.Parts) -> dict[str, Any]:
    """Return the content: ``name``, ``edition``, ``items`` and ``replaces``; what is wrong goes to ``parts``."""
    fields.code({"programme": name}, "programme", parts)
    both = {language: fields.line(typed, f"name_{language}", parts, most=60) for language in ("zh", "en")}
    edition = {
        "id": fields.identifier(typed, "id", parts),
        **fields.pair(typed, "document", parts),
        "clause": "",
        **fields.pair(typed, "edition", parts, most=60),
        **fields.period(typed, parts),
        **fields.sourced(typed, parts),
    }
    items = [_item(row, place, parts) for place, row in enumerate(_rows(typed, parts))]
    replaces = fields.line(typed, "replaces", parts, needed=False) or None
    return {"name": both, "edition": edition, "items": items, "replaces": replaces}


def unfit(name: str, content: Mapping[str, Any], catalogue: Catalogue) -> Iterator[Problem]:
    """Yield what stands against the checklist in this catalogue."""
    if name in PROGRAMMES:
        yield Problem("edition_programme_folder", at="programme", value=name)
        return
    known = catalogue.load(name) if name in catalogue.names() else None
    yield from _names(name, content["name"], catalogue)
    yield from _codes(content["items"])
    if known is None:
        return
    for place, item in enumerate(content["items"]):
        said = known.texts.get(f"check.{item['code']}")
        if said and said != {"zh": item["zh"], "en": item["en"]}:
            yield Problem("edition_words_fixed", at=f"items-{place}-zh", value=item["code"], said=said["zh"])
    table = known.limits["tables"][CHECKLIST]
    yield from dates.unfit(table, {**content["edition"], "rows": {}}, content["replaces"])


def told(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return what lists show."""
    edition = content["edition"]
    return {
        "code": edition["id"],
        "title": f"{content['name']['zh']} {edition['edition']}"[:300],
        "source": edition["source"],
        "first": edition["from"],
    }


def _rows(typed: Typed, parts: fields.Parts) -> list[Typed]:
    rows = typed.get("items") or []
    if not rows:
        parts.append(Problem("edition_items_missing", at="items-0-code"))
    if len(rows) > MOST_ITEMS:
        parts.append(Problem("edition_rows_many", at="items-0-code", most=MOST_ITEMS))
        return []
    return list(rows)


def _item(typed: Typed, place: int, parts: fields.Parts) -> dict[str, Any]:
    at = f"items-{place}-"
    return {
        "code": fields.code(typed, "code", parts, at=f"{at}code"),
        "group": fields.choice(typed, "group", GROUPS, parts, at=f"{at}group"),
        "severity": fields.choice(typed, "severity", SEVERITIES, parts, at=f"{at}severity"),
        "zh": fields.line(typed, "zh", parts, most=MOST_QUESTION, at=f"{at}zh"),
        "en": fields.line(typed, "en", parts, most=MOST_QUESTION, at=f"{at}en"),
        "basis": [
            {
                **fields.pair(typed, "document", parts, prefix=at),
                **fields.pair(typed, "clause", parts, prefix=at),
            }
        ],
    }


def _codes(items: list[Mapping[str, Any]]) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for place, item in enumerate(items):
        if item["code"] in seen:
            yield Problem(
                "edition_code_twice", at=f"items-{place}-code", value=item["code"], row=seen[item["code"]] + 1
            )
        seen.setdefault(item["code"], place)


def _names(name: str, said: Mapping[str, str], catalogue: Catalogue) -> Iterator[Problem]:
    """The name of a programme stands on what was published; two programmes of one name cannot be told apart."""
    for other in catalogue.names():
        words = catalogue.load(other).texts["programme"]
        for language in ("zh", "en"):
            if other == name and said[language] != words[language]:
                yield Problem("edition_name_fixed", at=f"name_{language}", said=words[language])
            elif other != name and said[language].lower() == words[language].lower():
                yield Problem("edition_name_taken", at=f"name_{language}", value=said[language])
