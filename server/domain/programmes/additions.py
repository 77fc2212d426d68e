"""What an entry of the office adds to a programme: an edition of a table or of a checklist, a violation, a legal basis,
the last day of one.

Every function takes the programme before it (None when the entry begins one), its name, the identifier of the entry
and its content, and returns the programme after it. Texts are only ever added: what a published outcome says by its
code keeps its words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from . import checklist as checklist_only
from .checklist import CHECKLIST
from .editions import in_force
from .errors import UnknownProgramme
from .findings import VIOLATION as GRAVE
from .folder import Programme, begun
from .patterns import pattern

LIMITS, RULES, BASIS, ENDING, VIOLATION = "limits", "rules", "basis", "ending", "violation"
#: The column of a table of rules on words.
PATTERN = "regex"
Content = Mapping[str, Any]


def with_limits(programme: Programme | None, name: str, entry: str, content: Content) -> Programme:
    """The programme with an edition of one of its tables; an open edition before it ends on the day before."""
    if programme is None:
        raise UnknownProgramme(name)
    edition = {key: value for key, value in content["edition"].items() if not key.endswith("_en")}
    sourced = {"source": edition["source"], "trust": edition["trust"]}
    edition["rows"] = [{**row, **sourced} for row in edition["rows"]]
    table = programme.limits["tables"][content["table"]]
    tables = {
        **programme.limits["tables"],
        content["table"]: _having(table, edition, content.get("replaces")),
    }
    changed = programme.with_data(
        limits={**programme.limits, "tables": tables},
        texts=_texts(programme.texts, _cited(content["edition"])),
    )
    return _offered(changed, table.get("option"), edition)


def with_rules(programme: Programme | None, name: str, entry: str, content: Content) -> Programme:
    """The programme with an edition of a table of rules on words: those before it without some, and others added."""
    if programme is None:
        raise UnknownProgramme(name)
    told, table = content["edition"], programme.limits["tables"][content["table"]]
    sourced = {"source": told["source"], "trust": told["trust"]}
    basis = [{"document": told["document"], "clause": told["clause"], **sourced}]
    kept = [row for row in rules_before(table, content) if row["wrong"] not in content["without"]]
    blank = dict.fromkeys(kept[0] if kept else table["editions"][0]["rows"][0])
    added = [
        {
            **blank,
            **{key: row[key] for key in ("wrong", "right", "level", "finding")},
            PATTERN: pattern(row["forms"], row["where"]),
            "basis": basis,
            **sourced,
        }
        for row in told["rows"]
    ]
    edition = {**_plain(told), "rows": [*kept, *added]}
    tables = {**programme.limits["tables"], content["table"]: _having(table, edition, content["replaces"])}
    return programme.with_data(
        limits={**programme.limits, "tables": tables}, texts=_texts(programme.texts, _cited(told))
    )


def rules_before(table: Mapping[str, Any], content: Content) -> list[dict[str, Any]]:
    """The rules of the edition that an entered one follows: the one it replaces, else that of its first day."""
    editions, first = [one for one in table["editions"] if one["rows"]], content["edition"]["from"]
    replaced = [one for one in editions if one["id"] == content["replaces"]]
    standing = [one for one in editions if first and in_force(one, first)]
    return [*replaced, *standing, editions[-1]][0]["rows"]


def with_checklist(programme: Programme | None, name: str, entry: str, content: Content) -> Programme:
    """A programme that is only a checklist, with one more edition of it; the first one begins the programme."""
    programme = programme or begun(name, checklist_only.evaluate)
    told = content["edition"]
    edition = {key: value for key, value in told.items() if not key.endswith("_en")}
    groups: dict[str, list[dict[str, Any]]] = {"object": [], "instrument": []}
    for item in content["items"]:
        basis = [{**_plain(one), "source": told["source"], "trust": told["trust"]} for one in item["basis"]]
        groups[item["group"]].append({"code": item["code"], "severity": item["severity"], "basis": basis})
    edition["rows"] = groups
    before = programme.limits["tables"].get(CHECKLIST, {"option": CHECKLIST, "editions": []})
    table = _having(before, edition, content.get("replaces"))
    return programme.with_data(
        form=_form([one["rows"] for one in table["editions"]]),
        limits={**programme.limits, "tables": {**programme.limits["tables"], CHECKLIST: table}},
        checklist={"groups": groups},
        violations=[*programme.violations, *_violations(programme, content["items"])],
        texts=_texts(programme.texts, _said(programme, content)),
    )


def with_basis(programme: Programme | None, name: str, entry: str, content: Content) -> Programme:
    """The programme with one more legal basis of one of its violations."""
    if programme is None:
        raise UnknownProgramme(name)
    basis = {"id": entry, **_plain(content["basis"])}
    violations = [
        {**one, "bases": [*one["bases"], basis]} if one["code"] == content["violation"] else one
        for one in programme.violations
    ]
    return programme.with_data(violations=violations, texts=_texts(programme.texts, _cited(content["basis"])))


def with_ending(programme: Programme | None, name: str, entry: str, content: Content) -> Programme:
    """The programme with a last day for one legal basis, which keeps its place in the list."""
    if programme is None:
        raise UnknownProgramme(name)
    ended = {"to": content["to"]}
    violations = [
        {
            **one,
            "bases": [
                {**basis, **ended} if basis.get("id", place) == content["basis"] else basis
                for place, basis in enumerate(one["bases"])
            ],
        }
        if one["code"] == content["violation"]
        else one
        for one in programme.violations
    ]
    return programme.with_data(violations=violations)


def with_violation(programme: Programme | None, name: str, entry: str, content: Content) -> Programme:
    """The programme with one more violation, which has no legal basis yet."""
    if programme is None:
        raise UnknownProgramme(name)
    told = dict(content["violation"])
    said = {language: told.pop(language) for language in ("zh", "en")}
    return programme.with_data(
        violations=[*programme.violations, {**told, "bases": []}],
        texts=_texts(programme.texts, {f"violation.{told['code']}": said}),
    )


ADD: Mapping[str, Callable[[Programme | None, str, str, Content], Programme]] = {
    LIMITS: with_limits,
    RULES: with_rules,
    CHECKLIST: with_checklist,
    BASIS: with_basis,
    ENDING: with_ending,
    VIOLATION: with_violation,
}
KINDS = tuple(ADD)


def placed(
    editions: list[dict[str, Any]], edition: dict[str, Any], replaces: str | None = None
) -> list[dict[str, Any]]:
    """The editions of a table with one more, by their first days.

    It takes the place of the one that it ``replaces`` and of one with its own id, whose numbers were not known.
    """
    kept = [one for one in editions if one["id"] not in (replaces, edition["id"])]
    eve = (date.fromisoformat(edition["from"]) - timedelta(days=1)).isoformat()
    ended = [
        {**one, "to": eve} if one["to"] is None and one["from"] < edition["from"] else one for one in kept
    ]
    return sorted([*ended, edition], key=lambda one: one["from"])


def _having(table: Mapping[str, Any], edition: dict[str, Any], replaces: str | None) -> dict[str, Any]:
    """The table with one more edition; one that is replaced is chosen by no day, but can still be named.

    One of other rules, such as those of another country, is filled in where it waits.
    """
    series = table.get("others", [])
    if any(one["id"] == edition["id"] for others in series for one in others):
        filled = [
            [{**one, **edition} if one["id"] == edition["id"] else one for one in others] for others in series
        ]
        return {**table, "others": filled}
    gone = [[one] for one in table["editions"] if one["id"] == replaces]
    others = [*table.get("others", []), *gone]
    found = {**table, "editions": placed(table["editions"], edition, replaces)}
    return {**found, "others": others} if others else found


def _offered(programme: Programme, option: str | None, edition: Mapping[str, Any]) -> Programme:
    """An edition that a record's options may name stands among their choices, once all their tables have it."""
    tables = [table for table in programme.limits["tables"].values() if table.get("option") == option]
    known = [any(one["id"] == edition["id"] for one in table["editions"]) for table in tables]
    if option is None or not all(known):
        return programme
    sections = [
        {**section, "fields": [_choice(field, option, edition["id"]) for field in section["fields"]]}
        if section["path"] == ["options"]
        else section
        for section in programme.form["sections"]
    ]
    words = {f"choice.{option}.{edition['id']}": dict.fromkeys(("zh", "en"), edition["document"])}
    return programme.with_data(
        form={**programme.form, "sections": sections}, texts=_texts(programme.texts, words)
    )


