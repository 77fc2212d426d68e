"""The forms of editions: fields as they were typed, and what an edition that stands already fills into them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict

from server.domain.editions import columns
from server.domain.programmes import Programme
from server.domain.programmes.checklist import CHECKLIST

Fields = dict[str, Any]
EDITION = (
    "id",
    "document",
    "document_en",
    "clause",
    "clause_en",
    "edition",
    "edition_en",
    "from",
    "to",
    "source",
    "trust",
    "replaces",
)
NAMED = ("programme", "name_zh", "name_en")
ITEM = ("code", "group", "severity", "zh", "en", "document", "document_en", "clause", "clause_en")
BASIS = (
    "violation", "level", "region", "region_en", "document", "document_en", "article", "article_en", "measure",
    "measure_en", "amount", "amount_en", "from", "to", "source", "trust",
)  # fmt: skip
ENDING = ("violation", "basis", "to", "source", "trust")
VIOLATION = ("code", "zh", "en", "from", "to", "source", "trust")
MOST_ROWS = 400
SPARE = 3


def of_request(form: MultiDict[str, str], names: Sequence[str]) -> Fields:
    """Return plain fields as they were sent."""
    return {name: form.get(name, "").strip() for name in names}


def rows_of_request(form: MultiDict[str, str], list_: str, keys: Sequence[str]) -> list[Fields]:
    """Return the rows of a list as they were sent, without those that are blank or were taken away."""
    places = {key.split("-")[1] for key in form if key.startswith(f"{list_}-") and key.count("-") == 2}
    order = sorted(int(place) for place in places if place.isascii() and place.isdigit() and len(place) < 6)
    kept = [place for place in order[:MOST_ROWS] if not form.get(f"{list_}-{place}-drop")]
    rows = [{key: form.get(f"{list_}-{place}-{key}", "").strip() for key in keys} for place in kept]
    return [row for row in rows if any(row.values())]


def of_table(table: Mapping[str, Any], wanted: str = "") -> Fields:
    """Return the fields for an edition of a table: one whose numbers are missing is filled in, else the next begins.

    ``wanted`` is the identifier of one of other rules, such as those of another country.

    The rows are those of the last known edition, as a beginning; where they stand nothing of them is taken for granted.
    """
    series = [table["editions"], *table.get("others", [])]
    editions = next((one for one in series if any(each["id"] == wanted for each in one)), series[0])
    waiting = next((one for one in editions if one["rows"] is None), None)
    known = next(one for one in reversed([*series[0], *editions]) if one["rows"] is not None)
    fields: Fields = dict.fromkeys(EDITION, "")
    if waiting:
        fields |= {
            name: waiting.get(name) or "" for name in ("id", "document", "clause", "edition", "from", "to")
        }
    names = [column.name for column in columns.columns(table)]
    fields["rows"] = [{name: columns.shown(row.get(name)) for name in names} for row in known["rows"]]
    return fields


def of_checklist(programme: Programme | None) -> Fields:
    """Return the fields for a new programme, or for the next edition of one, with the items of the last."""
    fields: Fields = dict.fromkeys((*NAMED, *EDITION), "")
    fields["items"] = []
    if programme is None:
        return fields
    texts = programme.texts
    last = programme.limits["tables"][CHECKLIST]["editions"][-1]
    fields |= {"programme": programme.name, "document": last["document"]}
    fields |= {f"name_{language}": texts["programme"][language] for language in ("zh", "en")}
    fields["document_en"] = _english(texts, last["document"])
    for group, items in last["rows"].items():
        for item in items:
            said, basis = texts[f"check.{item['code']}"], item["basis"][0]
            cited = {f"{key}_en": _english(texts, basis[key]) for key in ("document", "clause")}
            plain = {key: basis[key] for key in ("document", "clause")}
            kept = {"code": item["code"], "group": group, "severity": item["severity"]}
            fields["items"].append({**kept, **said, **plain, **cited})
    return fields


def _english(texts: Mapping[str, Mapping[str, str]], chinese: str) -> str:
    return texts.get(f"cite.{chinese}", {"en": ""})["en"]