def _choice(field: dict[str, Any], option: str, edition: str) -> dict[str, Any]:
    if field["id"] != option or edition in field["choices"]:
        return field
    return {**field, "choices": [*field["choices"], edition]}


def _form(editions: list[dict[str, list[Any]]]) -> dict[str, Any]:
    """The day, the questions about the object, and those about each instrument where an edition has any."""
    day = {"id": "date", "kind": "date", "required": True}
    sections: list[dict[str, Any]] = [{"id": "visit", "kind": "fields", "path": [], "fields": [day]}]
    if any(rows["object"] for rows in editions):
        sections.append({"id": "checklist", "kind": "checklist", "path": ["checklist"], "items": "object"})
    if any(rows["instrument"] for rows in editions):
        serial = {"id": "serial", "kind": "text", "required": True, "max_length": 100}
        sections.append(
            {
                "id": "instruments",
                "kind": "repeat",
                "path": ["instruments"],
                "register": "instruments",
                "fill": {"serial": "number"},
                "row_label": ["serial"],
                "sections": [
                    {"id": "instrument", "kind": "fields", "path": [], "fields": [serial]},
                    {
                        "id": "instrument_checks",
                        "kind": "checklist",
                        "path": ["checklist"],
                        "items": "instrument",
                    },
                ],
            }
        )
    return {"sections": sections}


def _violations(programme: Programme, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    known = {one["code"] for one in programme.violations}
    return [
        {"code": item["code"], "findings": [item["code"]], "bases": []}
        for item in items
        if item["severity"] == GRAVE and item["code"] not in known
    ]


def _said(programme: Programme, content: Content) -> dict[str, dict[str, str]]:
    pattern = programme.texts["finding.check"]
    words = {"programme": dict(content["name"]), **_cited(content["edition"])}
    for item in content["items"]:
        said = {"zh": item["zh"], "en": item["en"]}
        words[f"check.{item['code']}"] = said
        words[f"violation.{item['code']}"] = {
            language: pattern[language].format(item=said[language]) for language in said
        }
        for basis in item["basis"]:
            words |= _cited(basis)
    return words


def _cited(told: Content) -> dict[str, dict[str, str]]:
    """The English names of documents, clauses and measures, where there are any."""
    return {
        f"cite.{told[key]}": {"zh": told[key], "en": told[f"{key}_en"]}
        for key in ("document", "clause", "edition", "article", "measure", "amount", "region")
        if told.get(f"{key}_en")
    }


def _plain(told: Content) -> dict[str, Any]:
    return {key: value for key, value in told.items() if not key.endswith("_en")}


def _texts(known: Mapping[str, Any], words: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    return {**words, **known}
